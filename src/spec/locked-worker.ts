// Workers under the page's own Content-Security-Policy, on every host. A Worker loaded by URL has only the policy in the headers of that file, and
// many hosts send none; one loaded from a blob: inherits the policy of its creator. So the blob holds one line, which imports the file.

declare class Blob {
  constructor(parts: readonly string[], options: { readonly type: string })
}
declare const URL: { createObjectURL(blob: Blob): string }

/** One blob URL for each script; they live as long as the page. */
const addresses = new Map<string, string>()

/**
 * The same class, whose Workers inherit the policy. Name it `Worker` where you use it: Vite finds and bundles what follows `new Worker(new URL(`.
 */
export function locked<T extends new (script: never, options: never) => object>(plain: T): T {
  return new Proxy(plain, { construct: (made, [script, options]) => Reflect.construct(made, [addressOf(String(script)), options]) })
}

function addressOf(script: string): string {
  const address = addresses.get(script) ?? URL.createObjectURL(new Blob([`import ${JSON.stringify(script)}`], { type: 'text/javascript' }))
  addresses.set(script, address)
  return address
}

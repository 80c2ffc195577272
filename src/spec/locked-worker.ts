// Workers under the page's own Content-Security-Policy, on every host. A Worker that is loaded by its address has only the policy of that file's headers,
// and many hosts send none; one that is loaded from a blob: has the policy of whoever made it. So the blob holds one line: it imports the file.

declare class Blob {
  constructor(parts: readonly string[], options: { readonly type: string })
}
declare const URL: { createObjectURL(blob: Blob): string }

/** One address for each script: they live as long as the page does. */
const addresses = new Map<string, string>()

/**
 * The same class, whose Workers are locked. Call it `Worker` where you use it: Vite finds and bundles what follows `new Worker(new URL(`.
 */
export function locked<T extends new (script: never, options: never) => object>(plain: T): T {
  return new Proxy(plain, { construct: (made, [script, options]) => Reflect.construct(made, [addressOf(String(script)), options]) })
}

function addressOf(script: string): string {
  const address = addresses.get(script) ?? URL.createObjectURL(new Blob([`import ${JSON.stringify(script)}`], { type: 'text/javascript' }))
  addresses.set(script, address)
  return address
}

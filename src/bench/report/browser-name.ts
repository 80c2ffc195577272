// The name of the browser in a report.

export interface BrowserFacts {
  readonly userAgent: string
  /** Not in Firefox and Safari. */
  readonly userAgentData?: { readonly platform: string; readonly brands: readonly { readonly brand: string; readonly version: string }[] }
}

const FIREFOX = /\((?:X11; )?([^;)]+).*\) .*Firefox\/(\d+)/

/** "Chromium 156, Linux", "Firefox 153, Linux x86_64"; any other as it names itself to servers. */
export function browserName({ userAgent, userAgentData }: BrowserFacts): string {
  const brand = userAgentData?.brands.filter(({ brand: name }) => !/not.?a.?brand/i.test(name)).at(-1)
  if (brand && userAgentData) return `${brand.brand} ${brand.version}, ${userAgentData.platform}`
  const [, system, version] = FIREFOX.exec(userAgent) ?? []
  return version ? `Firefox ${version}, ${system}` : userAgent
}

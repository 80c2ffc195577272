// What the specs share that run in Firefox. Playwright drives it through WebDriver BiDi, the protocol that browsers have in common.
// What the page's policy refuses there, in the page or in a Worker, is told as an error of the page, for which every test fails.
import { OLDEST_FIREFOX } from '../scripts/lib/browser.mjs'
import { test as base } from './page.ts'

/** For `test.skip`, in each spec: whether there is none, and what is then said. */
export const noFirefox = [!process.env.QUARTERTURN_FIREFOX, `no Firefox ${OLDEST_FIREFOX} or newer is installed here`] as const

interface BidiSession {
  send(method: string, params: object): Promise<object>
}

const MEDIA_FEATURES = 'emulation.setMediaFeaturesOverride'

/** Playwright 1.65 sends this to every new page, even where nothing is to be emulated, and opens none where it is refused: Firefox ESR 153 does
 * not know it yet. Playwright offers no way round it, so this reaches for its inside; a version without that inside fails here at once. */
function allowUnknownMediaFeatures(browser: unknown): void {
  const { _connection: connection } = browser as { _connection: { toImpl(object: unknown): { _browserSession: BidiSession } } }
  const session = connection.toImpl(browser)._browserSession
  const send = session.send.bind(session)
  session.send = (method, params) => {
    const answer = send(method, params)
    if (method !== MEDIA_FEATURES) return answer
    return answer.catch((error: Error) => {
      if (!error.message.includes('unknown command')) throw error
      return {}
    })
  }
}

export const test = base.extend<object, object>({
  browser: [
    async ({ browser }, use) => {
      allowUnknownMediaFeatures(browser)
      await use(browser)
    },
    { scope: 'worker' },
  ],
})

// Shared by the specs that run in Firefox. Playwright drives it through WebDriver BiDi, the protocol that all browsers support.
// There a violation of the page's policy is reported as an error of the page, and every test fails on those.
import { OLDEST_FIREFOX } from '../scripts/lib/browser.mjs'
import { test as base } from './page.ts'

/** Arguments for `test.skip`: the condition, and the reason. */
export const noFirefox = [!process.env.QUARTERTURN_FIREFOX, `no Firefox ${OLDEST_FIREFOX} or newer is installed here`] as const

interface BidiSession {
  send(method: string, params: object): Promise<object>
}

const MEDIA_FEATURES = 'emulation.setMediaFeaturesOverride'

/**
 * Playwright 1.65 sends this command to every new page, even if nothing is emulated, and fails to open the page if it is rejected, as by
 * Firefox ESR 153, which does not know it. There is no option for that, so this patches an internal object of Playwright; a version without
 * that object fails here at once.
 */
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

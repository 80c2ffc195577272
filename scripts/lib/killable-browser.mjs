// A Chromium with a profile of its own, whose processes can be killed: what one keeps there the next one finds.
import { chromium } from '@playwright/test'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Worker} Worker */
/** `renderer`: all processes that show pages, as where one crashes; `browser`: all of it, as in a power failure. @typedef {'renderer' | 'browser'} Victim */
/**
 * @typedef {object} KillableBrowser
 * @property {import('@playwright/test').BrowserContext} context
 * @property {(what: Victim) => Promise<number[]>} processes their numbers
 * @property {(what: Victim) => Promise<void>} kill resolves once the browser itself, where it lives on, knows of it
 */

/**
 * @param {string} profile a folder
 * @param {string} executablePath
 * @param {string[]} args
 * @returns {Promise<KillableBrowser>}
 */
export async function openBrowser(profile, executablePath, args) {
  const context = await chromium.launchPersistentContext(profile, { executablePath, args, timeout: 0, serviceWorkers: 'block' })
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('the browser answers no questions about its processes')
  /** @param {Victim} what */
  const processes = async (what) => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    return processInfo.filter(({ type }) => type === what).map(({ id }) => id)
  }
  return {
    context,
    processes,
    async kill(what) {
      const killed = await processes(what)
      for (const id of killed) process.kill(id, 'SIGKILL')
      if (what === 'browser') return
      let left = killed // Playwright is not always told of a crash, but the browser knows what it has lost
      while (left.length > 0) left = (await processes(what)).filter((id) => killed.includes(id))
    },
  }
}

/**
 * The Worker that trains: the page makes it first.
 * @param {Page} page
 */
export function trainerOf(page) {
  const [trainer] = page.workers()
  if (trainer === undefined) throw new Error('the page has no Worker')
  return trainer
}

/** What is done to a file that is open, in a save. */
const OPERATIONS = ['truncate', 'write', 'flush', 'close']

/**
 * Makes the Worker stand still for ever in its n-th operation on a file from now on: half of what it writes is written, anything else is not begun.
 * @param {Page} page
 * @param {number} n
 * @returns {Promise<{ readonly reached: Promise<string> }>} once that is prepared; `reached` then resolves with the operation when it is there
 */
export async function stopAtOperation(page, n) {
  const isIt = 'stopped at '
  const message = page.waitForEvent('console', { predicate: (one) => one.text().startsWith(isIt), timeout: 0 })
  await trainerOf(page).evaluate(
    ({ operations, n, isIt }) => {
      /** @typedef {(this: unknown, piece?: Uint8Array, place?: unknown) => unknown} Operation */
      const { prototype } = /** @type {{ FileSystemSyncAccessHandle: { prototype: Record<string, Operation> } }} */ (
        /** @type {unknown} */ (globalThis)
      ).FileSystemSyncAccessHandle
      let count = 0
      for (const name of operations) {
        const original = /** @type {Operation} */ (prototype[name])
        prototype[name] = function (piece, place) {
          if (++count < n) return original.call(this, piece, place)
          if (name === 'write' && piece) original.call(this, piece.subarray(0, piece.length >> 1), place)
          console.log(`${isIt}${name}, operation ${count}`)
          for (;;);
        }
      }
    },
    { operations: OPERATIONS, n, isIt },
  )
  return { reached: message.then((one) => one.text().slice(isIt.length)) }
}

// A Chromium with a profile of its own, whose processes a test can kill: what one keeps there the next one finds.
import { type BrowserContext, chromium, type Page, type Worker } from '@playwright/test'

export interface KillableBrowser {
  readonly context: BrowserContext
  /** `renderer`: all processes that show pages, as where one crashes; `browser`: all of it, as in a power failure. */
  kill(what: 'renderer' | 'browser'): Promise<void>
}

export async function openBrowser(profile: string, args: string[]): Promise<KillableBrowser> {
  const executablePath = process.env.QUARTERTURN_BROWSER ?? ''
  const context = await chromium.launchPersistentContext(profile, { executablePath, args, timeout: 0, serviceWorkers: 'block' })
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('the browser answers no questions about its processes')
  return {
    context,
    async kill(what) {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      for (const { type, id } of processInfo) if (type === what) process.kill(id, 'SIGKILL')
    },
  }
}

/** The Worker that trains: the page makes it first. */
export function trainerOf(page: Page): Worker {
  const [trainer] = page.workers()
  if (trainer === undefined) throw new Error('the page has no Worker')
  return trainer
}

/** What is done to a file that is open, in a save. */
const OPERATIONS = ['truncate', 'write', 'flush', 'close']

/**
 * Makes the Worker stand still for ever in its n-th operation on a file from now on: half of what it writes is written, anything else is not begun.
 * @returns once that is prepared; `reached` then resolves with the operation when it is there
 */
export async function stopAtOperation(page: Page, worker: Worker, n: number): Promise<{ readonly reached: Promise<string> }> {
  const isIt = 'stopped at '
  const message = page.waitForEvent('console', { predicate: (one) => one.text().startsWith(isIt), timeout: 0 })
  await worker.evaluate(
    ({ operations, n, isIt }) => {
      type Operation = (this: unknown, piece?: Uint8Array, place?: unknown) => unknown
      const { prototype } = (globalThis as unknown as { FileSystemSyncAccessHandle: { prototype: Record<string, Operation> } })
        .FileSystemSyncAccessHandle
      let count = 0
      for (const name of operations) {
        const original = prototype[name] as Operation
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

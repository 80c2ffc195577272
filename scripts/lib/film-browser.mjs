// Encodes films in a real Chromium, because Node has no video encoder: gives the page the pictures, and takes the bytes of the file from it.
import { findBrowser } from './browser.mjs'
import { withSourcePage } from './source-page.mjs'
import { fallbackFlags } from './webgpu-flags.mjs'

const PAGE = { path: 'src/export/film/page.html', entries: ['src/export/film/in-browser.ts'] }

/** @returns {import('../../src/cli/context.ts').BrowserEncoder | null} null where there is no browser */
export function browserEncoder() {
  return findBrowser() ? encodeInBrowser : null
}

/** @type {import('../../src/cli/context.ts').BrowserEncoder} */
async function encodeInBrowser(frames, plan, target, onProgress) {
  const iterator = frames[Symbol.asyncIterator]()
  /** @type {unknown[]} What went wrong on this side; on its way through the page it would lose its class. */
  const failures = []
  /**
   * @template T
   * @param {Promise<T>} task
   */
  const noting = async (task) => {
    try {
      return await task
    } catch (error) {
      failures.push(error)
      throw error
    }
  }
  const nextPictures = async () => {
    const { value, done } = await iterator.next()
    return done ? null : value
  }
  try {
    return await withSourcePage({ ...PAGE, flags: fallbackFlags(), handleSIGINT: false }, async (page, address) => {
      await page.exposeFunction('nextPictures', () => noting(nextPictures()))
      await page.exposeFunction('writeBytes', (/** @type {Uint8Array<ArrayBuffer>} */ bytes, /** @type {number} */ at) =>
        noting(target.write(bytes, at)),
      )
      await page.exposeFunction('reportProgress', onProgress)
      await page.goto(address)
      await page.waitForFunction(() => 'encode' in globalThis)
      return page.evaluate((film) => /** @type {any} */ (globalThis).encode(film), plan)
    })
  } catch (error) {
    throw failures[0] ?? error
  } finally {
    await iterator.return?.()
  }
}

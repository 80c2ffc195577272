// A page of the sources, served by Vite and open in a real Chromium.
import { dirname, join } from 'node:path'
import { assemblyScript } from './assembly-script.mjs'
import { findBrowser } from './browser.mjs'
import { player } from './player.mjs'
import { ROOT } from './root.mjs'

/** A page can measure its memory only where no other page can share its process. */
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** @returns {string} @throws {Error} whose message is a sentence for a person */
export function requireBrowser() {
  const path = findBrowser()
  if (path) return path
  throw new Error('No Chrome or Chromium found: run `npm test` once, which installs one, or name one in QUARTERTURN_BROWSER.')
}

/**
 * Gives an empty page and the address of the page to a task, and closes both when it has ended.
 * @template T
 * @param {object} options
 * @param {string} options.path of the page
 * @param {string[]} options.entries modules whose dependencies are prepared beforehand, because those that are discovered late would reload the page
 * @param {string[]} options.flags switches of the browser
 * @param {boolean} [options.handleSIGINT] whether an interrupt closes the browser and ends this process; false where the task deals with it
 * @param {(page: import('@playwright/test').Page, address: string) => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withSourcePage({ path, entries, flags, handleSIGINT = true }, task) {
  const executablePath = requireBrowser()
  const { createServer } = await import('vite')
  const { chromium } = await import('@playwright/test')
  const server = await createServer({
    root: ROOT,
    configFile: false,
    cacheDir: join(ROOT, '.cache/vite', dirname(path)), // of its own: with the dependencies of another page, those of this one are discovered late
    plugins: [assemblyScript(), player()],
    worker: { format: 'es', plugins: () => [assemblyScript(), player()] },
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, headers: ISOLATED },
    optimizeDeps: { entries },
  })
  await server.listen()
  const browser = await chromium.launch({ executablePath, args: flags, handleSIGINT, timeout: 0 })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(0) // slow machines too
    return await task(page, `${server.resolvedUrls?.local[0]}${path}`)
  } finally {
    await browser.close()
    await server.close()
  }
}

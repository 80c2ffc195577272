// Runs a bench in a real Chromium: serves the sources, opens the bench's page, and hands on what it logs.
import { findBrowser } from './browser.mjs'
import { ROOT } from './root.mjs'
import { webgpuFlags } from './webgpu-flags.mjs'

/**
 * @param {string} kind
 * @param {Record<string, unknown>} config
 * @param {number} rounds
 * @param {(event: { event: string }) => void} onEvent
 * @param {(done: number, total: number, words: string) => void} onProgress
 */
export async function benchInBrowser(kind, config, rounds, onEvent, onProgress) {
  const executablePath = findBrowser()
  if (!executablePath)
    throw new Error('No Chrome or Chromium found: run `npm test` once, which installs one, or name one in QUARTERTURN_BROWSER.')
  const { createServer } = await import('vite')
  const { chromium } = await import('@playwright/test')
  const server = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false },
  })
  await server.listen()
  const browser = await chromium.launch({ executablePath, args: webgpuFlags() })
  try {
    const page = await browser.newPage()
    page.on('console', (message) => {
      if (message.type() === 'log') onEvent(JSON.parse(message.text()))
      if (message.type() === 'debug' && message.text().startsWith('{')) {
        const { done, total, words } = JSON.parse(message.text())
        onProgress(done, total, words)
      }
    })
    await page.goto(`${server.resolvedUrls?.local[0]}src/bench/page.html`)
    await page.waitForFunction(() => 'bench' in globalThis)
    const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]))
    await page.evaluate(
      ([name, values, count]) => /** @type {any} */ (globalThis).bench(name, values, count),
      /** @type {const} */ ([kind, settings, rounds]),
    )
  } finally {
    await browser.close()
    await server.close()
  }
}

// Runs a bench in a real Chromium: serves the sources, opens the bench's page, and passes on what it logs.
import { statSync } from 'node:fs'
import { assemblyScript } from './assembly-script.mjs'
import { findBrowser } from './browser.mjs'
import { player } from './player.mjs'
import { ROOT } from './root.mjs'
import { webgpuFlags } from './webgpu-flags.mjs'

/** A page can measure its memory only where no other page can share its process. */
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
/** Else an answer about memory waits for the next garbage collection, for up to 20 seconds. */
const EAGER_MEMORY = '--enable-blink-features=ForceEagerMeasureMemory'

/**
 * @param {import('../../src/cli/context.ts').BrowserBench} bench
 * @param {(event: { event: string }) => void} onEvent
 * @param {(done: number, total: number, words: string) => void} onProgress
 */
export async function benchInBrowser({ kind, config, rounds, others, data }, onEvent, onProgress) {
  const executablePath = findBrowser()
  if (!executablePath)
    throw new Error('No Chrome or Chromium found: run `npm test` once, which installs one, or name one in QUARTERTURN_BROWSER.')
  const { createServer } = await import('vite')
  const { chromium } = await import('@playwright/test')
  const server = await createServer({
    root: ROOT,
    configFile: false,
    plugins: [assemblyScript(), player()],
    worker: { format: 'es', plugins: () => [assemblyScript(), player()] },
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, headers: ISOLATED },
    optimizeDeps: {
      entries: [
        'src/bench/browser.ts',
        'src/bench/device-worker.ts',
        'src/worker/index.ts',
        'src/worker/import-worker.ts',
        'src/worker/svg-thread.ts',
      ],
    }, // dependencies that are discovered late would reload the page
  })
  await server.listen()
  const browser = await chromium.launch({ executablePath, args: [...webgpuFlags(), EAGER_MEMORY], timeout: 0 })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(0) // benches run on slow machines too
    page.on('console', (message) => {
      if (message.type() === 'log') onEvent(JSON.parse(message.text()))
      if (message.type() === 'debug' && message.text().startsWith('{')) {
        const { done, total, words } = JSON.parse(message.text())
        onProgress(done, total, words)
      }
    })
    await page.goto(`${server.resolvedUrls?.local[0]}src/bench/page.html`)
    await page.waitForFunction(() => 'bench' in globalThis)
    if (data) await page.setInputFiles(statSync(data).isDirectory() ? '#folder' : '#file', data)
    const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]))
    await page.evaluate(
      ([name, values, count, others]) => /** @type {any} */ (globalThis).bench(name, values, count, others),
      /** @type {const} */ ([kind, settings, rounds, others]),
    )
  } finally {
    await browser.close()
    await server.close()
  }
}

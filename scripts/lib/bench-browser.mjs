// Runs a bench in a real Chromium: opens the bench's page, and passes on what it logs.
import { statSync } from 'node:fs'
import { withSourcePage } from './source-page.mjs'
import { webgpuFlags } from './webgpu-flags.mjs'

/** Else an answer about memory waits for the next garbage collection, for up to 20 seconds. */
const EAGER_MEMORY = '--enable-blink-features=ForceEagerMeasureMemory'

const PAGE = {
  path: 'src/bench/page.html',
  entries: [
    'src/bench/browser.ts',
    'src/bench/device-worker.ts',
    'src/worker/index.ts',
    'src/worker/drawing-worker.ts',
    'src/worker/import-worker.ts',
    'src/worker/svg-thread.ts',
  ],
}

/**
 * @param {import('../../src/cli/context.ts').BrowserBench} bench
 * @param {(event: { event: string }) => void} onEvent
 * @param {(done: number, total: number, words: string) => void} onProgress
 */
export async function benchInBrowser({ kind, config, rounds, others, data }, onEvent, onProgress) {
  await withSourcePage({ ...PAGE, flags: [...webgpuFlags(), EAGER_MEMORY] }, async (page, address) => {
    page.on('console', (message) => {
      if (message.type() === 'log') onEvent(JSON.parse(message.text()))
      if (message.type() === 'debug' && message.text().startsWith('{')) {
        const { done, total, words } = JSON.parse(message.text())
        onProgress(done, total, words)
      }
    })
    await page.goto(address)
    await page.waitForFunction(() => 'bench' in globalThis)
    if (data) await page.setInputFiles(statSync(data).isDirectory() ? '#folder' : '#file', data)
    const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]))
    await page.evaluate(
      ([name, values, count, others]) => /** @type {any} */ (globalThis).bench(name, values, count, others),
      /** @type {const} */ ([kind, settings, rounds, others]),
    )
  })
}

// The soak in a real Chromium: the built page trains with everything that it keeps, and then is killed in the middle of one save after another.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser, stopAtOperation } from './killable-browser.mjs'
import { ROOT } from './root.mjs'
import { requireBrowser } from './source-page.mjs'
import { webgpuFlags } from './webgpu-flags.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./killable-browser.mjs').KillableBrowser} KillableBrowser */
/** @typedef {import('../../src/bench/soak/training.ts').SoakSample} SoakSample */

/** Operations on files in one save; the points of the kills go through them. */
const OPERATIONS = 12
/** The whole browser is killed instead of the page at every such kill. */
const BROWSER_EVERY = 5
const SAMPLES = 100
/** The most that the setting takes: the run must not be finished before the soak is. */
const MAX_STEPS = 1_000_000
/** Milliseconds between two looks at the page. */
const LOOK_MS = 50

/**
 * @param {{ steps: number, kills: number }} soak
 * @param {(kill: import('../../src/cli/context.ts').Kill) => void} onKill
 * @param {(done: number, total: number, words: string) => void} onProgress
 * @returns {Promise<{ samples: SoakSample[], saved: number }>}
 */
export async function soakInBrowser({ steps, kills }, onKill, onProgress) {
  const executablePath = requireBrowser()
  const { build, preview } = await import('vite')
  await build({ root: ROOT, logLevel: 'error' })
  const server = await preview({ root: ROOT, logLevel: 'error', preview: { host: '127.0.0.1', port: 0, open: false } })
  const profile = mkdtempSync(join(tmpdir(), 'quarterturn-soak-'))
  const start = () => openBrowser(profile, executablePath, webgpuFlags())
  let browser = await start()
  try {
    const address = `${server.resolvedUrls?.local[0]}#preset=smoke&steps=${MAX_STEPS}`
    let page = await browser.context.newPage()
    page.setDefaultTimeout(0)
    await page.goto(address)
    await page.locator('[data-testid=dataset]').waitFor()
    await page.getByRole('button', { name: 'Train', exact: true, disabled: false }).click()
    const samples = await train(page, browser, steps, onProgress)
    const saved = await savedStep(page)
    for (let kill = 1; kill <= kills; kill++) {
      const what = kill % BROWSER_EVERY === 0 ? 'browser' : 'renderer'
      const found = await killInSave(page, browser, what, 1 + ((kill * 5) % OPERATIONS))
      if (what === 'browser') browser = await start()
      page = await browser.context.newPage()
      page.setDefaultTimeout(0)
      const reopened = await reopen(page, address)
      onKill({ kill, what, ...found, reopened })
      onProgress(kill, kills, 'kills')
    }
    return { samples, saved }
  } finally {
    await browser.context.close().catch(() => undefined)
    await server.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

/**
 * @param {Page} page
 * @param {KillableBrowser} browser
 * @param {number} steps
 * @param {(done: number, total: number, words: string) => void} onProgress
 */
async function train(page, browser, steps, onProgress) {
  /** @type {SoakSample[]} */
  const samples = []
  for (let step = 0; step < steps; ) {
    step = await reach(page, Math.min(steps, step + Math.ceil(steps / SAMPLES)))
    samples.push({ step, seconds: performance.now() / 1000, bytes: residentBytes(await browser.processes('renderer')), tensors: 0 })
    onProgress(Math.min(step, steps), steps, '')
  }
  return samples
}

/** Of Linux only; elsewhere 0. */
function residentBytes(/** @type {number[]} */ ids) {
  if (process.platform !== 'linux') return 0
  const kilobytes = ids.map((id) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0))
  return 1024 * kilobytes.reduce((sum, one) => sum + one, 0)
}

/**
 * @param {Page} page
 * @param {KillableBrowser} browser
 * @param {'renderer' | 'browser'} what
 * @param {number} operation
 */
async function killInSave(page, browser, what, operation) {
  const saved = await savedStep(page)
  const { reached } = await stopAtOperation(page, operation)
  await page.getByRole('button', { name: 'Pause', exact: true }).click() // a run that rests is saved
  const point = await reached
  const made = await stepOf(page)
  const closed = what === 'browser' ? browser.context.waitForEvent('close', { timeout: 0 }) : null
  await browser.kill(what)
  await closed
  if (what === 'renderer') await page.close()
  return { point, saved, made }
}

/**
 * @param {Page} page
 * @param {string} address
 */
async function reopen(page, address) {
  await page.goto(address)
  const card = page.getByTestId('keep-card')
  await card.getByRole('button', { name: /^Continue/ }).waitFor()
  const step = numberIn(await card.textContent(), /step ([\d,]+)/)
  await card.getByRole('button', { name: /^Continue/ }).click()
  await reach(page, step + 2)
  return step
}

/**
 * @param {Page} page
 * @param {number} step
 */
async function reach(page, step) {
  for (;;) {
    const now = await stepOf(page)
    if (now >= step) return now
    await new Promise((later) => setTimeout(later, LOOK_MS))
  }
}

/** @param {Page} page */
async function stepOf(page) {
  return numberIn(await page.getByTestId('step').textContent(), /^([\d,]+)/)
}

/** @param {Page} page */
async function savedStep(page) {
  const kept = page.getByTestId('kept').filter({ hasText: /step \d/ })
  await kept.waitFor()
  return numberIn(await kept.textContent(), /step ([\d,]+)/)
}

/**
 * @param {string | null} text
 * @param {RegExp} pattern
 */
function numberIn(text, pattern) {
  return Number(pattern.exec(text ?? '')?.[1]?.replace(/\D/g, ''))
}

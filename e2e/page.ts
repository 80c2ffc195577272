// Shared by the specs: a test that fails on errors, foreign requests and policy violations of its page, and helpers to drive the page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { test as base, expect, type Page } from '@playwright/test'
import { describeDevice } from '../src/spec/backends.ts'

/** Networks so small that every backend makes a step in well under a second. */
export const TINY = 'preset=smoke&width=4&batch=4&latent=8&discriminatorSteps=1'
/** For what has to happen in the middle of a run: on a fast machine the 300 steps of the preset are over in seconds. */
export const TINY_AND_ENDLESS = `${TINY}&steps=1000000`

export interface Watch {
  /** Requests to other origins; blob: and data: stay inside the page. */
  readonly foreignRequests: string[]
  readonly errors: string[]
  /** Violations of the Content-Security-Policy, by the page or one of its Workers. */
  readonly violations: string[]
}

/** Prefix of a violation in the console. */
const VIOLATION = 'policy violation:'

/** Runs in the page and in each Worker. Logs violations to the console, the only channel that Workers have as well. */
function logViolations(prefix: string): void {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(prefix, effectiveDirective, blockedURI, sourceFile),
  )
}

/** Runs in the page. Keeps a time of a step, roughly that of two cores, for WebAssembly with any number of threads, where src/worker/tunings.ts looks for it. */
async function keepStepTime(devices: readonly string[]): Promise<void> {
  if (!isSecureContext) return // such as about:blank
  const cache = await caches.open('quarterturn-step-times')
  for (const device of devices) {
    const address = `/step-times?adapter=${encodeURIComponent(device + navigator.userAgent)}`
    await cache.put(address, Response.json({ times: [{ flops: 1e8, seconds: 0.002 }] }))
  }
}

/** Every test fails if the page threw, requested another origin, or violated its Content-Security-Policy. */
export const test = base.extend<{ watch: Watch; stepTimeKnown: boolean }>({
  /** As from an earlier visit. On a first one the page makes a few steps to time them, which takes seconds of every test. */
  stepTimeKnown: [true, { option: true }],
  page: async ({ page, stepTimeKnown }, use) => {
    const devices = Array.from(
      { length: availableParallelism() },
      (_, i) => ({ backend: 'wasm', name: 'processor', threads: i + 1 }) as const,
    )
    if (stepTimeKnown) await page.addInitScript(keepStepTime, devices.map(describeDevice))
    await use(page)
  },
  watch: [
    async ({ page, baseURL }, use) => {
      const watch: Watch = { foreignRequests: [], errors: [], violations: [] }
      page.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(baseURL ?? '') && !/^(blob|data):/.test(url)) watch.foreignRequests.push(url)
      })
      page.on('pageerror', (error) => watch.errors.push(error.message))
      page.on('console', (message) => {
        if (message.text().startsWith(VIOLATION)) watch.violations.push(message.text())
      })
      page.on('worker', (worker) => void worker.evaluate(logViolations, VIOLATION).catch(() => {})) // it may have ended already
      await page.addInitScript(logViolations, VIOLATION)
      await use(watch)
      await page.evaluate(() => {}) // messages logged so far have then arrived
      expect(watch.errors).toEqual([])
      expect(watch.foreignRequests).toEqual([])
      expect(watch.violations).toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

/** For tests of WebGPU, here a software adapter; the other tests use the fastest backend. */
export const ON_WEBGPU = '?backend=webgpu'

export async function open(page: Page, hash: string, query = ''): Promise<void> {
  await page.goto(`./${query}#${hash}`)
  await expect(page.getByTestId('dataset')).toBeVisible()
  await expect(page.getByTestId('device')).not.toHaveText('')
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

export async function stepOf(page: Page): Promise<number> {
  const text = (await page.getByTestId('step').textContent()) ?? ''
  return Number(text.split('/')[0]?.replace(/\D/g, ''))
}

/** Waits for a step, however long it takes, as long as steps are made. */
export async function reachStep(page: Page, step: number): Promise<void> {
  await whileChanging(
    () => stepOf(page),
    (now) => now >= step,
  )
}

/** Waits until a value is as wanted, however long it takes, as long as it changes. */
async function whileChanging<T>(read: () => Promise<T>, isWanted: (value: T) => boolean): Promise<void> {
  for (let before = await read(); !isWanted(before); before = await read()) await expect.poll(read).not.toBe(before)
}

/** Waits until the page no longer shows this progress, however long it takes, as long as the progress changes. */
export async function workDone(page: Page, testId: string): Promise<void> {
  const progress = page.getByTestId(testId)
  await whileChanging(
    async () => (await progress.allTextContents()).join(),
    (now) => now === '',
  )
}

/** The file that a button downloads, or an item of a menu whose label begins so. */
export async function download(
  page: Page,
  name: string,
  role: 'button' | 'menuitem' = 'button',
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const control = role === 'button' ? button(page, name) : page.getByRole(role, { name })
  const [file] = await Promise.all([page.waitForEvent('download'), control.click()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

/** The checkpoint of the run, from “Take away”. */
export async function saveCheckpoint(page: Page): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  await button(page, 'Take away').click()
  await page.getByRole('tab', { name: 'Network' }).click()
  const saved = await download(page, 'Make the checkpoint')
  await page.getByTestId('take-away').getByRole('button', { name: 'Close' }).click()
  return saved
}

/** The pixels of the only kept set; empty if there is none yet. */
export function keptPixels(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    async function find(folder: FileSystemDirectoryHandle): Promise<File | null> {
      for await (const entry of folder.values()) {
        if (entry instanceof FileSystemFileHandle && entry.name.startsWith('images-')) return entry.getFile()
        const within = entry instanceof FileSystemDirectoryHandle ? await find(entry) : null
        if (within) return within
      }
      return null
    }
    const file = await find(await navigator.storage.getDirectory())
    return file ? [...new Uint8Array(await file.arrayBuffer())] : []
  })
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

const SERIOUS = new Set(['serious', 'critical'])

/** Accessibility violations that axe rates serious or critical. */
export async function seriousFlaws(page: Page): Promise<string[]> {
  return (await violations(page)).filter(({ impact }) => SERIOUS.has(impact)).map(inWords)
}

/** All accessibility violations that axe finds. */
export async function flaws(page: Page): Promise<string[]> {
  return (await violations(page)).map(inWords)
}

const inWords = ({ id, nodes }: Violation) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`

async function violations(page: Page): Promise<readonly Violation[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async () => {
    // On the way from one colour to another the contrast is too low.
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
    const { violations } = await (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run()
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) }))
  })
}

// What the specs share: a page that watches itself, and short ways to ask it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, expect, type Page } from '@playwright/test'

/** A net so small that whatever computes makes a step in well under a second. */
export const TINY = 'preset=smoke&width=4&batch=4&latent=8&discriminatorSteps=1'

export interface Watch {
  /** Requests that left the page's origin; blob: and data: stay inside. */
  readonly foreignRequests: string[]
  readonly errors: string[]
  /** What the page or one of its Workers wanted and its Content-Security-Policy refused. */
  readonly refused: string[]
}

const REFUSED = 'refused by the policy:'

/** Runs in the page and in each Worker; their consoles are the way out that Workers have, too. */
function tellRefusals(mark: string): void {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(mark, effectiveDirective, blockedURI, sourceFile),
  )
}

/** Every test fails if the page threw, if a request left its origin, or if anything ran against its Content-Security-Policy. */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch: Watch = { foreignRequests: [], errors: [], refused: [] }
      page.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(baseURL ?? '') && !/^(blob|data):/.test(url)) watch.foreignRequests.push(url)
      })
      page.on('pageerror', (error) => watch.errors.push(error.message))
      page.on('console', (message) => {
        if (message.text().startsWith(REFUSED)) watch.refused.push(message.text())
      })
      page.on('worker', (worker) => void worker.evaluate(tellRefusals, REFUSED).catch(() => {})) // it may have ended already
      await page.addInitScript(tellRefusals, REFUSED)
      await use(watch)
      await page.evaluate(() => {}) // what was refused just now has then been told
      expect(watch.errors).toEqual([])
      expect(watch.foreignRequests).toEqual([])
      expect(watch.refused).toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

/** Where WebGPU is what is tested, though it is imitated: all others take what is fastest. */
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

/** However long it takes, as long as one step follows the other. */
export async function reachStep(page: Page, step: number): Promise<void> {
  await whileMoving(
    () => stepOf(page),
    (now) => now >= step,
  )
}

/** Waits until `sign` is as wanted; as long as it changes, it gets on. */
export async function whileMoving<T>(sign: () => Promise<T>, wanted: (now: T) => boolean): Promise<void> {
  for (let before = await sign(); !wanted(before); before = await sign()) await expect.poll(sign).not.toBe(before)
}

/** Waits for the end of work whose progress the page shows: it may take any time, as long as it gets on. */
export async function workDone(page: Page, testId: string): Promise<void> {
  const progress = page.getByTestId(testId)
  await whileMoving(
    async () => (await progress.allTextContents()).join(),
    (now) => now === '',
  )
}

/** The file that a button hands over. */
export async function download(page: Page, name: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).click()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

/** The pixels of the one set that the browser keeps; none where it keeps none yet. */
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

/** What axe finds on the page as it is now that would keep somebody out. */
export async function seriousFlaws(page: Page): Promise<string[]> {
  return (await violations(page)).filter(({ impact }) => SERIOUS.has(impact)).map(inWords)
}

/** All that axe finds, down to what is untidy. */
export async function flaws(page: Page): Promise<string[]> {
  return (await violations(page)).map(inWords)
}

const inWords = ({ id, nodes }: Violation) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`

async function violations(page: Page): Promise<readonly Violation[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run()
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) }))
  })
}

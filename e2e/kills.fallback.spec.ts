// What survives when the page, its Worker or the browser ends in the middle of something: each time a fresh page offers the run at a saved step
// and trains on from it.
import { expect, type Page, test } from '@playwright/test'
import { type KillableBrowser, openBrowser, stopAtOperation } from '../scripts/lib/killable-browser.mjs'
import { fallbackFlags } from '../scripts/lib/webgpu-flags.mjs'
import { button, open, reachStep, stepOf, TINY_AND_ENDLESS } from './page.ts'

const numberIn = (text: string | null, pattern: RegExp) => Number(pattern.exec(text ?? '')?.[1]?.replace(/\D/g, ''))

/** The step of the last save, as the page says it. */
async function savedStep(page: Page): Promise<number> {
  const kept = page.getByTestId('kept')
  await expect(kept).toContainText(/step \d/)
  return numberIn(await kept.textContent(), /step ([\d,]+)/)
}

/** Opens the page anew and continues the run that it offers. @returns the step from which it goes on */
async function reopen({ context }: KillableBrowser, address: string): Promise<{ readonly page: Page; readonly step: number }> {
  const page = await context.newPage()
  await page.goto(address)
  const card = page.getByTestId('keep-card')
  await expect(card).toContainText(/Continue “.*”, step [\d,]+/)
  const step = numberIn(await card.textContent(), /step ([\d,]+)/)
  await card.getByRole('button', { name: /^Continue/ }).click()
  await reachStep(page, step + 2)
  return { page, step }
}

/** Kills in a save that begins now. @returns where, and the steps between which the run has to be found */
async function killInSave(page: Page, browser: KillableBrowser, what: 'renderer' | 'browser', operation: number) {
  const saved = await savedStep(page)
  const { reached } = await stopAtOperation(page, operation)
  await button(page, 'Pause').click() // a run that rests is saved
  const point = await reached
  const made = await stepOf(page)
  const closed = what === 'browser' ? browser.context.waitForEvent('close', { timeout: 0 }) : null
  await browser.kill(what)
  await closed
  return { point, saved, made }
}

/** In the snapshot, in the history, and in the head that makes both valid. */
const POINTS = [2, 6, 10, 12]

test('a page that is killed in the middle of a save, and a browser too, reopens at a saved step and trains on', async ({
  baseURL,
}, info) => {
  const address = `${baseURL}#${TINY_AND_ENDLESS}`
  const start = () => openBrowser(info.outputPath('profile'), process.env.QUARTERTURN_BROWSER ?? '', fallbackFlags())
  let browser = await start()
  let page = await browser.context.newPage()
  await page.goto(address)
  await expect(button(page, 'Train')).toHaveAttribute('aria-disabled', 'false')
  await button(page, 'Train').click()
  await reachStep(page, 3)
  for (const operation of [...POINTS, 1]) {
    const what = operation === 1 ? 'browser' : 'renderer'
    const { point, saved, made } = await killInSave(page, browser, what, operation)
    if (what === 'browser') browser = await start()
    const reopened = await reopen(browser, address)
    expect(reopened.step, point).toBeGreaterThanOrEqual(saved)
    expect(reopened.step, point).toBeLessThanOrEqual(made)
    page = reopened.page
  }
  await browser.context.close()
})

test.describe('in a page that lives on', () => {
  test('a Worker that ends in the middle of a step is replaced, and the run goes on by itself from its last save', async ({ page }) => {
    await page.addInitScript(() => {
      const workers: Worker[] = []
      Object.assign(window, { workers })
      window.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options)
          workers.push(this)
        }
      }
    })
    await open(page, TINY_AND_ENDLESS)
    await button(page, 'Train').click()
    await reachStep(page, 5)
    await savedStep(page)
    // A Worker that is terminated says nothing; where one crashes, the browser says so.
    await page.evaluate(() => {
      const [trainer] = (window as unknown as { workers: Worker[] }).workers
      trainer?.terminate()
      trainer?.dispatchEvent(new ErrorEvent('error', { message: 'crashed' }))
    })
    const notice = page.getByTestId('notice-recovered')
    await expect(notice).toContainText('The trainer stopped unexpectedly at step')
    const lost = numberIn(await notice.textContent(), /at step ([\d,]+)/)
    await reachStep(page, lost + 1)
  })

  test('where the storage is full the page says in words what is not kept, trains on, and keeps the run again once there is room', async ({
    page,
    context,
    baseURL,
  }) => {
    await open(page, TINY_AND_ENDLESS)
    await button(page, 'Train').click()
    await reachStep(page, 2)
    await savedStep(page)
    const session = await context.newCDPSession(page)
    const origin = new URL(baseURL ?? '').origin
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
    await button(page, 'Pause').click() // a run that rests is saved
    const kept = page.getByTestId('kept')
    await expect(kept).toContainText('Not kept')
    await kept.getByRole('button', { name: /Not kept/ }).click()
    await expect(page.getByRole('dialog', { name: 'How this run is kept' })).toContainText(/full|space|room/)
    await page.keyboard.press('Escape')
    const step = await stepOf(page)
    await button(page, 'Resume').click()
    await reachStep(page, step + 2)
    await session.send('Storage.overrideQuotaForOrigin', { origin })
    await button(page, 'Pause').click()
    await expect(kept).toContainText('Kept in this browser')
    expect(await savedStep(page)).toBeGreaterThan(step)
  })
})

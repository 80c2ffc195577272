// A run is kept in the browser: it goes on after a reload with its charts and samples, and stays when it is reset.
import type { Page } from '@playwright/test'
import { button, download, expect, open, reachStep, stepOf, TINY, test } from './page.ts'

const card = (page: Page) => page.getByTestId('keep-card')

async function offeredStep(page: Page): Promise<number> {
  return Number((await card(page).textContent())?.match(/step ([\d,]+)\?/)?.[1]?.replaceAll(',', ''))
}

/** The values of all charts, as the page saves them. */
async function metrics(page: Page): Promise<string[]> {
  await button(page, 'Save the charts').click()
  const { bytes } = await download(page, 'Save CSV', 'menuitem')
  return bytes.toString().trim().split('\r\n')
}

test('a run goes on after a reload with its charts and samples, and is offered again after a reset', async ({ page }) => {
  await open(page, `${TINY}&steps=100000&seed=5`)
  await expect(card(page)).toHaveCount(0)
  await button(page, 'Train').click()
  await reachStep(page, 20)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  const step = await stepOf(page)
  await expect(page.getByTestId('kept')).toContainText(`step ${step}`)
  const before = await metrics(page)
  expect(before.at(-1)).toMatch(new RegExp(`^${step},.*,paused,`))

  await page.goto('about:blank') // nothing asks before leaving
  await open(page, `${TINY}&seed=9`)
  await expect(card(page)).toContainText(`Continue “Shapes”, step ${step}?`)
  await expect(page.getByTestId('shown-run')).toContainText(`“Shapes” as it was at step ${step}`) // and not somebody else's example
  await expect(page.getByTestId('sample-wall')).toHaveAttribute('data-step', String(step))
  await expect(button(page, 'New run')).toBeVisible()
  await card(page)
    .getByRole('button', { name: /^Continue/ })
    .click()
  await expect(card(page)).toHaveCount(0)
  await reachStep(page, step + 5)
  await expect(page).toHaveURL(/seed=5/) // it brings its own settings
  await expect(page.getByTestId('wall-seeds')).toContainText(/Seeds 1 to 64 at step/)
  const after = await metrics(page)
  expect(after.slice(0, before.length)).toEqual(before)
  expect(after.length).toBeGreaterThan(before.length)

  await page.reload() // in the middle of training
  await expect(card(page)).toContainText('Continue “Shapes”')
  const kept = await offeredStep(page)
  expect(kept).toBeGreaterThanOrEqual(step)
  await card(page)
    .getByRole('button', { name: /^Continue/ })
    .click()
  await reachStep(page, kept + 5)

  const reached = await stepOf(page)
  await button(page, 'Reset').click() // without a question: nothing is lost
  await expect(card(page)).toContainText('Continue “Shapes”')
  expect(await offeredStep(page)).toBeGreaterThanOrEqual(reached)
})

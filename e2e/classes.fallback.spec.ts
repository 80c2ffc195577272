// A run with classes, of which training is told a hundredth of the labels: its wall names the class of each sample, and goes on with the same ones
// after a reload.
import type { Page } from '@playwright/test'
import { button, expect, open, reachStep, stepOf, TINY, test } from './page.ts'

const RUN = `${TINY}&steps=100000&seed=5&data=shapes&conditioning=co-trained&labelShare=0.01`

/** What the wall says of its samples, such as “Sample, seed 1, arrow”. */
function wallOf(page: Page): Promise<readonly string[]> {
  return page
    .getByTestId('sample-wall')
    .locator('[data-class]')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''))
}

test('a run with classes names them on its wall, and goes on with the same ones after a reload', async ({ page }) => {
  await open(page, RUN)
  await button(page, 'Train').click()
  await reachStep(page, 5)
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  const step = await stepOf(page)
  const wall = await wallOf(page)
  expect(wall).toHaveLength(64)
  const names = new Set(wall.map((label) => label.split(', ')[2]))
  expect(names).toEqual(new Set(['arrow', 'flag', 'F', 'L']))
  await expect(page.getByTestId('kept')).toContainText(`step ${step}`)

  await page.goto('about:blank') // nothing asks before leaving
  await open(page, TINY)
  await expect.poll(() => wallOf(page)).toEqual(wall) // as it is kept
  await page
    .getByTestId('keep-card')
    .getByRole('button', { name: /^Continue/ })
    .click()
  await reachStep(page, step + 3)
  await expect(page).toHaveURL(/conditioning=co-trained/)
  await expect(page.getByTestId('sample-wall')).not.toHaveAttribute('data-step', String(step))
  expect(await wallOf(page)).toEqual(wall)
})

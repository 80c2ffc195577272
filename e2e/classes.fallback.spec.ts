// A run with classes, of which training is told a hundredth of the labels: its wall names the class of each sample, shows a row for each and morphs
// one into another, and goes on with the same ones after a reload.
import type { Locator, Page } from '@playwright/test'
import { button, expect, open, reachStep, stepOf, TINY, test } from './page.ts'

const RUN = `${TINY}&steps=100000&seed=5&data=shapes&conditioning=co-trained&labelShare=0.01`

/** What the wall says of its samples, such as “Sample, seed 1, arrow”. */
function wallOf(page: Page): Promise<readonly string[]> {
  return page
    .getByTestId('sample-wall')
    .locator('[data-class]')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''))
}

/** The picture of a canvas, once it is in sight and drawn. */
async function pictureOf(canvas: Locator): Promise<string> {
  await canvas.scrollIntoViewIfNeeded()
  await expect.poll(() => canvas.evaluate((element: HTMLCanvasElement) => element.width)).toBeGreaterThan(1)
  return canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL())
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

  // A row for each class, with the same seeds; 64 of one; and the morph, whose ends are the pictures of the rows.
  await page.getByRole('radio', { name: 'By class' }).check()
  await expect(page.locator('[data-seed="1"]')).toHaveCount(4)
  const cell = (of: string) => page.getByRole('button', { name: `Sample, seed 1, ${of}`, exact: true }).locator('canvas')
  const [arrow, letter] = [await pictureOf(cell('arrow')), await pictureOf(cell('L'))]
  expect(arrow).not.toBe(letter)
  await page.getByRole('radio', { name: 'Class to class' }).check()
  await page.getByLabel('To class', { exact: true }).selectOption('L')
  const strip = page.getByRole('img', { name: 'Nine pictures from arrow to L' }).locator('canvas')
  await expect.poll(() => pictureOf(strip.last())).toBe(letter)
  expect(await pictureOf(strip.first())).toBe(arrow)
  await page.getByLabel('Class', { exact: true }).selectOption('flag')
  await expect(page.getByTestId('wall-seeds')).toContainText('Seeds 1 to 64 of flag')
  await expect(page.getByRole('button', { name: /^Sample, seed \d+, flag$/ })).toHaveCount(64)

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

// What a newcomer sees, here without WebGPU: a finished example to look at and to play with, which the first run of their own replaces.
import type { Page } from '@playwright/test'
import { button, expect, flaws, reachStep, test } from './page.ts'

/** Pixels of the picture at the slider between A and B. */
function picturePixels(page: Page): Promise<string> {
  return page
    .getByTestId('interpolation-picture')
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
}

async function expectExample(page: Page): Promise<void> {
  await expect(page.getByTestId('example')).toContainText(/A finished example: [\d,]+ steps on Fashion without labels/)
  await expect(page.getByRole('button', { name: /^Sample, seed/ })).toHaveCount(64)
}

test('a newcomer sees a finished example with its history, plays with it, and it makes room for the first run', async ({ page }) => {
  await page.goto('./')
  await expectExample(page)
  await expect(page.getByTestId('rotation-panel')).toContainText(/\d+ of \d+ rotations correct/)
  await expect(page.getByTestId('chart-losses')).toContainText('Show values')
  await expect(page.getByTestId('score-figures')).toBeVisible()
  await expect(button(page, 'Score now')).toHaveAttribute('title', 'The finished example can only be looked at: train your own first.')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await flaws(page), colorScheme).toEqual([])
  }

  const strip = page.getByTestId('interpolation-strip')
  await expect(strip).toHaveAttribute('data-step', /\d+/) // drawn by the generator of the example
  const before = await picturePixels(page)
  await page.getByLabel('Position between A and B').press('End')
  await expect.poll(() => picturePixels(page)).not.toBe(before)

  const wall = page.getByTestId('sample-wall')
  const last = Number(await wall.getAttribute('data-step'))
  await page.getByLabel('Kept steps of the run').press('Home')
  await expect(page.getByTestId('earlier-step')).toBeVisible()
  expect(Number(await wall.getAttribute('data-step'))).toBeLessThan(last)
  await button(page, 'Back to the last step').click()
  await expect(page.getByLabel('Kept steps of the run')).toBeFocused()

  await page.reload() // the page has written its settings into the address by now
  await expectExample(page)
  await button(page, 'Now with your images').click()
  await expect(page.getByRole('region', { name: 'Data', exact: true })).toBeFocused()
  await page.getByRole('radio', { name: /Digits/ }).check()
  await page.getByLabel('Preset').selectOption('smoke')
  await expect(page.getByTestId('dataset')).toContainText('Digits')
  await expectExample(page)
  await button(page, 'Train').click()
  await expect(page.getByTestId('example')).toBeHidden()
  await reachStep(page, 1)
  await expect(wall).toBeVisible()
  expect(Number(await wall.getAttribute('data-step'))).toBeLessThan(last)
})

test('who follows a link sees no example, but what the link is about', async ({ page }) => {
  await page.goto('./#preset=smoke&data=digits')
  await expect(page.getByTestId('dataset')).toContainText('Digits')
  await expect(page.getByText('Press Train', { exact: true })).toBeVisible()
  await expect(page.getByTestId('example')).toHaveCount(0)
})

test('on a phone the example comes before the setup, and the button leads there', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./')
  await expectExample(page)
  await expect(page.getByTestId('sample-wall')).toBeInViewport()
  const parts = await page.getByRole('heading', { level: 2 }).allTextContents()
  expect(parts.indexOf('Samples')).toBeLessThan(parts.indexOf('Data'))
  await button(page, 'Now with your images').click()
  await expect(page.getByRole('heading', { level: 2, name: 'Data', exact: true })).toBeInViewport()
})

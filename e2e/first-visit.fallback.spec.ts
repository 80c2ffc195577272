// A first visit, here without WebGPU: the finished example moves before the trainer has a device, hints lead on, and the game and its words are explained.
import type { Page } from '@playwright/test'
import { button, expect, flaws, test } from './page.ts'

const wall = (page: Page) => page.getByTestId('sample-wall')

/** Pixels of a sample on the wall. */
function pixelsOf(page: Page, seed: number): Promise<string> {
  return wall(page)
    .locator(`[data-seed="${seed}"] canvas`)
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
}

const WATCHED = 28

/** One cell beside it, where the lens moves a sample most. */
async function pointBeside(page: Page): Promise<void> {
  await wall(page)
    .locator(`[data-seed="${WATCHED + 1}"]`)
    .hover()
}

const pointElsewhere = (page: Page) => page.getByRole('heading', { level: 1 }).hover()

test('the wall moves under the pointer before there is a device, by itself when played, and settles back to its samples', async ({
  page,
}) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/tfjs-backend-wasm.*\.wasm$/, async (route) => {
    await released // no backend, no device
    await route.continue()
  })
  await page.goto('./')
  const drawn = () => wall(page).locator(`[data-seed="${WATCHED}"] canvas`).getAttribute('width')
  await expect.poll(drawn).toBe('32')
  const before = await pixelsOf(page, WATCHED)
  await pointBeside(page)
  await expect.poll(() => pixelsOf(page, WATCHED)).not.toBe(before)
  await expect(page.getByTestId('device')).toContainText('Looking for a device…')

  release()
  await expect(page.getByTestId('example')).toBeVisible()
  await pointElsewhere(page)
  const isSettled = async () => (await wall(page).getAttribute('data-moving')) === 'false'
  await expect.poll(isSettled).toBe(true)
  const sample = await pixelsOf(page, WATCHED)

  await pointBeside(page)
  await expect.poll(() => pixelsOf(page, WATCHED)).not.toBe(sample)
  await pointElsewhere(page)
  await expect.poll(() => pixelsOf(page, WATCHED)).toBe(sample)

  const play = page.getByRole('button', { name: /^Play the wall/ })
  await play.click()
  await expect.poll(() => pixelsOf(page, WATCHED)).not.toBe(sample)
  await page.getByRole('button', { name: /^Pause the wall/ }).click()
  await expect.poll(() => pixelsOf(page, WATCHED)).toBe(sample)

  await page.getByRole('switch', { name: 'Move under the pointer' }).uncheck()
  await pointBeside(page)
  await play.click() // still: the switch is about the pointer alone
  await expect.poll(() => pixelsOf(page, WATCHED)).not.toBe(sample)
})

test('hints lead on until something is done, the game and the words of the field explain themselves, and nothing is in the way', async ({
  page,
}) => {
  await page.goto('./')
  await expect(page.getByTestId('example')).toBeVisible()
  const hints = page.getByTestId('hint')
  await expect(hints).toHaveText([/^3(Press Train|Take Smoke test, then press Train)$/, '2Choose your images', '1Move over these pictures'])
  await page.getByRole('heading', { name: 'Samples' }).click()
  await page.keyboard.press('Shift')
  await expect(hints).toHaveCount(3) // neither did anything

  const explanation = page.getByTestId('explanation')
  await page.getByRole('button', { name: 'Slerp', exact: true }).click()
  await expect(explanation).toContainText('along an arc')
  await expect(explanation).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Slerp', exact: true })).toBeFocused()
  await expect(explanation).toHaveCount(0)
  await expect(hints).toHaveCount(0)
  await page.reload()
  await expect(page.getByTestId('example')).toBeVisible()
  await expect(hints).toHaveCount(0)
  await page.keyboard.press('?')
  await button(page, 'Show the hints again').click()
  await expect(hints).toHaveCount(3)

  for (const part of ['noise', 'generator', 'fakes', 'reals', 'turns', 'discriminator', 'realness'])
    await expect(page.getByTestId(`game-${part}`)).toBeVisible()
  await page.getByTestId('game-rotation').click()
  const answer = page.getByRole('dialog', { name: 'Which way up?' })
  await expect(answer).toContainText('one of four rotations')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await flaws(page), colorScheme).toEqual([])
  }
  await answer.getByRole('button', { name: 'Go to “Which way is up?”' }).click()
  await expect(page.getByTestId('rotation-panel')).toBeFocused()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.keyboard.press('?')
  await button(page, 'Show the hints again').click()
  await expect(hints).toHaveCount(2) // Train is above everything
  await expect(hints.locator('svg')).toHaveCount(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

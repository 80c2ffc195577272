// The studio: its pad moves the picture by mouse, touch and keyboard, what was done can be undone, and the code of a picture leads back to it.
import type { Page } from '@playwright/test'
import { button, expect, flaws, open, reachStep, TINY_AND_ENDLESS, test } from './page.ts'

test.use({ hasTouch: true })

const picture = (page: Page) => page.getByTestId('studio-picture')
const pad = (page: Page) => page.getByTestId('pad')

/** The picture, once it has arrived. */
async function arrived(page: Page): Promise<string> {
  await expect(picture(page)).toHaveAttribute('data-arrived', 'true')
  return picture(page)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
}

/** Another picture than this has arrived. */
async function changedFrom(page: Page, before: string): Promise<string> {
  await expect.poll(() => arrived(page)).not.toBe(before)
  return arrived(page)
}

/** A place on the pad, on the screen. */
async function onPad(page: Page, x: number, y: number): Promise<readonly [number, number]> {
  const box = await pad(page).locator('div').first().boundingBox()
  if (box === null) throw new Error('the pad is not in view')
  return [box.x + x * box.width, box.y + y * box.height]
}

test('the example is played by mouse, touch and keys, undone and redone, starred, found again by its code, and there after a reload', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('./')
  await expect(page.getByTestId('sample-wall')).toBeVisible()
  await page.keyboard.press('s')
  const first = await arrived(page)

  await page.mouse.move(...(await onPad(page, 0.5, 0.5)))
  await page.mouse.down()
  await page.mouse.move(...(await onPad(page, 0.2, 0.3)))
  await page.mouse.move(...(await onPad(page, 0.9, 0.2)))
  await page.mouse.up()
  const byMouse = await changedFrom(page, first)
  await page.touchscreen.tap(...(await onPad(page, 0.1, 0.8)))
  const byTouch = await changedFrom(page, byMouse)
  const across = page.getByRole('slider', { name: 'Across', exact: true }).first()
  await expect(across).toHaveAttribute('aria-valuetext', /^10 % towards B, 80 % towards C; nearest to C, seed \d+$/)
  await across.press('Shift+ArrowRight')
  const byKey = await changedFrom(page, byTouch)

  await button(page, 'Undo').click()
  await expect.poll(() => arrived(page)).toBe(byTouch)
  await page.keyboard.press('Control+z')
  await expect.poll(() => arrived(page)).toBe(byMouse) // the whole drag before it is one entry
  await page.keyboard.press('Control+z')
  await expect.poll(() => arrived(page)).toBe(first)
  await expect(button(page, 'Undo')).toHaveAttribute('aria-disabled', 'true')
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => arrived(page)).toBe(byKey)

  await button(page, 'Star').click()
  await page.getByTestId('studio').getByRole('button', { name: 'Copy code' }).click() // the page has one for its slider
  const code = await page.evaluate(() => navigator.clipboard.readText())
  await button(page, 'Shuffle').click()
  await changedFrom(page, byKey)
  await button(page, 'Go to a code').click()
  await page.getByLabel('Code, or a link with one').fill(code)
  await page.keyboard.press('Enter')
  await expect.poll(() => arrived(page)).toBe(byKey)
  expect(await flaws(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await flaws(page)).toEqual([])

  await page.goto('about:blank') // another hash alone would not load the page again
  await page.goto(`./#code=${code}`)
  await expect(page.getByTestId('stars').getByRole('button', { name: /^Show / })).toBeVisible()
  await expect.poll(() => arrived(page)).toBe(byKey)
})

test('directions are found; along one the picture moves by a slider, in late layers alone, and what was done is undone', async ({
  page,
}) => {
  await page.goto('./')
  await expect(page.getByTestId('sample-wall')).toBeVisible()
  await page.keyboard.press('s')
  const first = await arrived(page)
  const panel = page.getByTestId('directions')
  const slider = (name: string) => panel.getByRole('slider', { name, exact: true })
  await slider('Direction 1').press('End')
  const far = await changedFrom(page, first)
  await panel.getByRole('button', { name: 'Rename Direction 1' }).click()
  await panel.getByLabel('Name of Direction 1').fill('Tilt')
  await page.keyboard.press('Enter')
  await expect(slider('Tilt')).toHaveValue('3')

  const layers = panel.getByLabel('Layers')
  await expect(layers.getByRole('option', { name: 'Late' })).toBeEnabled()
  await layers.selectOption({ label: 'Late: colours and texture' })
  await expect(slider('Tilt')).toHaveValue('0')
  await slider('Tilt').press('Home')
  const late = await changedFrom(page, far)
  await expect(panel.getByText('The picture also goes along 1 direction that is not below')).toBeVisible()
  expect(await flaws(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await flaws(page)).toEqual([])

  await page.keyboard.press('Control+z')
  await expect.poll(() => arrived(page)).toBe(far)
  await page.keyboard.press('Control+z')
  await expect(slider('Direction 1')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect.poll(() => arrived(page)).toBe(first)
  expect(late).not.toBe(first)
})

test('the studio follows a run that trains, and the corners of its pad are A and B', async ({ page }) => {
  await open(page, TINY_AND_ENDLESS)
  await expect(button(page, 'Studio')).toBeHidden() // there is nothing to draw
  await button(page, 'Train').click()
  await reachStep(page, 2)
  await page.getByRole('button', { name: 'Sample, seed 7', exact: true }).press('a')
  await expect(page.getByRole('button', { name: 'Sample, seed 7, chosen as A', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Sample, seed 9', exact: true }).press('b')
  await button(page, 'A and B in the studio').click()
  await expect(page.getByRole('button', { name: /^Corner A\b.*top left.*seed 7$/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Corner B\b.*top right.*seed 9$/ })).toBeVisible()
  const before = await arrived(page)
  await page.touchscreen.tap(...(await onPad(page, 0.9, 0.9)))
  await changedFrom(page, before)
  const step = page.getByTestId('studio-step')
  const now = (await step.textContent()) ?? ''
  await expect(step).not.toHaveText(now)
})

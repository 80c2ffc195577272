// A browser without WebGPU: the page says so plainly and trains on what there is.
import { button, expect, open, reachStep, TINY, test } from './page.ts'

test('without WebGPU the page says so and still trains', async ({ page }) => {
  await open(page, TINY)
  await expect(page.getByTestId('notice-device')).toContainText('WebGPU')
  const device = page.getByTestId('device')
  await expect(device).not.toContainText('WebGPU')
  const short = device.getByRole('button')
  expect((await short.boundingBox())?.height).toBeLessThan(30) // a line; all that WebGL says of itself on demand
  await expect(device.getByText('ANGLE (')).toBeHidden()
  await short.click()
  await expect(device.getByText('ANGLE (')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(device.getByText('ANGLE (')).toBeHidden()
  await button(page, 'Train').click()
  await reachStep(page, 2)
})

test('on the processor alone it trains too', async ({ page }) => {
  await open(page, TINY, '?backend=cpu')
  await expect(page.getByTestId('device')).toContainText(/processor/i)
  await button(page, 'Train').click()
  await reachStep(page, 2)
})

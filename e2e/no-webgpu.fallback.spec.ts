// A browser without WebGPU: the page says so plainly and trains on what there is.
import { button, expect, open, reachStep, TINY, test } from './page.ts'

test('without WebGPU the page says so and still trains', async ({ page }) => {
  await open(page, TINY)
  await expect(page.getByTestId('notice-device')).toContainText('WebGPU')
  await expect(page.getByTestId('device')).not.toContainText('WebGPU')
  await button(page, 'Train').click()
  await reachStep(page, 2)
})

test('on the processor alone it trains too', async ({ page }) => {
  await open(page, TINY, '?backend=cpu')
  await expect(page.getByTestId('device')).toContainText(/processor/i)
  await button(page, 'Train').click()
  await reachStep(page, 2)
})

// A browser without WebGPU: the page says so and trains on the best other backend, or on the one the person chooses.
import { button, expect, flaws, open, reachStep, stepOf, TINY, TINY_AND_ENDLESS, test } from './page.ts'

test.use({ stepTimeKnown: false }) // the first test sees how it is measured

test('without WebGPU it trains on WebAssembly, says how long that takes, and another device can be chosen', async ({ page }) => {
  await page.goto('./?backend=webgpu#preset=sketch')
  await button(page, 'Take the best there is').click()
  await expect(button(page, 'Train')).toBeFocused()
  await expect(page).not.toHaveURL(/backend/)
  const device = page.getByTestId('device')
  const notice = page.getByTestId('notice-device')
  await expect(device).toContainText(/processor, WebAssembly, \d+ threads?/)
  await expect(notice).toContainText('WebGPU')
  await expect(notice).toContainText(/Sketch takes about \d+ (s|min|h|days) here/) // a few steps were timed
  await expect(page.getByLabel('Preset')).toContainText(/Smoke test \(about \d+ \w+\)/)
  await page.goto(`./#${TINY_AND_ENDLESS}`)

  const badge = device.getByRole('button', { name: /^Device:/ })
  await badge.click()
  expect(await flaws(page)).toEqual([])
  await expect(button(page, 'Restart the trainer with it')).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('radio', { name: /Automatic/ })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('radio', { name: /JavaScript/ })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(badge).toBeFocused()
  await expect(device).toContainText('processor, JavaScript alone: slow')
  await expect.poll(() => page.workers().length).toBe(1) // the threads ended with their trainer
  await page.reload()
  await expect(device).toContainText('JavaScript alone')
  await expect(page.getByTestId('dataset')).toBeVisible()
  await button(page, 'Train').click()
  await reachStep(page, 2)

  // Switching back takes the run along.
  await button(page, 'Pause').click()
  await expect(button(page, 'Resume')).toBeVisible()
  const step = await stepOf(page)
  await expect(page.getByTestId('kept')).toContainText(`step ${step} `)
  await badge.click()
  await page.getByRole('radio', { name: /Automatic/ }).check()
  await button(page, 'Restart the trainer with it').click()
  await expect(device).toContainText('WebAssembly')
  await button(page, 'Resume').click()
  await reachStep(page, step + 2)
  await expect(page.locator('#charts')).toContainText(/on processor, WebAssembly, \d+ threads? at step/)
})

test('where no thread can be started it trains on one, and says why', async ({ page }) => {
  await page.route('**/wasm-thread-*.js', (route) => route.fulfill({ status: 404 }))
  await open(page, TINY)
  const device = page.getByTestId('device')
  await expect(device).toContainText('WebAssembly, 1 thread')
  await device.getByRole('button', { name: /^Device:/ }).click()
  await expect(device).toContainText('It has one thread, since no other could be started: its script could not be loaded.')
})

test('where WebAssembly is not served it trains on WebGL, and says why', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }))
  await open(page, TINY)
  const device = page.getByTestId('device')
  const short = device.getByRole('button', { name: /^Device:/ })
  await expect(short).toContainText('WebGL: slow')
  expect((await short.boundingBox())?.height).toBeLessThan(30) // one line; the popover has the details of WebGL
  await short.click()
  await expect(device.getByText('ANGLE (')).toBeVisible()
  await expect(device).toContainText('The page’s WebAssembly could not be fetched: the server answers 404.')
  await page.keyboard.press('Escape')
  await expect(device.getByText('ANGLE (')).toBeHidden()
  await button(page, 'Train').click()
  await reachStep(page, 2)
})

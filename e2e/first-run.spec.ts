// A stranger's first run: press Train, watch, pause, tune, go on, and walk from one sample to another while it trains.
import { startWatchingTasks, stopWatchingTasks } from './main-thread.ts'
import { button, expect, open, reachStep, stepOf, TINY, test } from './page.ts'

/** Longest task on the main thread, in milliseconds. */
const LONGEST_TASK = 50

test('a first run on Shapes shows charts and pictures, pauses, tunes, and interpolates while it trains', async ({ page, browser }) => {
  await open(page, `${TINY}&data=shapes&steps=1000`)
  await expect(page.getByTestId('device')).toContainText('WebGPU')
  await startWatchingTasks(browser, page) // loading is not training

  await button(page, 'Train').click()
  await reachStep(page, 30)
  await expect(page.getByTestId('sample-wall')).not.toHaveAttribute('data-step', '0')
  for (const chart of ['losses', 'loss-parts', 'verdicts', 'rotation']) {
    await expect(page.getByTestId(`chart-${chart}`).locator('canvas')).toBeVisible()
    await expect(page.getByTestId(`chart-${chart}`)).toContainText(/\d/)
  }
  await expect(page.getByTestId('rotation-panel')).toContainText('of 16 turns are told right')

  // A and B while it trains: the strip appears, and changes with the slider.
  await page.getByRole('button', { name: 'Sample, seed 1', exact: true }).click()
  await page.getByRole('button', { name: 'Sample, seed 2', exact: true }).click()
  const strip = page.getByTestId('interpolation-strip')
  await expect(strip).toBeVisible()
  await expect(strip).toHaveAttribute('data-step', /\d+/)
  const slider = page.getByRole('slider', { name: 'Position between A and B' })
  const large = () => page.getByTestId('interpolation-picture').evaluate((element) => element.querySelector('canvas')?.toDataURL())
  const before = await large()
  await slider.focus()
  await page.keyboard.press('End')
  await expect.poll(large).not.toBe(before)
  await reachStep(page, 31) // it goes on meanwhile

  await button(page, 'Pause').click()
  await expect(page.getByTestId('run-figures')).toContainText('Paused')
  const paused = await stepOf(page)
  await page.getByLabel('Learning rate G', { exact: true }).first().fill('0.0007')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/learningRateG=0\.0007/)
  await button(page, 'Step').click()
  await reachStep(page, paused + 1)
  await expect(page.getByTestId('run-figures')).toContainText('Paused')
  expect(await stepOf(page)).toBe(paused + 1)
  await expect(page.getByTestId('sample-wall')).toHaveAttribute('data-step', String(paused + 1))
  await button(page, 'Resume').click()
  await reachStep(page, paused + 3)

  const tasks = await stopWatchingTasks(browser)
  expect(tasks.length).toBeGreaterThan(100) // the trace holds what was looked for
  expect(tasks.filter((milliseconds) => milliseconds > LONGEST_TASK)).toEqual([])

  // The turns stand beside the wall, in rows that are level whatever is guessed.
  for (const width of [768, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 })
    const pictures = page.getByTestId('rotation-panel').locator('tbody canvas')
    await expect(pictures.first()).toBeInViewport()
    const tops = await pictures.evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().top)))
    expect(new Set(tops).size).toBe(tops.length / 4)
  }

  // A run that has made steps is lost only after a question, and Esc says no to it.
  await button(page, 'Reset').click()
  await expect(page.getByRole('alertdialog')).toContainText('of training, will be gone')
  await expect(button(page, 'Keep it')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button(page, 'Reset')).toBeFocused()
  await reachStep(page, paused + 4)
  await button(page, 'Reset').click()
  await button(page, 'Reset the run').click()
  await expect(page.getByTestId('run-figures')).toContainText('Ready')
  await expect(page.getByText('not chosen')).toHaveCount(2) // A and B were samples of that run
})

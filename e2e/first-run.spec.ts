// A first run: Train, pause, tune, resume, interpolate between samples while it trains, and lose the GPU.
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { trainerOf } from '../scripts/lib/killable-browser.mjs'
import { referenceWork, startWatchingTasks, stopWatchingTasks } from './main-thread.ts'
import { button, download, expect, ON_WEBGPU, open, reachStep, saveCheckpoint, seriousFlaws, stepOf, TINY, test } from './page.ts'

/** How many times as long as the median of the reference work a task on the main thread may take. On two quiet cores that train, the reference takes 12 to 18 ms and
 * the longest tasks, which begin the run and show its first samples, 41 to 60 ms. */
const LONGEST_TASK = 10

const sample = (page: Page, seed: number) => page.getByRole('button', { name: new RegExp(`^Sample, seed ${seed}(,|$)`) })

/** Enlarges a sample while training: it follows the run, keys go to other seeds, also beyond the wall, and the focus returns. */
async function lookAtSamples(page: Page): Promise<void> {
  await sample(page, 63).click()
  const dialog = page.getByTestId('enlarged-sample')
  const step = () => dialog.getByTestId('enlarged-step').textContent()
  await expect(dialog).toContainText('Sample of seed 63')
  const before = await step()
  await expect.poll(step).not.toBe(before)
  await expect(dialog.getByTestId('enlarged').locator('canvas')).toHaveCSS('image-rendering', 'pixelated')
  await dialog.getByRole('radio', { name: 'Smooth' }).click()
  await expect(dialog.getByTestId('enlarged').locator('canvas')).toHaveCSS('image-rendering', 'auto')
  await page.keyboard.press('ArrowRight') // also after a click on a radio button
  await expect(dialog).toContainText('Sample of seed 64')
  await page.keyboard.press('b')
  await expect(button(page, 'This is B')).toHaveAttribute('aria-pressed', 'true')
  await button(page, 'Next seed').click()
  await expect(dialog).toContainText('Sample of seed 65')
  await expect(dialog.getByTestId('enlarged-step')).toContainText('Drawn at step')
  expect(await seriousFlaws(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(sample(page, 65)).toBeFocused()
  await button(page, 'Earlier seeds').click()
  await expect(sample(page, 1)).toBeVisible()
}

/** Saves a sample at two scales, the wall and the interpolation; the run is paused, so that nothing changes in between. */
async function saveSamples(page: Page): Promise<void> {
  const step = String(await stepOf(page)).padStart(6, '0')
  async function save(menu: string, scale: RegExp) {
    await button(page, menu).click()
    const coming = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: scale }).click()
    const file = await coming
    const { data, info } = await sharp(await file.path()).raw().toBuffer({ resolveWithObject: true }) // biome-ignore format: one line says it
    return { name: file.suggestedFilename(), data, width: info.width, height: info.height }
  }
  await sample(page, 3).click()
  const small = await save('Save PNG of this sample', /× 1 /)
  const large = await save('Save PNG of this sample', /× 8 /)
  await page.keyboard.press('Escape')
  expect([small.name, large.name]).toEqual([`shapes-step-${step}-seed-3.png`, `shapes-step-${step}-seed-3-x8.png`])
  expect(large.width).toBe(8 * small.width)
  const enlarged = await sharp(small.data, { raw: { width: small.width, height: small.height, channels: 4 } })
    .resize(large.width, large.height, { kernel: 'nearest' })
    .raw()
    .toBuffer()
  expect(large.data.equals(enlarged)).toBe(true)

  const wall = await save('Save PNG of the wall', /× 1 /)
  expect(wall).toMatchObject({ name: `shapes-step-${step}-wall.png`, width: 8 * (small.width + 1) - 1 })
  const third = Buffer.concat(
    Array.from({ length: small.height }, (_, y) => {
      const from = 4 * (y * wall.width + 2 * (small.width + 1))
      return wall.data.subarray(from, from + 4 * small.width)
    }),
  )
  expect(third.equals(small.data)).toBe(true)
  const strip = await save('Save PNG of the pictures from A to B', /Smooth/)
  expect(strip.name).toBe(`shapes-step-${step}-seeds-1-to-64-smooth.png`)
}

/** Loses the GPU in the middle of a step: the page says so, and the run goes on by itself from its last save. */
async function loseGpu(page: Page): Promise<void> {
  await trainerOf(page).evaluate(() => {
    // Types of WebGPU are not part of the page's.
    type Encode = (this: { destroy(): void }, ...args: unknown[]) => unknown
    const { prototype } = (globalThis as unknown as { GPUDevice: { prototype: { createCommandEncoder: Encode } } }).GPUDevice
    const original = prototype.createCommandEncoder
    prototype.createCommandEncoder = function (...args) {
      prototype.createCommandEncoder = original
      this.destroy()
      return original.apply(this, args)
    }
  })
  const notice = page.getByTestId('notice-recovered')
  await expect(notice).toContainText('The GPU was lost at step')
  const lost = Number(/at step ([\d,]+)/.exec((await notice.textContent()) ?? '')?.[1]?.replaceAll(',', ''))
  await reachStep(page, lost + 1)
  await expect(page.getByTestId('failure')).toBeHidden()
}

test('a first run on Shapes shows charts and pictures, pauses, tunes, interpolates while it trains, and survives the loss of its GPU', async ({
  page,
  browser,
}) => {
  await open(page, `${TINY}&data=shapes&steps=1000`, ON_WEBGPU)
  await expect(page.getByTestId('device')).toContainText('WebGPU')
  await startWatchingTasks(browser, page) // loading is not training

  await button(page, 'Train').click()
  await reachStep(page, 30)
  await referenceWork(page)
  await expect(page.getByTestId('sample-wall')).not.toHaveAttribute('data-step', '0')
  for (const chart of ['losses', 'loss-parts', 'logits', 'rotation']) {
    await expect(page.getByTestId(`chart-${chart}`).locator('canvas')).toBeVisible()
    await expect(page.getByTestId(`chart-${chart}`)).toContainText(/\d/)
  }
  await expect(page.getByTestId('rotation-panel')).toContainText('of 16 rotations correct')

  // A and B while it trains: the strip appears, and changes with the slider.
  await sample(page, 1).focus()
  await page.keyboard.press('a')
  await page.getByRole('button', { name: /^B ?not chosen/ }).click()
  await sample(page, 2).click()
  const strip = page.getByTestId('interpolation-strip')
  await expect(strip).toBeVisible()
  await expect(strip).toHaveAttribute('data-step', /\d+/)
  const slider = page.getByRole('slider', { name: 'Position between A and B' })
  const large = () => page.getByTestId('interpolation-picture').evaluate((element) => element.querySelector('canvas')?.toDataURL())
  const before = await large()
  await slider.focus()
  await page.keyboard.press('End')
  await expect.poll(large).not.toBe(before)
  await reachStep(page, 31) // training continues meanwhile
  await referenceWork(page)

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

  await referenceWork(page)
  const { ofPage, ofReference } = await stopWatchingTasks(browser)
  expect(ofPage.length).toBeGreaterThan(100) // the trace contains tasks
  const reference = ofReference[Math.floor(ofReference.length / 2)] ?? 0
  expect(ofPage.filter((milliseconds) => milliseconds > LONGEST_TASK * reference)).toEqual([])

  expect(await seriousFlaws(page)).toEqual([])

  // Measuring is blocked while a run trains.
  await button(page, 'Measure this machine').click()
  await expect(button(page, 'Start')).toHaveAttribute('aria-disabled', 'true')
  await expect(button(page, 'Start')).toHaveAccessibleDescription('A run is training: pause it first, since it would distort the timings.')
  await button(page, 'Close').click()

  // The network and the metrics can be saved while it trains.
  const network = await saveCheckpoint(page)
  const [, saved] = /^shapes-step-(\d{6})\.safetensors$/.exec(network.name) ?? []
  const header = JSON.parse(network.bytes.subarray(8, 8 + Number(network.bytes.readBigUInt64LE())).toString())
  expect(JSON.parse(header.__metadata__.quarterturn)).toMatchObject({
    step: Number(saved),
    data: 'builtin:shapes',
    images: { count: 4096 },
    device: { backend: 'webgpu', threads: 1 },
  })
  const announced = page.getByTestId('saved-file').filter({ hasText: '-metrics.csv' }).waitFor() // shown for a moment only
  await button(page, 'Save the charts').click()
  const metrics = await download(page, 'Save CSV', 'menuitem')
  await announced
  expect(metrics.name).toMatch(/^shapes-step-\d{6}-metrics\.csv$/)
  expect(metrics.bytes.toString()).toMatch(/^step,lossD,[^\n]*\r\n1,/)
  await lookAtSamples(page)
  await button(page, 'Pause').click()
  await expect(page.getByTestId('run-figures')).toContainText('Paused')
  await saveSamples(page)
  await button(page, 'Resume').click()
  // The rotation panel is next to the wall; its rows are aligned whatever is predicted.
  for (const width of [768, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 })
    const pictures = page.getByTestId('rotation-panel').locator('tbody canvas')
    await expect(pictures.first()).toBeInViewport()
    const tops = await pictures.evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().top)))
    expect(new Set(tops).size).toBe(tops.length / 4)
  }

  await loseGpu(page)

  // A kept run is reset without a question: it can be continued.
  await button(page, 'Reset').click()
  await expect(page.getByTestId('run-figures')).toContainText('Ready')
  await expect(page.getByText('not chosen')).toHaveCount(2) // A and B were samples of that run
})

// Scores and feature analyses of the person's own labelled images, with and without a run.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { filesOf, graph } from '../src/eval/features/networks/test-support.ts'
import { button, download, expect, ON_WEBGPU, open, reachStep, seriousFlaws, stepOf, TINY, test, workDone } from './page.ts'

/** 70 pictures of stripes in different colours, in a sub-folder per direction. */
async function stripes(root: string): Promise<void> {
  rmSync(root, { recursive: true, force: true })
  for (const direction of ['lying', 'standing']) {
    mkdirSync(join(root, direction), { recursive: true })
    for (let i = 0; i < 35; i++) {
      const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, k) => {
        const [x, y, channel] = [Math.floor(k / 3) % 32, Math.floor(k / 96), k % 3]
        const along = direction === 'lying' ? y : x
        return (Math.floor((along + i) / 4) % 2 ? 200 : 40) + ((i * (channel + 3) * 11 + x * y) % 50)
      })
      await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
        .png()
        .toFile(join(root, direction, `${i}.png`))
    }
  }
}

async function openStripes(page: Page, folder: string): Promise<void> {
  await stripes(folder)
  await open(page, `${TINY}&scoreCount=300`, ON_WEBGPU)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('stripes')
}

/** A 1x1 convolution as a feature network that is cheap on a software adapter. */
const OWN_NETWORK = filesOf(graph([-1, 4, 4, 3])).map(({ path, bytes }) => ({
  name: (path.split('/').at(-1) as string).replace('model', 'pixels'),
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
}))

test("a score is cancelled, a run is scored by the person's own network, and returns to its best step", async ({ page }, info) => {
  await openStripes(page, info.outputPath('stripes'))
  const panel = page.getByTestId('scores-panel')
  await expect(button(page, 'Score now')).toHaveAttribute('aria-disabled', 'true')
  await button(page, 'Train').click()
  await reachStep(page, 3)
  await button(page, 'Pause').click()
  await expect(page.getByTestId('run-figures')).toContainText('Paused')
  const first = await stepOf(page)

  await button(page, 'Score now').click()
  await expect(page.getByTestId('score-progress')).toBeVisible()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByTestId('score-progress')).toBeHidden()
  await expect(page.getByTestId('scores-empty')).toBeVisible()

  await expect(panel).toContainText('Scores by MobileNetV2')
  await panel.getByText('Another feature network').click()
  await page.getByTestId('network-input').setInputFiles(OWN_NETWORK.slice(0, 2))
  await expect(page.getByTestId('network-problem')).toContainText('lacks its file')
  await expect(panel).toContainText('Scores by MobileNetV2')
  expect(await seriousFlaws(page)).toEqual([])
  await page.getByTestId('network-input').setInputFiles(OWN_NETWORK)
  await expect(panel).toContainText('Scores by pixels')
  await expect(page.getByTestId('network-problem')).toBeHidden()

  await button(page, 'Score now').click()
  const figures = page.getByTestId('score-figures')
  await expect(figures).toHaveAttribute('data-step', String(first))
  await expect(figures).toContainText('KID-pixels')
  await expect(panel).toContainText('The next one takes about')
  await expect(page.getByTestId('best-step')).toHaveAttribute('data-step', String(first))
  await expect(page.getByTestId('chart-kid')).toContainText(/\d/)
  expect(await seriousFlaws(page)).toEqual([])

  await page.getByRole('button', { name: 'Which rotations are confused?' }).click()
  await expect(page.getByTestId('rotation-confusion')).toContainText('7 images that training never saw')

  // The enlarged sample shows the nearest image from the score at once; more on demand, among the training images.
  await page.getByRole('button', { name: 'Sample, seed 2', exact: true }).click()
  const sample = page.getByTestId('enlarged-sample')
  await expect(sample.getByTestId('scored-neighbour')).toContainText(`at the score of step ${first}`)
  await sample.getByLabel('Features of').selectOption('Discriminator, conv4')
  await button(page, 'Find them').click()
  await expect(sample.getByTestId('sample-neighbours').getByRole('listitem')).toHaveCount(12)
  await expect(sample.getByTestId('sample-neighbours')).toContainText(/(lying|standing)\/\d+\.png, similarity −?\d\.\d\d/)
  expect(await seriousFlaws(page)).toEqual([])
  await page.keyboard.press('ArrowLeft')
  await expect(sample.getByTestId('sample-neighbours')).toBeHidden() // they belonged to another seed
  await page.keyboard.press('Escape')

  await button(page, 'Resume').click()
  await reachStep(page, first + 3)
  await button(page, 'Pause').click()
  await expect(page.getByTestId('run-figures')).toContainText('Paused')
  await button(page, 'Return to it').click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^(Return|Go back)/ })
    .click()
  await expect.poll(() => stepOf(page)).toBe(first)
  await button(page, 'Resume').click()
  await reachStep(page, first + 1)

  await button(page, 'Back to MobileNetV2').click()
  await button(page, 'Change it').click()
  await expect(panel).toContainText('Scores by MobileNetV2')
})

test('features give neighbours, a map, clusters, and a linear probe of the folder names', async ({ page }, info) => {
  await openStripes(page, info.outputPath('stripes'))
  await button(page, 'Explore by features').click()
  const dialog = page.getByTestId('features')
  const answered = () => workDone(page, 'analysis-progress')

  await dialog.getByRole('grid').locator('[data-place="0"]').click()
  await expect(dialog.getByTestId('neighbours')).toContainText(/0\.\d\d/)
  await expect(dialog.getByTestId('neighbours')).toContainText('lying/')

  await dialog.getByRole('tab', { name: 'Map' }).click()
  await dialog.getByRole('button', { name: /^Lay out/ }).click()
  await answered()
  await expect(dialog.getByRole('tabpanel')).toContainText('70 images')
  await expect(dialog.getByTestId('map-canvas')).toBeVisible()

  await dialog.getByRole('tab', { name: 'Clusters' }).click()
  await dialog.getByRole('button', { name: /^Find/ }).click()
  await answered()
  await expect(dialog.getByTestId('cluster').first()).toContainText(/\d+ images/)
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save as CSV' }).click()
  expect((await saving).suggestedFilename()).toMatch(/\.csv$/)

  await dialog.getByRole('tab', { name: 'Linear probe' }).click()
  await dialog.getByRole('button', { name: /^Measure/ }).click()
  await answered()
  await expect(dialog.getByTestId('probe-result')).toContainText('2 classes, 70 images, each tested once, in 10 folds')
  await expect(dialog.getByTestId('probe-result')).toContainText('MobileNetV2')
  const table = await download(page, 'Save as CSV')
  expect(table.name).toBe('stripes-probe.csv')
  expect(table.bytes.toString()).toMatch(/^features,name,accuracy,[^\n]*\r\nnetwork,MobileNetV2,[^\n]*,2,70,70,10,\r\n/)
  expect(await seriousFlaws(page)).toEqual([])
})

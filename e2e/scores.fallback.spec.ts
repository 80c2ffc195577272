// Scores of a run on the person's own images, in features of their own network too.
import { filesOf, graph } from '../src/eval/features/networks/test-support.ts'
import { button, expect, reachStep, seriousFlaws, stepOf, test } from './page.ts'
import { openStripes } from './stripes.ts'

/** A 1x1 convolution as a feature network that is cheap on a processor. */
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

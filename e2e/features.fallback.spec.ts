// Feature analyses of the person's own labelled images, without a run.
import { button, download, expect, seriousFlaws, test, workDone } from './page.ts'
import { openStripes } from './stripes.ts'

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

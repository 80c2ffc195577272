// The runs that the page keeps: one is repeated as a plain GAN and compared with it, renamed, deleted, brought back, saved as a file, and opened
// from that file.
import type { Page } from '@playwright/test'
import { button, expect, flaws, open, stepOf, TINY, test } from './page.ts'

const STEPS = 6

const run = (page: Page, name: string) => page.getByTestId('kept-run').filter({ has: page.getByRole('heading', { name, exact: true }) })
const names = (page: Page) => page.getByTestId('kept-run').getByRole('heading').allTextContents()

test('a finished run is repeated as a plain GAN with one click; both are compared, and a run goes on from its project file', async ({
  page,
}) => {
  await open(page, `${TINY}&steps=${STEPS}`)
  await button(page, 'Train').click()
  await page
    .getByTestId('after-run')
    .getByRole('button', { name: /^Same again as a plain GAN/ })
    .click()
  await page
    .getByTestId('after-run')
    .getByRole('button', { name: /^Compare with “Shapes”/ })
    .click()

  const differs = (setting: string) => page.getByTestId('compare-table').getByRole('row', { name: new RegExp(`^${setting}`) })
  await expect(differs('Rotated share').getByRole('cell')).toHaveText(['1', '0'])
  await expect(differs('Steps').getByRole('cell')).toHaveText([String(STEPS), String(STEPS)])
  const curves = (chart: string) => page.getByTestId(`compare-${chart}`).getByRole('listitem')
  await expect(curves('losses-lossD')).toHaveText([/^A.*\d$/, /^B.*\d$/])
  await expect(curves('rotation-rotationAccuracyReal')).toHaveText([/^A.* %$/, /^B.*–$/]) // the plain GAN has none
  await expect(page.getByRole('img', { name: /^Samples of [AB], Shapes, at step 6/ })).toHaveCount(2)
  expect(await flaws(page)).toEqual([])

  await button(page, 'All runs').click()
  expect(await names(page)).toEqual(['Shapes', 'Shapes'])
  await expect(page.getByTestId('kept-run').first()).toContainText('Repeats “Shapes”')
  expect(await flaws(page)).toEqual([])

  // The first run, which is no longer on the page.
  await page
    .getByTestId('kept-run')
    .last()
    .getByRole('button', { name: /^Rename/ })
    .click()
  await page.keyboard.type('First')
  await page.keyboard.press('Enter')
  await expect(run(page, 'First')).toBeVisible()
  await run(page, 'First')
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expect(run(page, 'First')).toHaveCount(0)
  await page.getByTestId('deleted-run').getByRole('button', { name: /^Undo/ }).click()
  await expect(run(page, 'First')).toBeVisible()

  await run(page, 'First').getByRole('button', { name: /^More/ }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save project file', exact: true }).click(),
  ])
  expect(file.suggestedFilename()).toBe('first-step-000006-project.zip')
  const path = await file.path()
  await run(page, 'First')
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expect(run(page, 'First')).toHaveCount(0)

  // A file that is cut off is refused in a sentence, and nothing comes of it.
  await page.getByTestId('run-input').setInputFiles({ name: 'cut.safetensors', mimeType: '', buffer: Buffer.from('any') })
  await expect(page.getByRole('alert')).toHaveText(/checkpoint/)
  await button(page, 'Close').click()
  await button(page, 'Reset').click()

  // Picked where images are picked, it is recognised, and goes on where it was.
  await page.getByTestId('files-input').setInputFiles(path)
  await expect(page.getByTestId('run-figures')).toContainText('Finished')
  expect(await stepOf(page)).toBe(STEPS)
  await page.keyboard.press('r')
  await expect(run(page, 'First')).toContainText('on this page')
})

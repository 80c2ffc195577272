// Labelling images of a person's own from nothing to the end: clusters named by a click, the rest by keys and suggestions, a table out and in, and
// the labels again after a reload.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { button, download, expect, flaws, open, TINY, test, workDone } from './page.ts'

const KINDS = ['ball', 'fence', 'lawn'] as const
type Kind = (typeof KINDS)[number]
const EACH = 12

/** Colour of a pixel of a picture of this kind, with a little variety from picture to picture. */
function colourOf(kind: Kind, x: number, y: number, i: number): [number, number, number] {
  if (kind === 'ball') return Math.hypot(x - 14 - (i % 5), y - 14 - (i % 3)) < 10 ? [220, 40 + i * 3, 30] : [235, 235, 240]
  if (kind === 'fence') return (x + i) % 8 < 3 ? [60, 40, 30] : [90 + i * 4, 140, 235]
  const grain = (x * 31 + y * 17 + x * y * 7 + i * 13) % 60
  return [20 + grain / 2, 90 + grain + i * 2, 25]
}

const kindOf = (i: number): Kind => KINDS[i % KINDS.length] as Kind
const nameOf = (i: number) => `${String(i).padStart(2, '0')}.png`

/** Pictures of three kinds, one after another, in one folder. */
async function makePictures(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < KINDS.length * EACH; i++) {
    const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, k) => {
      const [x, y] = [Math.floor(k / 3) % 32, Math.floor(k / 96)]
      return colourOf(kindOf(i), x, y, Math.floor(i / KINDS.length))[k % 3] as number
    })
    await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
      .png()
      .toFile(join(folder, nameOf(i)))
  }
}

const view = (page: Page) => page.getByTestId('labels-view')
const status = (page: Page) => page.getByTestId('label-status')
const count = (page: Page, kind: Kind) =>
  page
    .getByTestId('classes')
    .getByRole('listitem')
    .filter({ has: page.getByLabel(`Name of the class ${kind}`) })

const question = (page: Page) => page.getByTestId('question').getByRole('img')

/** Which kind the image is that is asked about: the number of its file tells. */
async function askedKind(page: Page): Promise<Kind> {
  await expect(question(page)).toHaveAccessibleName(/\.png$/)
  return kindOf(Number((await question(page).getAttribute('aria-label'))?.replace(/\D/g, '')))
}

test('images without labels are labelled by clusters, keys and suggestions; the labels are saved, and there after a reload', async ({
  page,
}, info) => {
  const folder = info.outputPath('things')
  await makePictures(folder)
  await open(page, TINY)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('things')
  await button(page, 'Labels').click()
  await expect(status(page)).toContainText('None of 36 images has a label.')
  expect(await flaws(page)).toEqual([])

  // One cluster is named by typing, one by a new name, the third stays for the questions.
  await view(page).getByRole('combobox', { name: 'Clusters' }).selectOption('3')
  await button(page, 'Find the clusters').click()
  await workDone(page, 'analysis-progress')
  const cards = page.getByTestId('label-cluster')
  await expect(cards).toHaveCount(3)
  await expect(cards).toContainText(['12 images', '12 images', '12 images'])
  expect(await flaws(page)).toEqual([])
  const kinds: Kind[] = []
  await view(page).getByRole('tab', { name: 'One by one' }).click()
  await page.getByRole('heading', { name: 'What is this?' }).click()
  for (let i = 0; i < 3; i++) {
    // Without labels the typical images of the clusters are asked about in turn.
    kinds.push(await askedKind(page))
    const asked = (await question(page).getAttribute('aria-label')) ?? ''
    await page.keyboard.press('ArrowRight')
    await expect(question(page)).not.toHaveAccessibleName(asked)
  }
  expect([...kinds].sort()).toEqual(KINDS)
  await view(page).getByRole('tab', { name: 'Clusters' }).click()
  await cards
    .nth(0)
    .getByRole('textbox')
    .fill(kinds[0] as string)
  await button(page, 'Label cluster 1').click()
  await expect(cards.nth(0).getByRole('textbox')).toBeFocused()
  await expect(status(page)).toContainText('9 of 36 images have a label') // those that are shown of it
  await view(page).getByRole('radio', { name: 'Label whole clusters' }).check()
  await cards
    .nth(0)
    .getByRole('button')
    .filter({ hasText: kinds[0] as string })
    .click()
  await expect(status(page)).toContainText('12 of 36 images have a label')
  await cards.nth(1).getByRole('textbox').fill('a mistake')
  await page.keyboard.press('Enter')
  await page.getByLabel('Name of the class a mistake').fill(kinds[1] as string)
  await page.keyboard.press('Enter')
  await expect(count(page, kinds[1] as Kind)).toContainText('12')

  // Two answers by typing and by key, one taken back, and the rest as suggested.
  await view(page).getByRole('tab', { name: 'One by one' }).click()
  expect(await askedKind(page)).toBe(kinds[2])
  await page.getByRole('textbox', { name: 'New class for this image' }).fill(kinds[2] as string)
  await page.keyboard.press('Enter')
  await expect(status(page)).toContainText('25 of 36 images have a label')
  await page.getByRole('heading', { name: 'What is this?' }).click()
  await page.keyboard.press('1')
  await expect(page.getByTestId('announcer')).toContainText(`${kinds[0]}. Next: image`)
  await page.keyboard.press('Backspace')
  await expect(status(page)).toContainText('25 of 36 images have a label')
  expect(await askedKind(page)).toBe(kinds[2])
  for (const labelled of [26, 27, 28, 29]) {
    await page.keyboard.press('3')
    await expect(status(page)).toContainText(`${labelled} of 36 images have a label`)
  }
  await workDone(page, 'analysis-progress')
  await expect(page.getByTestId('suggestion-figures')).toContainText('100 % of the images that you labelled are suggested right')
  await page.getByRole('slider', { name: 'Sure from' }).fill('0.5')
  expect(await flaws(page)).toEqual([])
  await button(page, 'Accept all above 50 % (7 images)').click()
  await expect(status(page)).toContainText('All 36 images have a label.')
  await expect(status(page)).toContainText('Saved with the images.')

  const table = await download(page, 'Save as CSV')
  expect(table.name).toBe('things-labels.csv')
  const rows = Array.from({ length: 36 }, (_, i) => `${nameOf(i)},${kindOf(i)}`)
  expect(table.bytes.toString().replace('\ufeff', '').trim().split(/\r?\n/)).toEqual(['path,label', ...rows])

  await page.reload()
  await button(page, 'Open them again').click()
  await expect(page.getByTestId('dataset')).toContainText('things')
  await button(page, 'Labels').click()
  await expect(status(page)).toContainText('All 36 images have a label.')
  for (const kind of KINDS) await expect(count(page, kind)).toContainText('12')

  // A table that knows only two of them, seen before it counts, and undone.
  await page
    .getByTestId('label-file-input')
    .setInputFiles({
      name: 'two.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`path,label\n${nameOf(0)},round\n${nameOf(1)},wooden\nmissing.png,round\n`),
    })
  const preview = page.getByTestId('label-table')
  await expect(preview).toContainText('2 of 36 images have a label')
  await expect(preview).toContainText('missing.png')
  await expect(status(page)).toContainText('All 36 images have a label.')
  await button(page, 'Use these labels').click()
  await expect(status(page)).toContainText('2 of 36 images have a label')
  await page.keyboard.press('Control+z')
  await expect(status(page)).toContainText('All 36 images have a label.')
})

// Reviewing a set before training: filters, findings, leaving images out and including them again.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import sharp from 'sharp'
import { button, expect, open, reachStep, seriousFlaws, TINY, test } from './page.ts'

const IMAGES = 300

/** Noise over a gradient, different for every i. */
function picture(i: number, side = 32) {
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, k) => ((k * (i + 3)) % 97) + ((k * 7 + i * 31) % 150))
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
}

/** 300 images in two folders, and three files that are no images. */
async function folderOf(root: string): Promise<void> {
  rmSync(root, { recursive: true, force: true })
  for (const folder of ['cats', 'dogs']) mkdirSync(join(root, folder), { recursive: true })
  for (let i = 0; i < IMAGES; i++) {
    await picture(i)
      .png()
      .toFile(join(root, i % 2 ? 'dogs' : 'cats', `${String(i).padStart(3, '0')}.png`))
  }
  const jpeg = await picture(1).jpeg().toBuffer()
  writeFileSync(join(root, 'cats/broken.jpg'), jpeg.subarray(0, jpeg.length / 2))
  writeFileSync(join(root, 'dogs/notes.txt'), 'no picture at all')
  writeFileSync(join(root, 'dogs/empty.png'), '')
}

const chip = (doctor: Locator, name: string) => doctor.getByRole('radio', { name: new RegExp(`^${name} `) })

test('300 images are reviewed, filtered, partly left out, and trained on', async ({ page }, info) => {
  const folder = info.outputPath('pets')
  await folderOf(folder)
  await open(page, TINY)
  await page.getByTestId('folder-input').setInputFiles(folder)
  const summary = page.getByTestId('dataset')
  await expect(summary).toContainText('300 of 303 files became images')
  await expect(page.getByTestId('labels')).toContainText('2 labels from sub-folders')

  await button(page, 'Look through the images').click()
  const doctor = page.getByTestId('doctor')
  const sheet = doctor.getByTestId('contact-sheet')
  const takenCount = doctor.getByTestId('taken-count')
  const taken = async () => Number((await takenCount.textContent())?.replace(/\D.*/, ''))
  const cell = (path: string) => sheet.getByRole('gridcell', { name: path })
  await button(page, 'Take all shown').click()
  await expect.poll(taken).toBe(IMAGES)
  expect(await seriousFlaws(page)).toEqual([])

  // A click leaves an image out or includes it again; left-out images have a mark.
  await expect(cell('cats/000.png')).toHaveAttribute('aria-selected', 'true')
  await cell('cats/000.png').click()
  await expect(cell('cats/000.png, left out')).toHaveAttribute('aria-selected', 'false')
  expect(await taken()).toBe(IMAGES - 1)
  await page.keyboard.press(' ')
  await expect(cell('cats/000.png, taken')).toBeFocused()
  expect(await taken()).toBe(IMAGES)

  // Shift with an arrow key gives the next image the state of the focused one.
  await page.keyboard.press(' ')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(cell('cats/004.png, left out')).toBeFocused()
  await expect.poll(taken).toBe(IMAGES - 3)
  await page.keyboard.press(' ')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(cell('cats/000.png, taken')).toBeFocused()
  await expect.poll(taken).toBe(IMAGES)

  // The keyboard reaches the last image; only visible rows exist in the document.
  await page.keyboard.press('Control+End')
  await expect(sheet.getByRole('gridcell', { name: 'dogs/299.png' })).toBeFocused()
  expect(await sheet.getByRole('gridcell').count()).toBeLessThan(IMAGES)

  // Filters by kind of finding, and the files that became no image.
  await chip(doctor, 'Of a kind that is not read').check()
  await expect(doctor.getByTestId('findings-list')).toContainText('dogs/notes.txt')
  await expect(doctor.getByTestId('findings-list')).toContainText('1 finding.')
  await expect(doctor).toContainText('These files became no images.')
  await chip(doctor, 'All images').check()
  await page.keyboard.press('.') // would make a step and lock the choice, if shortcuts worked behind the dialog

  // A text filter with a bulk choice, and a range with Shift.
  await doctor.getByRole('searchbox').fill('DOGS/')
  await expect(sheet).toHaveAttribute('aria-rowcount', String(Math.ceil(IMAGES / 2 / Number(await sheet.getAttribute('aria-colcount')))))
  await button(page, 'Leave out all shown').click()
  await expect.poll(taken).toBe(IMAGES / 2)
  await doctor.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(taken).toBe(IMAGES)
  await button(page, 'Leave out all shown').click()
  await expect.poll(taken).toBe(IMAGES / 2)

  // The first Esc clears the text, the next one closes.
  await doctor.getByRole('searchbox').press('Escape')
  await expect(doctor.getByRole('searchbox')).toHaveValue('')
  await expect(doctor).toBeVisible()
  await chip(doctor, 'Left out').check()
  await cell('dogs/001.png').click()
  await cell('dogs/009.png').click({ modifiers: ['Shift'] })
  await expect.poll(taken).toBe(IMAGES / 2 + 5)
  await expect(cell('dogs/005.png')).toHaveAttribute('aria-selected', 'true') // it stays visible

  await page.keyboard.press('Escape')
  await expect(doctor).toBeHidden()
  await expect(summary).toContainText(`${IMAGES / 2 + 5} images`)
  await button(page, 'Step').click()
  await reachStep(page, 1)

  // During a run the choice is locked, and the page says why.
  await button(page, 'Look through the images').click()
  await expect(doctor).toContainText('There is a run on these images')
  await cell('cats/000.png').click()
  await expect(cell('cats/000.png')).toHaveAttribute('aria-selected', 'true')
})

test('with all images left out Train is blocked and says why; a pasted image opens', async ({ page }, info) => {
  const folder = info.outputPath('few')
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < 3; i++)
    await picture(i)
      .png()
      .toFile(join(folder, `${i}.png`))
  await open(page, TINY)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('All 3 files became images')
  await button(page, 'Look through the images').click()
  await button(page, 'Leave out all shown').click()
  await button(page, 'Close').click()
  await expect(page.locator('#train-hint').getByText('All images are left out: take some of them first.')).toBeVisible()
  await expect(button(page, 'Train')).toHaveAttribute('aria-disabled', 'true')

  const bytes = [...(await picture(9).png().toBuffer())]
  await page.evaluate((data) => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([Uint8Array.from(data)], 'pasted.png', { type: 'image/png' }))
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, bytes)
  await expect(page.getByTestId('dataset')).toContainText('pasted.png')
})

// A prepared set stays in the browser: listed after a reload, opened without its files, until it is deleted.
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { button, expect, open, TINY, test } from './page.ts'

const COUNT = 60

/** Pictures that differ enough not to count as duplicates. */
async function photos() {
  return Promise.all(
    Array.from({ length: COUNT }, async (_, i) => {
      const pixels = Uint8Array.from({ length: 48 * 48 * 3 }, (_, k) => (k * (i + 3) + Math.floor(k / 144) * (i % 11) * 5) % 256)
      const buffer = await sharp(pixels, { raw: { width: 48, height: 48, channels: 3 } })
        .png()
        .toBuffer()
      return { name: `photo-${i}.png`, mimeType: 'image/png', buffer }
    }),
  )
}

const NAME = `${COUNT} files` // several files have no folder to be named after
const entry = (page: Page) => page.getByTestId('kept-set').filter({ hasText: NAME })

test('a set of own files is kept over a reload, opens again, and is deleted', async ({ page }) => {
  await open(page, TINY)
  await page.getByTestId('files-input').setInputFiles(await photos())
  await expect(page.getByTestId('dataset')).toContainText(NAME)
  await expect(entry(page)).toHaveCount(1)
  await expect(page.getByTestId('keep-problem')).toHaveCount(0)

  await page.reload()
  await expect(entry(page)).toHaveCount(1)
  await expect(page.getByTestId('storage')).toBeVisible()
  await expect(page.getByTestId('dataset')).not.toContainText(NAME)
  await expect(page.getByTestId('offer-kept')).toContainText(`${NAME}, ${COUNT} images, 16 px`)
  await button(page, `Open ${NAME}`).click()
  await expect(page.getByTestId('dataset')).toContainText(NAME)
  await expect(page.getByTestId('dataset')).toContainText(`${COUNT} images`)
  await expect(page.getByTestId('offer-kept')).toHaveCount(0)
  await page.reload()
  await button(page, 'Open them again').click()
  await expect(page.getByTestId('dataset')).toContainText(NAME)

  await button(page, `Delete ${NAME}`).click()
  await button(page, 'Delete the set').click()
  await expect(entry(page)).toHaveCount(0)
  await page.reload()
  await expect(page.getByTestId('dataset')).toBeVisible()
  await expect(entry(page)).toHaveCount(0)
})

test('the settings follow a kept set that was prepared at another size', async ({ page }) => {
  await open(page, `${TINY}&size=16`)
  await page.getByTestId('files-input').setInputFiles(await photos())
  await expect(entry(page)).toHaveCount(1)

  await page.goto('about:blank') // another hash alone would not load the page anew
  await open(page, `${TINY}&size=32`)
  await expect(entry(page)).toContainText('16 × 16 px')
  await button(page, `Open ${NAME}`).click()
  await expect(page.getByTestId('dataset')).toContainText(NAME)
  await expect(page).toHaveURL(/[#&]size=16(&|$)/)
  await expect(button(page, 'Copy link, without the images')).toBeVisible()
  await expect(page.getByTestId('notice-data')).toContainText('was prepared at 16 px, not at 32 px. The settings follow it.')
})

test('other settings for a kept set wait until its files are chosen again, and a message next to the control says so', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const files = await photos()
  await open(page, `${TINY}&size=16`)
  await page.getByTestId('files-input').setInputFiles(files)
  await expect(entry(page)).toHaveCount(1)
  await page.reload()
  await button(page, `Open ${NAME}`).click()
  await expect(page.getByTestId('dataset')).toContainText(NAME)

  const offer = page.getByTestId('preparation-mismatch')
  await page.getByRole('radio', { name: '32 px' }).check()
  await expect(offer).toBeInViewport()
  await expect(offer).toContainText(`“${NAME}” was prepared at 16 px, not at 32 px. Choose its files again to prepare it at 32 px.`)
  await expect(button(page, 'Train')).toHaveAttribute('aria-disabled', 'true')
  await button(page, 'Stay at 16 px').click()
  await expect(offer).toHaveCount(0)
  await expect(page).toHaveURL(/[#&]size=16(&|$)/)

  await page.getByRole('radio', { name: '32 px' }).check()
  const chooser = page.waitForEvent('filechooser')
  await button(page, 'Pick the files again').click()
  await (await chooser).setFiles(files)
  await expect(page.getByTestId('dataset')).toContainText('32 × 32 px')
  await expect(page.getByTestId('dataset')).toContainText(NAME)
  await expect(offer).toHaveCount(0)
})

/** The origin private file system stands in for a folder on disk: the same handles, without a picker. */
async function writeFolder(page: Page, photos: readonly { name: string; buffer: Buffer }[]): Promise<void> {
  const files = photos.map(({ name, buffer }) => ({ name, bytes: [...buffer] }))
  await page.evaluate(async (given) => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('camera', { create: true })
    for (const { name, bytes } of given) {
      const writable = await (await folder.getFileHandle(name, { create: true })).createWritable()
      await writable.write(Uint8Array.from(bytes))
      await writable.close()
    }
    Object.assign(window, { showDirectoryPicker: async () => folder })
  }, files)
}

test('a folder that may be read again is looked through for new files', async ({ page }) => {
  const all = await photos()
  await open(page, TINY)
  await writeFolder(page, all.slice(0, 20))
  await button(page, 'Choose a folder').click()
  await expect(page.getByTestId('dataset')).toContainText('20 images')
  await expect(page.getByTestId('kept-set')).toHaveCount(1)

  await page.reload()
  await writeFolder(page, all)
  await button(page, 'Look for new files in camera').click()
  await expect(page.getByTestId('dataset')).toContainText(`${COUNT} images`)
  await expect(page.getByTestId('kept-set')).toHaveCount(1)
})

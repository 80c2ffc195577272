// 12-bit pictures saved as 16 bits are nearly black: the page warns, and one click stretches the levels.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { button, expect, open, TINY, test } from './page.ts'

const IMAGES = 60
const SIDE = 32

/** Grey waves that differ for every i. */
async function writeDark(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < IMAGES; i++) {
    const pixels = Uint16Array.from({ length: SIDE * SIDE }, (_, k) => {
      const [x, y] = [k % SIDE, Math.floor(k / SIDE)]
      return 2047 + 1200 * Math.sin(x / (2 + (i % 7)) + i) + 800 * Math.cos(y / (2 + (i % 5)))
    })
    await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toFile(join(folder, `${i}.png`))
  }
}

test('a nearly black set gets a warning, is stretched by a click, and restored by another', async ({ page }, info) => {
  const folder = info.outputPath('microscope')
  await writeDark(folder)
  await open(page, TINY)
  await page.getByTestId('folder-input').setInputFiles(folder)
  const warning = page.locator('[data-testid="set-warning"][data-kind="levels"]')
  await expect(warning).toContainText('The images are nearly black')
  await expect(warning).toContainText(/60 of 60 images stay within levels 0 to 1\d, where 0 is black and 255 white/)
  await button(page, 'Stretch the levels').click()
  await expect(page.getByTestId('applied')).toContainText('Stretch the levels: done.')
  await expect(warning).toBeHidden()
  await expect(page).toHaveURL(/whiteLevel=1\d/)
  await expect(page.getByRole('textbox', { name: 'White level' })).toHaveValue(/^1\d/)

  // Black cannot be above white: the field says so, and nothing changes.
  const black = page.getByRole('textbox', { name: 'Black level' })
  await black.fill('40')
  await expect(page.locator('[data-setting="blackLevel"]').getByRole('alert')).toContainText(
    /“Black level” must be below “White level”: 40 is not below 1\d\./,
  )
  await expect(page).toHaveURL(/blackLevel=0&/)
  await black.fill('0')

  await button(page, 'Undo Stretch the levels').click()
  await expect(warning).toBeVisible()
  await expect(page).toHaveURL(/whiteLevel=255/)
})

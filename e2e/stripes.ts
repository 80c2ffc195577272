// Seventy pictures of stripes in two sub-folders, which become two labels: a set that scores and features are tried on.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, open, TINY } from './page.ts'

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

/** Opens them on the page. */
export async function openStripes(page: Page, folder: string): Promise<void> {
  await stripes(folder)
  await open(page, `${TINY}&scoreCount=300`)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('stripes')
}

// Pictures as PNG files: one grid, or one file each.
import sharp from 'sharp'
import type { Pictures } from '../spec/report.ts'
import { writeWhole } from './write-file.ts'

const GAP = 1

/** All pictures in rows of `columns`, a pixel apart. */
export function writeGrid({ count, size, pixels }: Pictures, columns: number, file: string): Promise<void> {
  const rows = Math.ceil(count / columns)
  const [width, height] = [columns * (size + GAP) - GAP, rows * (size + GAP) - GAP]
  const sheet = new Uint8Array(width * height * 4)
  for (let i = 0; i < count; i++) {
    const [left, top] = [(i % columns) * (size + GAP), Math.floor(i / columns) * (size + GAP)]
    for (let row = 0; row < size; row++) {
      const from = (i * size + row) * size * 4
      sheet.set(pixels.subarray(from, from + size * 4), ((top + row) * width + left) * 4)
    }
  }
  return writePng(sheet, width, height, file)
}

/** Picture i alone. */
export function writePicture({ size, pixels }: Pictures, i: number, file: string): Promise<void> {
  const length = size * size * 4
  const picture = pixels.slice(i * length, (i + 1) * length)
  return writePng(picture, size, size, file)
}

async function writePng(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number, file: string): Promise<void> {
  const raw = { width, height, channels: 4 } as const
  await writeWhole(file, await sharp(pixels, { raw }).png().toBuffer())
}

// Pictures as PNG files: one grid, or one file each. Enlarged pixels become squares, without smoothing.
import { sheetPng } from '../export/sheet.ts'
import type { Pictures } from '../spec/image-block.ts'
import { writeWhole } from './write-file.ts'

/** All pictures in rows of `columns`, with a gap of one pixel. */
export function writeGrid(pictures: Pictures, columns: number, file: string, scale = 1): Promise<void> {
  return writeWhole(file, sheetPng({ pictures, columns, factor: scale, smooth: false }))
}

/** Picture i alone. */
export function writePicture({ size, pixels }: Pictures, i: number, file: string, scale = 1): Promise<void> {
  const length = size * size * 4
  return writeGrid({ count: 1, size, pixels: pixels.slice(i * length, (i + 1) * length) }, 1, file, scale)
}

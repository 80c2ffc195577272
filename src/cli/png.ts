// Pictures as PNG files: one grid, or one file each. Enlarged pixels become squares, without smoothing.
import { sheetPng } from '../export/sheet.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { PictureFacts } from '../spec/picture-facts.ts'
import { writeWhole } from './write-file.ts'

interface PngOptions {
  readonly scale?: number
  /** Of all pictures; absent where they are of no run. */
  readonly facts?: PictureFacts
}

/** All pictures in rows of `columns`, with a gap of one pixel. */
export function writeGrid(pictures: Pictures, columns: number, file: string, { scale = 1, facts }: PngOptions = {}): Promise<void> {
  return writeWhole(file, sheetPng({ pictures, columns, factor: scale, smooth: false, ...(facts && { facts }) }))
}

/** Picture i alone. */
export function writePicture({ size, pixels }: Pictures, i: number, file: string, { facts, ...options }: PngOptions = {}): Promise<void> {
  const length = size * size * 4
  const one = { count: 1, size, pixels: pixels.slice(i * length, (i + 1) * length) }
  const point = facts?.points[i]
  return writeGrid(one, 1, file, { ...options, ...(facts && point && { facts: { ...facts, points: [point] } }) })
}

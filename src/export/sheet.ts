// A sheet of pictures, row by row, and as a PNG file: the largest, 64 pictures of 64 pixels enlarged 16 times, is 276 MB of pixels.

import { packedPng } from '../data/formats/png-chunks.ts'
import { resample } from '../data/resample.ts'
import type { Pictures } from '../spec/image-block.ts'
import { pictureTexts } from '../spec/picture-facts.ts'
import { type PictureSheet, SHEET_GAP, sheetSize } from '../spec/picture-sheet.ts'

export function sheetPng(sheet: PictureSheet): Uint8Array<ArrayBuffer> {
  const { width, height } = sheetSize(sheet.pictures, sheet)
  return packedPng(width, height, sheetRows(sheet, width), sheet.facts && pictureTexts(sheet.facts))
}

/** RGBA; gaps are transparent. @param width of the sheet in pixels, or more */
export function* sheetRows({ pictures, columns, factor, smooth }: PictureSheet, width: number): Generator<Uint8Array> {
  const side = pictures.size * factor
  const pitch = side + SHEET_GAP * factor
  for (let first = 0; first < pictures.count; first += columns) {
    for (let row = 0; first > 0 && row < SHEET_GAP * factor; row++) yield new Uint8Array(4 * width)
    const tiles = Array.from({ length: Math.min(columns, pictures.count - first) }, (_, i) => enlarged(pictures, first + i, factor, smooth))
    for (let row = 0; row < side; row++) {
      const line = new Uint8Array(4 * width)
      for (const [i, tile] of tiles.entries()) line.set(tile.subarray(4 * row * side, 4 * (row + 1) * side), 4 * i * pitch)
      yield line
    }
  }
}

/** One picture, RGBA, [size · factor, size · factor, 4]. */
function enlarged({ size, pixels }: Pictures, index: number, factor: number, smooth: boolean): Uint8Array {
  const picture = new Uint8Array(pixels.buffer, pixels.byteOffset + 4 * index * size * size, 4 * size * size)
  return smooth ? resample(picture, size, size, size * factor, 4) : enlargePixels(picture, size, factor)
}

/** Each pixel becomes a square of `factor` by `factor`. */
function enlargePixels(picture: Uint8Array, size: number, factor: number): Uint8Array {
  const side = size * factor
  const large = new Uint8Array(4 * side * side)
  for (let y = 0; y < size; y++) {
    const line = large.subarray(4 * y * factor * side, 4 * (y * factor + 1) * side)
    for (let x = 0; x < side; x++) {
      const from = 4 * (y * size + Math.floor(x / factor))
      line.set(picture.subarray(from, from + 4), 4 * x)
    }
    for (let copy = 1; copy < factor; copy++) large.set(line, 4 * (y * factor + copy) * side)
  }
  return large
}

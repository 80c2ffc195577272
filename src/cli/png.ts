// Pictures as PNG files: one grid, or one file each, as they are or each pixel as a square of several.
import sharp from 'sharp'
import type { Pictures } from '../spec/report.ts'
import { writeWhole } from './write-file.ts'

const GAP = 1

/** Width and height of the grid that `writeGrid` writes. */
export function gridSize(count: number, size: number, columns: number, scale: number): [width: number, height: number] {
  const length = (pictures: number) => scale * (pictures * (size + GAP) - GAP)
  return [length(columns), length(Math.ceil(count / columns))]
}

/** All pictures in rows of `columns`, a pixel apart. */
export function writeGrid({ count, size, pixels }: Pictures, columns: number, file: string, scale = 1): Promise<void> {
  const [width, height] = gridSize(count, size, columns, 1)
  const sheet = new Uint8Array(width * height * 4)
  for (let i = 0; i < count; i++) {
    const [left, top] = [(i % columns) * (size + GAP), Math.floor(i / columns) * (size + GAP)]
    for (let row = 0; row < size; row++) {
      const from = (i * size + row) * size * 4
      sheet.set(pixels.subarray(from, from + size * 4), ((top + row) * width + left) * 4)
    }
  }
  return writePng(sheet, width, height, file, scale)
}

/** Picture i alone. */
export function writePicture({ size, pixels }: Pictures, i: number, file: string, scale = 1): Promise<void> {
  const length = size * size * 4
  const picture = pixels.slice(i * length, (i + 1) * length)
  return writePng(picture, size, size, file, scale)
}

async function writePng(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number, file: string, scale: number): Promise<void> {
  const raw = { width: scale * width, height: scale * height, channels: 4 } as const
  await writeWhole(
    file,
    await sharp(enlarged(pixels, width, scale), { raw })
      .png()
      .toBuffer(),
  )
}

/** Each pixel as a square of scale x scale: nothing is smoothed, so that what G drew is seen as it is. */
function enlarged(pixels: Uint8Array | Uint8ClampedArray, width: number, scale: number): Uint8Array | Uint8ClampedArray {
  if (scale === 1) return pixels
  const from = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)
  const to = new Uint32Array(from.length * scale ** 2)
  const length = width * scale
  for (let row = 0; row < from.length / width; row++) {
    const first = row * scale * length
    for (let x = 0; x < length; x++) to[first + x] = from[row * width + Math.floor(x / scale)] as number
    for (let copy = 1; copy < scale; copy++) to.copyWithin(first + copy * length, first, first + length)
  }
  return new Uint8Array(to.buffer)
}

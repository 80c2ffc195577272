// Sheets of pictures, as another program reads them.
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { sheetPng } from '../export/sheet.ts'
import { type PictureSheet, sheetScales, sheetSize } from '../spec/picture-sheet.ts'

const SIZE = 4
/** No two pixels are the same. */
const pictures = (count: number) => ({
  count,
  size: SIZE,
  pixels: Uint8ClampedArray.from({ length: count * SIZE * SIZE * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 73) % 251)),
})

async function read(sheet: PictureSheet) {
  const { data, info } = await sharp(sheetPng(sheet)).raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ ...sheetSize(sheet.pictures, sheet), channels: 4 })
  return (x: number, y: number) => [...data.subarray(4 * (y * info.width + x), 4 * (y * info.width + x) + 4)]
}

test('a picture alone is written pixel by pixel, and enlarged each pixel is a square of its colour', async () => {
  const one = { pictures: pictures(1), columns: 1, smooth: false }
  const original = await read({ ...one, factor: 1 })
  const large = await read({ ...one, factor: 8 })
  for (let y = 0; y < 8 * SIZE; y++) {
    for (let x = 0; x < 8 * SIZE; x++) expect(large(x, y)).toEqual(original(Math.floor(x / 8), Math.floor(y / 8)))
  }
  expect(original(1, 2)).toEqual([...one.pictures.pixels.subarray(4 * 9, 4 * 10)])
})

test('pictures on a sheet are in rows, with a transparent gap of one pixel times the scale', async () => {
  const sheet = { pictures: pictures(3), columns: 2, smooth: false }
  expect(sheetSize(sheet.pictures, { ...sheet, factor: 3 })).toEqual({ width: 27, height: 27 })
  const at = await read({ ...sheet, factor: 3 })
  const pixel = (picture: number, x: number, y: number) => {
    const from = 4 * (picture * SIZE * SIZE + y * SIZE + x)
    return [...sheet.pictures.pixels.subarray(from, from + 4)]
  }
  expect(at(11, 11)).toEqual(pixel(0, 3, 3))
  expect(at(15, 0)).toEqual(pixel(1, 0, 0))
  expect(at(1, 26)).toEqual(pixel(2, 0, 3))
  const between = [
    [12, 5],
    [14, 5],
    [5, 12],
    [26, 14],
    [20, 20],
  ] as const
  for (const [x, y] of between) expect(at(x, y)).toEqual([0, 0, 0, 0])
})

test('smooth pictures are resampled separately: neighbours do not bleed in', async () => {
  const dark = new Uint8ClampedArray(SIZE * SIZE * 4).fill(255, 0).map((value, i) => (i % 4 === 3 ? value : 10))
  const bright = dark.map((value, i) => (i % 4 === 3 ? value : 240))
  const both = { count: 2, size: SIZE, pixels: Uint8ClampedArray.of(...dark, ...bright) }
  const at = await read({ pictures: both, columns: 2, factor: 16, smooth: true })
  for (const x of [0, 63]) expect(at(x, 30)).toEqual([10, 10, 10, 255])
  for (const x of [80, 143]) expect(at(x, 30)).toEqual([240, 240, 240, 255])
})

test('smooth is about as large whatever the size of the images', () => {
  const smooth = (count: number, size: number) => (sheetScales({ count, size }).find(({ id }) => id === 'smooth')?.factor ?? 0) * size
  expect([16, 32, 64].map((size) => [smooth(1, size), smooth(9, size)])).toEqual([[512, 256], [512, 256], [512, 256]]) // biome-ignore format: pairs
})

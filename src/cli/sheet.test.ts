// Sheets of pictures, as another program reads them.
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { sheetPng } from '../export/sheet.ts'
import type { PictureFacts } from '../spec/picture-facts.ts'
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

const FACTS: PictureFacts = {
  run: { id: 'k3f9x2b7', name: 'Shapes' },
  step: 1500,
  points: [{ seed: 42, class: 1 }],
  classNames: ['dark', 'bright'],
}

/** By the specification alone: the chunks of a PNG, whose checksums must be right, and the text in them. https://www.w3.org/TR/png-3/#11textinfo */
function textsOf(png: Uint8Array): { readonly names: string[]; readonly texts: Record<string, string> } {
  const bytes = Buffer.from(png)
  const names: string[] = []
  const texts: Record<string, string> = {}
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(bytes.subarray(at + 4, at + 8 + length)))
    const end = data.indexOf(0)
    const keyword = data.toString('latin1', 0, end)
    if (name === 'tEXt') texts[keyword] = data.toString('latin1', end + 1)
    if (name === 'iTXt') {
      expect([...data.subarray(end, end + 5)]).toEqual([0, 0, 0, 0, 0]) // not compressed, in no language
      texts[keyword] = data.toString('utf8', end + 5)
    }
    names.push(name)
    at += 12 + length
  }
  return { names, texts }
}

const withFacts = (count: number, facts: PictureFacts) =>
  sheetPng({ pictures: pictures(count), columns: 8, factor: 1, smooth: false, facts })

test('a picture of a run says in its file which it is, to any reader of PNG text', async () => {
  const png = withFacts(1, FACTS)
  const { names, texts } = textsOf(png)
  expect(names).toEqual(['IHDR', 'tEXt', 'tEXt', 'tEXt', 'IDAT', 'IEND'])
  expect(texts).toMatchObject({ Software: 'Quarterturn', Title: 'Shapes, step 1500, seed 42' })
  expect(JSON.parse(texts.quarterturn ?? '')).toEqual({ run: 'Shapes', step: 1500, code: 'k3f9x2-1500-42-c2', seed: 42, class: 'bright' })
  const { comments } = await sharp(png).metadata()
  expect(comments).toEqual(expect.arrayContaining([{ keyword: 'quarterturn', text: texts.quarterturn }]))
})

test('a sheet says it of every picture, also of those between two samples and without classes', () => {
  const points = [{ seed: 1 }, { seed: 1, towards: { seed: 2, at: 0.5, method: 'slerp' } }] as const
  const { texts } = textsOf(withFacts(2, { ...FACTS, points, classNames: [] }))
  expect(texts.Title).toBe('Shapes, step 1500, 2 pictures')
  expect(JSON.parse(texts.quarterturn ?? '')).toEqual({
    run: 'Shapes',
    step: 1500,
    pictures: [
      { code: 'k3f9x2-1500-1', seed: 1 },
      { code: 'k3f9x2-1500-1-to2-at0.5', seed: 1 },
    ],
  })
})

test('names in any script and with any sign come back as they are', () => {
  for (const name of ['Füchse', '“cats” — 猫 🐈', 'a\u001bb', 'ÿ¼\n']) {
    const { names, texts } = textsOf(withFacts(1, { ...FACTS, run: { id: null, name } }))
    expect(texts.Title).toBe(`${name}, step 1500, seed 42`)
    expect(JSON.parse(texts.quarterturn ?? '')).toMatchObject({ run: name, code: 'run-1500-42-c2' })
    expect(names.filter((chunk) => chunk.endsWith('TXt') || chunk === 'tEXt')).toHaveLength(3)
  }
})

test('pictures that are of no run have no text', () => {
  expect(textsOf(sheetPng({ pictures: pictures(1), columns: 1, factor: 1, smooth: false })).names).toEqual(['IHDR', 'IDAT', 'IEND'])
})

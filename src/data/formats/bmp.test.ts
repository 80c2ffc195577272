// BMP of every kind, against the pixels that Chromium shows, and damaged files.
import { expect, test } from 'vitest'
import type { Decode } from '../image.ts'
import { inspect } from '../inspect.ts'
import { decodeBmp, inspectBmp, isWholeBmp } from './bmp.ts'
import { BMP_SAMPLES, type BmpParts, bmp, bmpWithProfile, little } from './bmp-test-support.ts'

const noDecoder: Decode = async () => {
  throw new Error('no other decoder is needed')
}
const decode = async (bytes: Uint8Array) => (await decodeBmp(bytes, noDecoder)).pixels

const RED = [255, 0, 0, 255]
const GREEN = [0, 255, 0, 255]
const BLUE = [0, 0, 255, 255]
const WHITE = [255, 255, 255, 255]

// Red and green above blue and white, rows from the bottom and filled up to 4 bytes.
const TRUE_COLOUR = [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]
const PALETTE = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]
const MASKS = little(0xff, 0xff00, 0xff0000)
const SWAPPED = little(0xff0000, 0xffffff, 0xff, 0xff00)

test.each<[string, BmpParts]>([
  ['24 bits', { bits: 24, rows: TRUE_COLOUR }],
  ['24 bits from the top', { height: -2, bits: 24, rows: [...TRUE_COLOUR.slice(8), ...TRUE_COLOUR.slice(0, 8)] }],
  ['32 bits', { bits: 32, rows: little(0xff, 0xffffff, 0xff0000, 0xff00) }],
  ['32 bits with masks', { bits: 32, compression: 3, behind: MASKS, rows: SWAPPED }],
  ['16 bits', { bits: 16, rows: [0x1f, 0, 0xff, 0x7f, 0, 0x7c, 0xe0, 3] }],
  ['8 bits', { bits: 8, behind: PALETTE, colours: 4, rows: [2, 3, 0, 0, 0, 1, 0, 0] }],
  ['4 bits', { bits: 4, behind: PALETTE, colours: 4, rows: [0x23, 0, 0, 0, 0x01, 0, 0, 0] }],
  ['2 bits', { bits: 2, behind: PALETTE, rows: [0xb0, 0, 0, 0, 0x10, 0, 0, 0] }],
])('%s', async (_, parts) => {
  const bytes = bmp({ width: 2, height: 2, ...parts })
  expect(inspectBmp(bytes)).toEqual({ width: 2, height: 2, changes: [] })
  expect(isWholeBmp(bytes)).toBe(true)
  expect([...(await decode(bytes))]).toEqual([...RED, ...GREEN, ...BLUE, ...WHITE])
})

test('1 bit, the leftmost pixel in the highest bit', async () => {
  const pixels = await decode(bmp({ width: 3, height: 1, bits: 1, behind: PALETTE.slice(0, 8), rows: [0b01000000, 0, 0, 0] }))
  expect([...pixels]).toEqual([...RED, ...GREEN, ...RED])
})

test.each<[string, BmpParts, readonly number[]]>([
  ['alpha bit fields', { bits: 32, compression: 6, behind: little(0xff0000, 0xff00, 0xff, 0xff000000), rows: [1, 2, 3, 4] }, [3, 2, 1, 4]],
  [
    '10 bits a channel: the highest 8',
    { bits: 32, compression: 3, behind: little(0x3ff00000, 0xffc00, 0x3ff), rows: little(0x3ff7fdff) },
    [255, 127, 127, 255],
  ],
  ['a channel without a mask is 0', { bits: 32, compression: 3, behind: little(0xff, 0, 0xff00), rows: [1, 2, 3, 4] }, [1, 0, 2, 255]],
])('masks: %s', async (_, parts, pixel) => {
  expect([...(await decode(bmp({ width: 1, height: 1, ...parts })))]).toEqual(pixel)
})

test.each<[string, readonly number[], string]>([
  ['single pixels, filled up to 2 bytes', [0, 3, 0, 1, 2, 0, 1, 3, 0, 1], 'RGBW'],
  ['a run too long for its row ends with it, and what follows the last row does not matter', [9, 1, 0, 0, 9, 2], 'GGGG'],
  ['what is left out is black', [0, 2, 1, 0, 2, 1, 0, 1], '.GG.'],
  ['no mark of the end, but nothing is missing', [3, 0, 1, 1], 'RRRG'],
])('run lengths: %s', async (_, rows, row) => {
  const letters: Record<string, number[]> = { R: RED, G: GREEN, B: BLUE, W: WHITE, '.': [0, 0, 0, 255] }
  const pixels = await decode(bmp({ width: 4, height: 1, bits: 8, compression: 1, colours: 4, behind: PALETTE, rows }))
  expect([...pixels]).toEqual([...row].flatMap((letter) => letters[letter] ?? []))
})

test.each<[string, readonly number[]]>([
  ['a run takes turns between two colours', [4, 0x01, 0, 1]],
  ['single pixels, filled up to 2 bytes', [0, 4, 0x01, 0x01, 0, 1]],
])('run lengths of 4 bits: %s', async (_, rows) => {
  const pixels = await decode(bmp({ width: 4, height: 1, bits: 4, compression: 2, colours: 4, behind: PALETTE, rows }))
  expect([...pixels]).toEqual([...RED, ...GREEN, ...RED, ...GREEN])
})

test.each<[string, readonly number[], string]>([
  ['cut in a run', [3], 'ends before its picture does'],
  ['cut in single pixels', [0, 4, 1, 1], 'ends before its picture does'],
  ['no end and a row missing', [4, 1, 0, 0], 'ends before its picture does'],
  ['a jump out of the picture', [0, 2, 0, 9, 1, 1], 'its pixels lead out of the picture'],
  ['a jump out of the row', [0, 2, 9, 0, 1, 1], 'its pixels lead out of the picture'],
])('run lengths, %s: refused', async (_, rows, sentence) => {
  const bytes = bmp({ width: 4, height: 2, bits: 8, compression: 1, colours: 4, behind: PALETTE, rows })
  await expect(decode(bytes)).rejects.toThrow(sentence)
})

test.each(BMP_SAMPLES)('$name is as Chromium shows it', async ({ bytes, quarters }) => {
  expect(inspect(bytes)).toMatchObject({ format: 'bmp', width: 16, height: 16 })
  const pixels = await decode(bytes)
  const middle = (x: number, y: number) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(4 * (16 * y + x), 4 * (16 * y + x) + 4)
    return [red, green, blue].map((value) => Math.round((value * alpha + 255 * (255 - alpha)) / 255))
  }
  expect([middle(4, 4), middle(12, 4), middle(4, 12), middle(12, 12)]).toEqual(quarters)
})

test('pixels with a profile are passed to the PNG decoder', async () => {
  const bytes = bmpWithProfile(Uint8Array.of(1, 2, 3))
  let png = new Uint8Array()
  await decodeBmp(bytes, async (file, format) => {
    expect(format).toBe('png')
    png = Uint8Array.from(file)
    return { width: 1, height: 1, pixels: new Uint8Array(4) }
  })
  expect(inspect(png)).toEqual({ format: 'png', width: 16, height: 16, changes: [] })
  expect(String.fromCharCode(...png)).toContain('iCCPprofile')
  expect(isWholeBmp(bytes.subarray(0, -1))).toBe(false)
})

test.each<[string, Uint8Array, string]>([
  ['cut in the header', bmp({ bits: 24, rows: [] }).subarray(0, 20), 'ends before its picture does'],
  ['cut in the pixels', bmp({ bits: 24, rows: [1, 2, 3] }), 'ends before its picture does'],
  ['no such header', bmp({ bits: 24, rows: [] }).with(14, 13), 'its header makes no sense'],
  ['a negative width', bmp({ width: -16, bits: 24, rows: [] }), 'its header makes no sense'],
  ['pixels inside of the header', bmp({ bits: 24, rows: [] }).with(10, 20), 'its header makes no sense'],
  ['7 bits', bmp({ bits: 7, rows: [] }), 'its header makes no sense'],
  ['run lengths of 24 bits', bmp({ bits: 24, compression: 1, rows: [] }), 'its header makes no sense'],
  [
    'masks with gaps',
    bmp({ bits: 16, compression: 3, behind: little(0xf800, 0x520, 0x1f), rows: Array(512).fill(0) }),
    'its header makes no sense',
  ],
  [
    'masks beyond the pixel',
    bmp({ bits: 16, compression: 3, behind: little(0xf800, 0x7e0, 0xff0000), rows: Array(512).fill(0) }),
    'its header makes no sense',
  ],
  ['fax packing', bmp({ bits: 1, compression: 3, rows: [] }), 'of a rare kind that this program does not read: save it as PNG'],
  ['a JPEG inside', bmp({ bits: 0, compression: 4, rows: [] }), 'of a rare kind'],
  ['64 bits', bmp({ bits: 64, rows: [] }), 'of a rare kind'],
  ['3 million pixels a side', bmp({ width: 3e6, height: 3e6, bits: 8, compression: 1, rows: [] }), '3,000,000 x 3,000,000 pixels'],
  ['the most negative height', bmp({ height: -(2 ** 31), bits: 1, rows: [] }), 'more than this page decodes'],
])('%s: refused in words', (_, bytes, sentence) => {
  expect(() => inspect(bytes)).toThrow(sentence)
})

test('every sample cut at any byte is decoded or refused', async () => {
  for (const { bytes } of BMP_SAMPLES)
    for (let length = 2; length < bytes.length; length += 7) {
      const part = bytes.slice(0, length)
      const result = await Promise.resolve(part)
        .then(inspect)
        .then(() => decode(part))
        .then(
          () => 'decoded',
          (error: Error) => error.name,
        )
      expect(result).toMatch(/decoded|Refusal/)
    }
})

import { expect, test } from 'vitest'
import { decodeBmp, inspectBmp, isWholeBmp } from './bmp.ts'

interface Parts {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly compression?: number
  /** Masks or palette, right behind the header. */
  readonly behind?: readonly number[]
  readonly rows: readonly number[]
}

function bmp({ width, height, bits, compression = 0, behind = [], rows }: Parts): Uint8Array {
  const bytes = new Uint8Array([...new Uint8Array(54), ...behind, ...rows])
  const view = new DataView(bytes.buffer)
  bytes.set([0x42, 0x4d])
  view.setUint32(10, 54 + behind.length, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, width, true)
  view.setInt32(22, height, true)
  view.setUint16(28, bits, true)
  view.setUint32(30, compression, true)
  return bytes
}

const RED = [255, 0, 0, 255]
const GREEN = [0, 255, 0, 255]
const BLUE = [0, 0, 255, 255]
const WHITE = [255, 255, 255, 255]

// Red and green above blue and white, rows from the bottom and filled up to 4 bytes.
const TRUE_COLOUR = [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]
const PALETTE = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]
const little = (...numbers: number[]) => numbers.flatMap((n) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24])

test.each<[string, Parts]>([
  ['24 bits', { width: 2, height: 2, bits: 24, rows: TRUE_COLOUR }],
  ['24 bits from the top', { width: 2, height: -2, bits: 24, rows: [...TRUE_COLOUR.slice(8), ...TRUE_COLOUR.slice(0, 8)] }],
  ['32 bits', { width: 2, height: 2, bits: 32, rows: little(0xff, 0xffffff, 0xff0000, 0xff00) }],
  [
    '32 bits with masks',
    {
      width: 2,
      height: 2,
      bits: 32,
      compression: 3,
      behind: little(0xff, 0xff00, 0xff0000),
      rows: little(0xff0000, 0xffffff, 0xff, 0xff00),
    },
  ],
  ['16 bits', { width: 2, height: 2, bits: 16, rows: [0x1f, 0, 0xff, 0x7f, 0, 0x7c, 0xe0, 3] }],
  ['8 bits', { width: 2, height: 2, bits: 8, behind: PALETTE, rows: [2, 3, 0, 0, 0, 1, 0, 0] }],
  ['4 bits', { width: 2, height: 2, bits: 4, behind: PALETTE, rows: [0x23, 0, 0, 0, 0x01, 0, 0, 0] }],
])('%s', (_, parts) => {
  const bytes = bmp(parts)
  expect(inspectBmp(bytes)).toEqual({ width: 2, height: 2, changes: [] })
  expect(isWholeBmp(bytes)).toBe(true)
  expect([...decodeBmp(bytes).pixels]).toEqual([...RED, ...GREEN, ...BLUE, ...WHITE])
})

test('1 bit, the leftmost pixel in the highest bit', () => {
  const { pixels } = decodeBmp(bmp({ width: 3, height: 1, bits: 1, behind: PALETTE, rows: [0b01000000, 0, 0, 0] }))
  expect([...pixels]).toEqual([...RED, ...GREEN, ...RED])
})

test('alpha counts where the file has a mask for it', () => {
  const masks = little(0xff0000, 0xff00, 0xff, 0xff000000)
  const { pixels } = decodeBmp(bmp({ width: 1, height: 1, bits: 32, compression: 6, behind: masks, rows: [1, 2, 3, 4] }))
  expect([...pixels]).toEqual([3, 2, 1, 4])
})

test('what is short, packed, very old or senseless is refused in words', () => {
  const whole = bmp({ width: 2, height: 2, bits: 24, rows: TRUE_COLOUR })
  expect(isWholeBmp(whole.subarray(0, -1))).toBe(false)
  expect(() => inspectBmp(whole.subarray(0, 20))).toThrow('ends before its picture does')
  expect(() => inspectBmp(whole.with(14, 12))).toThrow('before Windows 3')
  expect(() => inspectBmp(bmp({ width: -1, height: 1, bits: 24, rows: [] }))).toThrow('damaged')
  expect(() => decodeBmp(bmp({ width: 1, height: 1, bits: 8, compression: 1, rows: [] }))).toThrow('compressed BMP')
  expect(() => decodeBmp(bmp({ width: 1, height: 1, bits: 7, rows: [] }))).toThrow('damaged')
})

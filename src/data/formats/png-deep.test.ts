// PNGs of 16 bits that the test encodes itself, decoded to the bit.
import { zlibSync } from 'fflate'
import { expect, test } from 'vitest'
import { joined } from '../bytes.ts'
import { chunkOf } from './png-chunks.ts'
import { decodeDeepPng } from './png-deep.ts'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const CHANNELS = { 0: 1, 2: 3, 4: 2, 6: 4 } as const
type ColourType = keyof typeof CHANNELS

/** A sample that needs all of its 16 bits. */
const sampleAt = (x: number, y: number, channel: number) => (x * 4919 + y * 12_007 + channel * 22_501 + 77) & 0xffff

/** Rows with the filter of their number, so that each kind is undone. */
function packed(width: number, height: number, channels: number): Uint8Array {
  const length = width * channels * 2
  const raw = Array.from({ length: height }, (_, y) =>
    Uint8Array.from({ length }, (_, i) => {
      const sample = sampleAt(Math.floor(i / 2 / channels), y, (i >> 1) % channels)
      return i % 2 ? sample & 255 : sample >> 8
    }),
  )
  const step = channels * 2
  const rows = raw.map((row, y) => {
    const above = raw[y - 1] ?? new Uint8Array(length)
    const filter = y % 5
    const filtered = row.map((value, i) => {
      const [left, up, corner] = [row[i - step] ?? 0, above[i] as number, i < step ? 0 : (above[i - step] as number)]
      const guess = left + up - corner
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner
      return value - ([0, left, up, (left + up) >> 1, paeth][filter] as number)
    })
    return joined([filter], filtered)
  })
  return joined(...rows)
}

function png(
  type: ColourType,
  width: number,
  height: number,
  data = packed(width, height, CHANNELS[type]),
  chunks: readonly Uint8Array[] = [],
) {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([16, type], 8)
  return joined(SIGNATURE, chunkOf('IHDR', header), ...chunks, chunkOf('IDAT', zlibSync(data)), chunkOf('IEND', new Uint8Array()))
}

test.each([0, 2, 4, 6] as const)('colour type %i is decoded to the bit, with every filter', (type) => {
  const image = decodeDeepPng(png(type, 7, 11))
  if (!image) throw new Error('left to the platform')
  const channels = CHANNELS[type]
  for (let y = 0; y < 11; y++) {
    for (let x = 0; x < 7; x++) {
      const sample = (channel: number) => sampleAt(x, y, channel)
      const colours = channels >= 3 ? [sample(0), sample(1), sample(2)] : [sample(0), sample(0), sample(0)]
      const alpha = channels % 2 === 0 ? sample(channels - 1) : 65_535
      expect([...image.pixels.subarray(4 * (y * 7 + x), 4 * (y * 7 + x) + 4)]).toEqual([...colours, alpha])
    }
  }
})

test('the transparent colour matches only where all 16 bits agree', () => {
  const key = chunkOf('tRNS', Uint8Array.of(sampleAt(1, 0, 0) >> 8, sampleAt(1, 0, 0) & 255))
  const image = decodeDeepPng(png(0, 4, 1, undefined, [key]))
  expect([3, 7, 11, 15].map((i) => image?.pixels[i])).toEqual([65_535, 0, 65_535, 65_535])
})

test('truncated data is refused, and endless data takes no more memory than the picture', () => {
  expect(() => decodeDeepPng(png(2, 7, 11, packed(7, 10, 3)))).toThrow('ends before its picture')
  expect(decodeDeepPng(png(0, 4, 2, new Uint8Array(50_000_000)))?.pixels.length).toBe(32)
  expect(() => decodeDeepPng(png(0, 4, 1, Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0)))).toThrow('damaged')
})

test('too many pixels are left to the platform', () => {
  expect(decodeDeepPng(png(0, 16_001, 1000, new Uint8Array(1)))).toBeNull()
})

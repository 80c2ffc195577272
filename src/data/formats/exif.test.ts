// Orientations in EXIF blocks, well-formed and damaged.
import { expect, test } from 'vitest'
import { orientationOf, readOrientation, withoutOrientation } from './exif.ts'

const SHORT = 3
const LONG = 4

/** A block of one entry, or of another one before it. */
function block(little: boolean, type: number, value: number, tag = 0x0112): Uint8Array {
  const view = new DataView(new ArrayBuffer(38))
  view.setUint16(0, little ? 0x4949 : 0x4d4d)
  view.setUint16(2, 42, little)
  view.setUint32(4, 8, little)
  view.setUint16(8, 2, little)
  view.setUint16(10, 0x0100, little)
  view.setUint16(22, tag, little)
  view.setUint16(24, type, little)
  view.setUint32(26, 1, little)
  if (type === SHORT) view.setUint16(30, value, little)
  else view.setUint32(30, value, little)
  return new Uint8Array(view.buffer)
}

const read = (bytes: Uint8Array) => readOrientation(bytes, 0, bytes.length)

test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i is read as SHORT and as LONG, in both byte orders', (orientation) => {
  for (const little of [true, false])
    for (const type of [SHORT, LONG]) expect(read(block(little, type, orientation))).toEqual({ orientation, tagAt: 22 })
})

test.each([0, 0xff])('the name in front of the EXIF block of a JPEG, followed by %i, is skipped', (padding) => {
  const named = Uint8Array.from([0x45, 0x78, 0x69, 0x66, 0, padding, ...block(true, SHORT, 6)])
  expect(read(named)).toEqual({ orientation: 6, tagAt: 28 })
})

test('an invalid orientation is ignored', () => {
  expect(read(block(true, SHORT, 0))).toBeNull()
  expect(read(block(true, SHORT, 9))).toBeNull()
  expect(read(block(true, LONG, 6 << 16))).toBeNull()
  expect(read(block(true, 2, 6))).toBeNull()
  expect(read(block(true, SHORT, 6, 0x0113))).toBeNull()
  expect(read(Uint8Array.from([1, 2, 3]))).toBeNull()
})

test('a truncated block, or one that points beyond its end, is ignored without an error', () => {
  const whole = block(false, SHORT, 6)
  for (let length = 0; length < 34; length++) expect(read(whole.subarray(0, length))).toBeNull()
  const far = whole.slice()
  far.set([0xff, 0xff, 0xff, 0xff], 4)
  expect(read(far)).toBeNull()
})

test('the first of several orientations counts, and none is left in the file', () => {
  const bytes = new Uint8Array(120)
  bytes.set(block(true, SHORT, 6), 10)
  bytes.set(block(false, LONG, 3), 60)
  const blocks = [
    { at: 10, end: 48 },
    { at: 60, end: 98 },
  ]
  const { orientation, tags } = orientationOf(bytes, blocks)
  expect(orientation).toBe(6)
  expect(orientationOf(withoutOrientation(bytes, tags), blocks)).toEqual({ orientation: 1, tags: [] })
})

test('a file that is upright is not copied', () => {
  const bytes = block(true, SHORT, 1)
  expect(withoutOrientation(bytes, orientationOf(bytes, [{ at: 0, end: bytes.length }]).tags)).toBe(bytes)
})

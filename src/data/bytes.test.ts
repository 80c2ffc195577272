// Checksums, and inflating no more than is wanted.
import { deflateSync, Inflate, Unzlib, zlibSync } from 'fflate'
import { expect, test } from 'vitest'
import { crc32, inflateUpTo } from './bytes.ts'

test('CRC-32 of the check string and of no bytes', () => {
  expect(crc32(Uint8Array.from('123456789', (digit) => digit.charCodeAt(0)))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array())).toBe(0)
})

test('the checksum of a file that is read piece by piece is that of the whole', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * i) % 251)
  for (const at of [0, 1, 500, 1000]) expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(crc32(bytes))
})

test('no more is inflated than is asked for, and the rest is not read', () => {
  const zeros = new Uint8Array(40_000_000) // packed, more than one step
  zeros.fill(7, 0, 10)
  const packed = zlibSync(zeros)
  packed.fill(255, packed.length - 1000) // which would throw where it is read
  const { bytes, hasMore } = inflateUpTo(10, packed, Unzlib)
  expect([...bytes]).toEqual(Array(10).fill(7))
  expect(hasMore).toBe(true)
})

test('data of the expected length, or shorter, is inflated completely', () => {
  const text = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251)
  expect(inflateUpTo(text.length, zlibSync(text), Unzlib)).toEqual({ bytes: text, hasMore: false })
  expect(inflateUpTo(text.length + 1, deflateSync(text), Inflate)).toEqual({ bytes: text, hasMore: false })
})

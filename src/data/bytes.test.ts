import { deflateSync, Inflate, Unzlib, zlibSync } from 'fflate'
import { expect, test } from 'vitest'
import { crc32, inflateUpTo } from './bytes.ts'

test('the check value of CRC-32/ISO-HDLC, and nothing', () => {
  expect(crc32(Uint8Array.from('123456789', (digit) => digit.charCodeAt(0)))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array())).toBe(0)
})

test('no more is unpacked than is asked for, and what follows is not even read', () => {
  const zeros = new Uint8Array(40_000_000) // packed, more than one step
  zeros.fill(7, 0, 10)
  const packed = zlibSync(zeros)
  packed.fill(255, packed.length - 1000) // which would throw where it is read
  const { bytes, hasMore } = inflateUpTo(10, packed, Unzlib)
  expect([...bytes]).toEqual(Array(10).fill(7))
  expect(hasMore).toBe(true)
})

test('what is just as long, or shorter, arrives whole', () => {
  const text = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251)
  expect(inflateUpTo(text.length, zlibSync(text), Unzlib)).toEqual({ bytes: text, hasMore: false })
  expect(inflateUpTo(text.length + 1, deflateSync(text), Inflate)).toEqual({ bytes: text, hasMore: false })
})

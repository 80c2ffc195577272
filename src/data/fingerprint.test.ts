// Fingerprints of equal and of different bytes.
import { expect, test } from 'vitest'
import { fingerprint } from './fingerprint.ts'

test('the same bytes at any offset of a buffer have the same fingerprint', () => {
  const bytes = Uint8Array.from({ length: 1001 }, (_, i) => i * 7)
  const moved = new Uint8Array(1100)
  moved.set(bytes, 3)
  expect(fingerprint(moved.subarray(3, 1004))).toBe(fingerprint(bytes))
})

test('another bit, length or order of bytes has another fingerprint', () => {
  const bytes = Uint8Array.from({ length: 67 }, (_, i) => i + 1)
  const seen = new Set([fingerprint(bytes)])
  let made = 1
  for (let bit = 0; bit < bytes.length * 8; bit++, made++) {
    seen.add(fingerprint(bytes.with(bit >> 3, (bytes[bit >> 3] as number) ^ (1 << (bit & 7)))))
  }
  for (let length = 0; length < bytes.length; length++, made++) seen.add(fingerprint(bytes.subarray(0, length)))
  for (let zeros = 1; zeros < 64; zeros++, made++) seen.add(fingerprint(new Uint8Array(zeros)))
  seen.add(fingerprint(bytes.toReversed()))
  expect(seen.size).toBe(made + 1)
})

// Damaged AV1 data; whole files are compared with browsers in cli/parity.
import { expect, test } from 'vitest'
import { readSampleFormat } from './av1-samples.ts'

/** Starts of files by libheif (aom), cavif and GPAC, and what they were coded as. */
test.each([
  ['12000a0618157ffd8540324811800001', { bits: 8, isGrey: true, fullRange: true, is422: false }],
  ['0a095819bfffe1808684d01a03100080', { bits: 8, isGrey: true, fullRange: true, is422: false }],
  ['0a095819bfffe1808684901a03100080', { bits: 8, isGrey: true, fullRange: false, is422: false }],
  ['0a095819bfffe3c04342481a03100080', { bits: 12, isGrey: true, fullRange: false, is422: false }],
  ['0a0b00000003bcf4f3fff31080', { bits: 8, isGrey: false, fullRange: true, is422: false }],
  ['0a0a40000003bcf4f3fff389', { bits: 10, isGrey: false, fullRange: true, is422: true }],
  ['0a0b40000003bcf4f3fff3c880', { bits: 12, isGrey: false, fullRange: true, is422: false }],
])('%s is read', (start, format) => {
  expect(readSampleFormat(Uint8Array.from(start.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)))).toEqual(format)
})

test('anything but complete AV1 data gives null without an error', () => {
  expect(readSampleFormat(new Uint8Array())).toBeNull()
  expect(readSampleFormat(Uint8Array.of(0x12, 0x00, 0x32, 0x01, 0xff))).toBeNull()
  expect(readSampleFormat(new Uint8Array(40).fill(0xff))).toBeNull()
})

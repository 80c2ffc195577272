// Numbers, sizes and times in words.
import { expect, test } from 'vitest'
import { byteSize, counted, duration, formatBytes, formatSetting, significant } from './words.ts'

test('bytes are written for people, rounded up where they are too many', () => {
  expect([0, 512, 1500, 201_600_000, 10_700_000_000].map(formatBytes)).toEqual(['0 bytes', '512 bytes', '1.5 KB', '202 MB', '10.7 GB'])
  expect(formatBytes(2e15)).toBe('2,000 TB')
  expect([1, 63, 1025, 2 ** 31].map(byteSize)).toEqual(['1 byte', '63 bytes', '2 KB', '2,048 MB'])
})

test('counts have their noun, times their units, and figures three digits at most', () => {
  expect([counted(1, 'real images'), counted(2000, 'real images')]).toEqual(['1 real image', '2,000 real images'])
  expect([7, 125, 4500].map(duration)).toEqual(['7 s', '2 min 5 s', '1 h 15 min'])
  expect([0.12345, 45.67, 1234.5].map(significant)).toEqual(['0.123', '45.7', '1,235'])
})

test('settings are written as they are typed', () => {
  expect([0.0002, 1e-7, 0.1 + 0.2, 300, 0.9999].map(formatSetting)).toEqual(['0.0002', '0.0000001', '0.3', '300', '0.9999'])
})

import { expect, test } from 'vitest'
import { crc32 } from './crc32.ts'

test('the check value of CRC-32/ISO-HDLC, and nothing', () => {
  expect(crc32(Uint8Array.from('123456789', (digit) => digit.charCodeAt(0)))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array())).toBe(0)
})

// Against the examples of the specification of protocol buffers (protobuf.dev, "Encoding").
import { expect, test } from 'vitest'
import { floatField, integerField, messageBytes, messageField, type Pieces, repeated, textField } from './protobuf.ts'

const hex = (message: Pieces) => Array.from(messageBytes(message), (byte) => byte.toString(16).padStart(2, '0')).join(' ')

test('whole numbers, text, numbers with a fraction and messages inside messages', () => {
  expect(hex(integerField(1, 150))).toBe('08 96 01')
  expect(hex(textField(2, 'testing'))).toBe('12 07 74 65 73 74 69 6e 67')
  expect(hex(messageField(3, integerField(1, 150)))).toBe('1a 03 08 96 01')
  expect(hex(floatField(2, -1.5))).toBe('15 00 00 c0 bf')
  expect(hex(repeated([1, 2], (value) => integerField(6, value)))).toBe('30 01 30 02')
})

test('fields with high numbers, large numbers and text beyond ASCII', () => {
  expect(hex(integerField(20, 0))).toBe('a0 01 00')
  expect(hex(integerField(1, 2 ** 40))).toBe('08 80 80 80 80 80 20')
  expect(hex(textField(1, 'ß'))).toBe('0a 02 c3 9f')
  for (const value of [-1, 0.5, Number.NaN]) expect(() => integerField(1, value)).toThrow(RangeError)
})

import { expect, test } from 'vitest'
import { ascii, u16le } from './bytes.ts'
import { chunkOf, chunksOf } from './formats/png-chunks.ts'
import { plainFile } from './inspect.ts'

const word = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)

function png(...chunks: readonly Uint8Array[]): Uint8Array {
  const header = chunkOf('IHDR', Uint8Array.of(...word(8), ...word(8), 8, 0, 0, 0, 0))
  return Uint8Array.from(
    [SIGNATURE, header, ...chunks, chunkOf('IDAT', new Uint8Array(4)), chunkOf('IEND', new Uint8Array())].flatMap((part) => [...part]),
  )
}

const namesOf = (bytes: Uint8Array) => [...chunksOf(bytes)].map(({ name }) => name)

test('a gamma that an sRGB chunk overrules is not shown to decoders, one that counts is', () => {
  const gamma = chunkOf('gAMA', word(100_000))
  const overruled = png(chunkOf('sRGB', new Uint8Array(1)), gamma, chunkOf('cHRM', new Uint8Array(32)))
  expect(namesOf(plainFile(overruled, 'png').bytes)).toEqual(['IHDR', 'sRGB', 'IDAT', 'IEND'])
  expect(plainFile(png(gamma), 'png').bytes).toEqual(png(gamma))
})

test('a GIF whose frame reaches over the edge gets a canvas with room for it, one whose frame fits stays as it is', () => {
  const gif = (canvas: number) =>
    Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, canvas, 0, canvas, 0, 0, 0, 0, 0x2c, 4, 0, 2, 0, 10, 0, 10, 0, 0, 2, 0, 0x3b)
  const { bytes } = plainFile(gif(10), 'gif')
  expect([ascii(bytes, 0, 6), u16le(bytes, 6), u16le(bytes, 8)]).toEqual(['GIF89a', 14, 12])
  expect(plainFile(gif(20), 'gif').bytes).toEqual(gif(20))
})

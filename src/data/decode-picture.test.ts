// What is done around a decoder: orientation, chunks that decoders read differently, and the canvas of a GIF.
import { expect, test } from 'vitest'
import { ascii, u16le } from './bytes.ts'
import { applyOrientation, placeOnCanvas } from './decode-picture.ts'
import { chunkOf, chunksOf } from './formats/png-chunks.ts'
import type { DecodedImage } from './image.ts'
import { normaliseFile } from './inspect.ts'

/** Pixels whose first channel is their number, of 3 columns and 2 rows: a b c over d e f. */
const WIDTH = 3
const LETTERS = 'abcdef'

function picture(kind: Uint8ArrayConstructor | Uint16ArrayConstructor): DecodedImage {
  const pixels = new kind(LETTERS.length * 4)
  for (let i = 0; i < LETTERS.length; i++) pixels.set([i + 1, 10, 20, 255], 4 * i)
  return { width: WIDTH, height: 2, pixels }
}

/** Rows of letters; transparent pixels are dots. */
function rows({ width, height, pixels }: DecodedImage): string[] {
  const letter = (i: number) => (pixels[4 * i + 3] === 0 ? '.' : (LETTERS[(pixels[4 * i] as number) - 1] ?? '?'))
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => letter(y * width + x)).join(''))
}

/** What EXIF says of each: where the stored first row and column are seen. */
test.each([
  [1, ['abc', 'def']],
  [2, ['cba', 'fed']],
  [3, ['fed', 'cba']],
  [4, ['def', 'abc']],
  [5, ['ad', 'be', 'cf']],
  [6, ['da', 'eb', 'fc']],
  [7, ['fc', 'eb', 'da']],
  [8, ['cf', 'be', 'ad']],
] as const)('orientation %i is seen upright, at 8 and at 16 bits', (orientation, seen) => {
  for (const kind of [Uint8Array, Uint16Array] as const) {
    const image = applyOrientation(picture(kind), orientation)
    expect(rows(image)).toEqual(seen)
    expect(image.pixels).toBeInstanceOf(kind)
    expect([...image.pixels.subarray(1, 4)]).toEqual([10, 20, 255])
  }
})

test('pixels at an unaligned offset are oriented too', () => {
  const { width, height, pixels } = picture(Uint8Array)
  const shifted = new Uint8Array(pixels.length + 1)
  shifted.set(pixels, 1)
  expect(rows(applyOrientation({ width, height, pixels: shifted.subarray(1) }, 3))).toEqual(['fed', 'cba'])
})

test.each([
  [{ left: 1, top: 1, width: 5, height: 4 }, ['.....', '.abc.', '.def.', '.....']],
  [{ left: -1, top: 0, width: 2, height: 1 }, ['bc']],
  [{ left: 2, top: -1, width: 4, height: 2 }, ['..de', '....']],
  [{ left: 9, top: 9, width: 2, height: 1 }, ['..']],
])('a picture at %o is placed on its canvas or cut', (placement, seen) => {
  for (const kind of [Uint8Array, Uint16Array] as const) expect(rows(placeOnCanvas(picture(kind), placement))).toEqual(seen)
})

const word = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)

function png(...chunks: readonly Uint8Array[]): Uint8Array {
  const header = chunkOf('IHDR', Uint8Array.of(...word(8), ...word(8), 8, 0, 0, 0, 0))
  return Uint8Array.from(
    [SIGNATURE, header, ...chunks, chunkOf('IDAT', new Uint8Array(4)), chunkOf('IEND', new Uint8Array())].flatMap((part) => [...part]),
  )
}

const namesOf = (bytes: Uint8Array) => [...chunksOf(bytes)].map(({ name }) => name)

test('a gamma that an sRGB chunk overrules is removed, any other stays', () => {
  const gamma = chunkOf('gAMA', word(100_000))
  const overruled = png(chunkOf('sRGB', new Uint8Array(1)), gamma, chunkOf('cHRM', new Uint8Array(32)))
  expect(namesOf(normaliseFile(overruled, 'png').bytes)).toEqual(['IHDR', 'sRGB', 'IDAT', 'IEND'])
  expect(normaliseFile(png(gamma), 'png').bytes).toEqual(png(gamma))
})

test('a GIF whose frame exceeds the canvas gets a larger canvas, another stays as it is', () => {
  const gif = (canvas: number) =>
    Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, canvas, 0, canvas, 0, 0, 0, 0, 0x2c, 4, 0, 2, 0, 10, 0, 10, 0, 0, 2, 0, 0x3b)
  const { bytes } = normaliseFile(gif(10), 'gif')
  expect([ascii(bytes, 0, 6), u16le(bytes, 6), u16le(bytes, 8)]).toEqual(['GIF89a', 14, 12])
  expect(normaliseFile(gif(20), 'gif').bytes).toEqual(gif(20))
})

import { expect, test } from 'vitest'
import type { DecodedImage } from './image.ts'
import { placed, turned } from './orient.ts'

/** Pixels whose first channel is their number, of 3 columns and 2 rows: a b c over d e f. */
const WIDTH = 3
const LETTERS = 'abcdef'

function picture(kind: Uint8ArrayConstructor | Uint16ArrayConstructor): DecodedImage {
  const pixels = new kind(LETTERS.length * 4)
  for (let i = 0; i < LETTERS.length; i++) pixels.set([i + 1, 10, 20, 255], 4 * i)
  return { width: WIDTH, height: 2, pixels }
}

/** Rows of letters; what is see-through is a dot. */
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
    const image = turned(picture(kind), orientation)
    expect(rows(image)).toEqual(seen)
    expect(image.pixels).toBeInstanceOf(kind)
    expect([...image.pixels.subarray(1, 4)]).toEqual([10, 20, 255])
  }
})

test('pixels that do not begin at a whole word are turned too', () => {
  const { width, height, pixels } = picture(Uint8Array)
  const shifted = new Uint8Array(pixels.length + 1)
  shifted.set(pixels, 1)
  expect(rows(turned({ width, height, pixels: shifted.subarray(1) }, 3))).toEqual(['fed', 'cba'])
})

test.each([
  [{ left: 1, top: 1, width: 5, height: 4 }, ['.....', '.abc.', '.def.', '.....']],
  [{ left: -1, top: 0, width: 2, height: 1 }, ['bc']],
  [{ left: 2, top: -1, width: 4, height: 2 }, ['..de', '....']],
  [{ left: 9, top: 9, width: 2, height: 1 }, ['..']],
])('a picture at %o is laid on its canvas or cut', (placement, seen) => {
  for (const kind of [Uint8Array, Uint16Array] as const) expect(rows(placed(picture(kind), placement))).toEqual(seen)
})

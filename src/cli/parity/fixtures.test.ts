// Files of other programs that page and command line once showed each in a way of its own, and what is right. `e2e/parity.spec.ts` holds the
// page to the same.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { decodePicture } from '../../data/decode-picture.ts'
import { ANIMATED, type Decode, type DecodedFormat } from '../../data/image.ts'
import { localImportPool } from '../../data/import-pool.ts'
import { inspect } from '../../data/inspect.ts'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import { decodeInNode } from '../decode.ts'

const read = (name: string) => new Uint8Array(readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))))

async function decode(name: string) {
  const bytes = read(name)
  const { format, changes } = inspect(bytes)
  const image = await decodePicture(bytes, format as DecodedFormat, decodeInNode)
  /** The colour of a pixel on white. */
  const at = (x: number, y: number) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = image.pixels.subarray(4 * (y * image.width + x))
    return [red, green, blue].map((value) => (value * alpha) / 255 + 255 - alpha)
  }
  return { ...image, changes, at }
}

function expectNear(colour: readonly number[], right: readonly number[], tolerance: number): void {
  const apart = Math.max(...colour.map((value, i) => Math.abs(value - (right[i] as number))))
  expect(apart, `${colour} instead of ${right}`).toBeLessThanOrEqual(tolerance)
}

const RED = [220, 40, 30]
const GREEN = [30, 190, 60]
const BLUE = [40, 60, 210]
const YELLOW = [230, 210, 40]

/** Colours in the four quarters, from the top left, row by row, and by how many levels they may be off. */
const COLOURS: readonly (readonly [string, readonly (readonly number[] | null)[], number])[] = [
  [
    'gama-1.png',
    [
      [239, 110, 96],
      [96, 224, 133],
      [110, 133, 234],
      [244, 234, 110],
    ],
    2,
  ],
  [
    'gama-chrm-imagemagick.png',
    [
      [221, 35, 24],
      [24, 191, 57],
      [35, 57, 211],
      [231, 211, 35],
    ],
    2,
  ],
  ['cicp-p3.png', [[240, 0, 0], [0, 193, 24], null, null], 2],
  ['nclx-p3.avif', [[241, 0, 0], [0, 193, 24], null, null], 2],
  ['avif-sequence.avif', [null, GREEN, BLUE, YELLOW], 4],
  ['clap.avif', [RED, GREEN, BLUE, YELLOW], 4],
  ['apng-default-is-no-frame.png', [null, null, null, GREEN], 0],
]

test.each(COLOURS)('%s has the right colours', async (name, right, tolerance) => {
  const { width, height, at } = await decode(name)
  right.forEach((colour, quarter) => {
    const [across, down] = [quarter % 2 ? 0.75 : 0.25, quarter < 2 ? 0.125 : 0.75]
    if (colour) expectNear(at(Math.floor(width * across), Math.floor(height * down)), colour, tolerance)
  })
})

test('an orientation stored as LONG is applied to a JPEG', async () => {
  const { width, height, at } = await decode('exif6-as-long.jpg')
  expect([width, height]).toEqual([48, 64])
  // Orientation 6: the stored left column becomes the top row.
  expectNear(at(12, 16), BLUE, 4)
  expectNear(at(36, 16), RED, 4)
  expectNear(at(12, 48), YELLOW, 4)
  expectNear(at(36, 48), GREEN, 4)
})

test('premultiplied colours are divided by alpha', async () => {
  const { at } = await decode('avif-premultiplied.avif')
  expectNear(at(50, 15), [142, 222, 157], 4)
})

test('a clean aperture is applied', async () => {
  expect(await decode('clap.avif')).toMatchObject({ width: 32, height: 24 })
})

test('sequences are reported as animations, also where the default image is not a frame', async () => {
  expect((await decode('avif-sequence.avif')).changes).toEqual([ANIMATED])
  expect((await decode('apng-default-is-no-frame.png')).changes).toEqual([ANIMATED])
})

test('an alpha of another size than its picture is refused without another error', async () => {
  let decoded = 0
  const growing: Decode = async () => {
    const side = 8 * ++decoded
    return { width: side, height: side, pixels: new Uint8Array(side * side * 4) }
  }
  const file = { bytes: read('avif-premultiplied.avif'), packed: null }
  const [result] = await localImportPool(growing)(DEFAULT_PREPARATION).prepare([file])
  expect(result).toMatchObject({ accepted: false, kind: 'damaged' })
})

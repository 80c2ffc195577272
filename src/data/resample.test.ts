// Resampling: aliasing, flat areas, edges, transparency.
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import type { RgbaImage } from './image.ts'
import { packGrey, resample, toSquare as toSquareBy } from './resample.ts'

const toSquare = (image: RgbaImage, size: Preparation['size']) => toSquareBy(image, { ...DEFAULT_PREPARATION, size })

/** An opaque picture from a function of the place. */
function picture(width: number, height: number, colour: (x: number, y: number) => readonly number[]) {
  const pixels = new Uint8Array(width * height * 4)
  for (let i = 0; i < width * height; i++)
    pixels.set(
      [255, 255, 255, 255].map((full, c) => colour(i % width, Math.floor(i / width))[c] ?? full),
      i * 4,
    )
  return { width, height, pixels }
}

const spread = (values: Uint8Array) => Math.max(...values) - Math.min(...values)

test.each([16, 32, 64] as const)('a fine checkerboard becomes even grey at %i px', (size) => {
  for (const side of [255, 256, 1000]) {
    const small = toSquare(
      picture(side, side, (x, y) => Array(3).fill(((x + y) % 2) * 255)),
      size,
    )
    expect(spread(small), `${side}`).toBeLessThan(6)
    expect(Math.abs((small[0] as number) - 127.5)).toBeLessThan(4)
  }
})

test('a zone plate keeps its low frequencies and loses its high ones', () => {
  const side = 512
  const size = 32
  const wave = (x: number, y: number) => 127.5 + 127.5 * Math.cos((Math.PI * ((x - 256) ** 2 + (y - 256) ** 2)) / side)
  const small = toSquare(
    picture(side, side, (x, y) => Array(3).fill(wave(x, y))),
    size,
  )
  // The rate at distance r from the middle is r / 512 waves a pixel; the small image holds 1/32 at most, so r up to 16.
  const beyond = small.filter((_, i) => Math.hypot((Math.floor(i / 3) % size) - 15.5, Math.floor(i / 3 / size) - 15.5) > 3)
  expect(spread(beyond)).toBeLessThan(16)
  expect(small[(16 * size + 16) * 3]).toBeGreaterThan(170)
})

test('a flat picture stays flat, and values at an edge stay within 0 and 255', () => {
  expect(
    spread(
      toSquare(
        picture(77, 50, () => [90, 90, 90]),
        32,
      ),
    ),
  ).toBe(0)
  const edge = toSquare(
    picture(40, 40, (x) => Array(3).fill(x < 20 ? 0 : 255)),
    32,
  )
  expect([edge[0], edge[31 * 3]]).toEqual([0, 255])
})

test('a picture of the wanted size passes as it is; twice the size is the mean of its blocks', () => {
  const noise = picture(16, 16, (x, y) => [(x * 37 + y * 91) % 256, (x * 11) % 256, (y * 53) % 256])
  expect(toSquare(noise, 16)).toEqual(noise.pixels.filter((_, i) => i % 4 !== 3))
  const doubled = picture(1024, 1024, (x, y) => [Math.floor(x / 64) * 10, Math.floor(y / 64) * 10, 0])
  expect(toSquare(doubled, 16)[(3 * 16 + 5) * 3]).toBe(50)
})

test('the middle of a wide and of a tall picture is taken', () => {
  const inMiddle = (along: number) => (along >= 64 && along < 96 ? [0, 255, 0] : [255, 0, 0])
  const green = [0, 255, 0]
  for (const small of [
    toSquare(picture(160, 32, inMiddle), 32),
    toSquare(
      picture(32, 160, (_, y) => inMiddle(y)),
      32,
    ),
  ]) {
    expect([...small.subarray(0, 3)]).toEqual(green)
    expect([...small.subarray(-3)]).toEqual(green)
  }
})

test('what is transparent shows white, half transparent half of it', () => {
  const small = toSquare(
    picture(16, 16, (x) => (x < 8 ? [0, 0, 0, 0] : [0, 0, 0, 127])),
    16,
  )
  expect([small[0], small[15 * 3]]).toEqual([255, 128])
})

test('both axes are treated alike', () => {
  const wide = picture(50, 50, (x, y) => [(x * 5) % 256, (y * 5) % 256, 0])
  const small = toSquare(wide, 16)
  for (let i = 0; i < 16; i++) for (let j = 0; j < 16; j++) expect(small[(i * 16 + j) * 3]).toBe(small[(j * 16 + i) * 3 + 1])
})

test('one channel is resampled as three are', () => {
  const grey = Uint8Array.from({ length: 28 * 28 }, (_, i) => (i * 97) % 256)
  const rgb = Uint8Array.from({ length: grey.length * 3 }, (_, i) => grey[Math.floor(i / 3)] as number)
  expect(packGrey(resample(rgb, 28, 28, 16, 3))).toEqual(resample(grey, 28, 28, 16, 1))
})

test('grey within two levels is packed into one channel, a hint of colour is not', () => {
  expect(packGrey(Uint8Array.of(10, 11, 12, 200, 200, 198))).toEqual(Uint8Array.of(11, 200))
  expect(packGrey(Uint8Array.of(10, 10, 10, 200, 200, 197))).toHaveLength(6)
})

// Conversions to sRGB whose result is known.
import { expect, test } from 'vitest'
import { matrixOf, SRGB_CHROMATICITIES, SRGB_CURVE, SRGB_TO_XYZ, spaceOfCodes, toSrgb } from './colour-space.ts'

/** All greys of as many bits, opaque. */
function greys(pixels: Uint8Array | Uint16Array, most: number) {
  const width = pixels.length / 4
  for (let i = 0; i < width; i++) pixels.fill(Math.round((i * most) / (width - 1)), 4 * i, 4 * i + 3)
  return { width, height: 1, pixels }
}

function farthest(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Array.from(one).reduce((most, value, i) => Math.max(most, Math.abs(value - (other[i] as number))), 0)
}

test('sRGB is unchanged, at 8 bits and at 16', () => {
  const space = { curves: [SRGB_CURVE, SRGB_CURVE, SRGB_CURVE], toXyz: SRGB_TO_XYZ } as const
  const small = greys(new Uint8Array(1024), 255)
  expect(farthest(toSrgb({ ...small, pixels: small.pixels.slice() }, space).pixels, small.pixels)).toBe(0)
  const deep = greys(new Uint16Array(4 * 4096), 65_535)
  expect(farthest(toSrgb({ ...deep, pixels: deep.pixels.slice() }, space).pixels, deep.pixels)).toBeLessThanOrEqual(2)
})

test.each([1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22])('white and greys stay neutral with primaries %i', (primaries) => {
  const space = spaceOfCodes(primaries, 13)
  if (!space) throw new Error('no space')
  const { pixels } = toSrgb(greys(new Uint8Array(1024), 255), space)
  expect(farthest(pixels, greys(new Uint8Array(1024), 255).pixels)).toBeLessThanOrEqual(1)
})

test('neither unspecified codes nor primaries on a line give a colour space', () => {
  expect(spaceOfCodes(2, 13)).toBeNull()
  expect(spaceOfCodes(1, 2)).toBeNull()
  expect(matrixOf([0.3127, 0.329, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3])).toBeNull()
  expect(matrixOf([0, 0, ...SRGB_CHROMATICITIES.slice(2)] as unknown as typeof SRGB_CHROMATICITIES)).toBeNull()
})

/** Chromium 156, a PNG with these codes and the colour (212, 32, 22). */
test.each([
  [5, 6, [214, 20, 9]],
  [4, 4, [253, 0, 0]],
  [1, 7, [217, 50, 40]],
  [22, 13, [214, 45, 20]],
  [10, 8, [255, 0, 99]],
  [11, 17, [229, 0, 0]],
] as const)('primaries %i and curve %i are as in a browser', (primaries, transfer, shown) => {
  const space = spaceOfCodes(primaries, transfer)
  if (!space) throw new Error('no space')
  const { pixels } = toSrgb({ width: 1, height: 1, pixels: Uint8Array.of(212, 32, 22, 255) }, space)
  expect(farthest(pixels.subarray(0, 3), shown)).toBeLessThanOrEqual(1)
})

// Sets that use a sliver of the range from black to white, those that only look dark, and levels that do not fit the pictures.
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION, type Preparation } from '../../spec/config.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { Collection } from '../collection.ts'
import { drawDiscs } from '../discs.ts'
import { toEightBits } from '../pixels.ts'
import { drawShapes } from '../shapes.ts'
import { examine } from './examine.ts'
import { type Paint, photos, SIZE, setOf } from './test-support.ts'

async function levelsOf(set: Collection, changes: Partial<Preparation> = {}) {
  const { warnings } = await examine(set, { ...DEFAULT_PREPARATION, ...changes })
  return warnings.filter(({ kind }) => kind === 'levels')
}

const clamped = (value: number) => Math.min(255, Math.max(0, value))
/** As if each level were one of so many bits, and stored as one of 16. */
const stored =
  (bits: number): Paint =>
  (_x, _y, value) =>
    Math.round((clamped(value) / 255) * 255 * 2 ** (bits - 16))

test.each([
  [10, 4],
  [12, 16],
  [14, 64],
])('%i bits stored as 16 are nearly black, and levels from 0 to %i mend them', async (bits, white) => {
  const [warning, ...others] = await levelsOf(photos(60, stored(bits)))
  expect(others).toEqual([])
  expect(warning).toMatchObject({
    title: 'The images are nearly black',
    evidence: expect.stringMatching(new RegExp(`^60 of 60 images stay within levels \\d to ${white}, where 0 is black and 255 white: `)),
    pictures: { count: 6 },
    remedy: { label: 'Stretch the levels', changes: { blackLevel: expect.closeTo(0, 0), whiteLevel: white } },
  })
})

test('the warning is given also where every image is left out as nearly one colour', async () => {
  const set = await examine(photos(60, stored(9)), DEFAULT_PREPARATION)
  expect(set.leftOut.size).toBe(60)
  expect(set.warnings).toMatchObject([{ kind: 'levels', remedy: { changes: { blackLevel: 0, whiteLevel: 2 } } }])
  const black = await examine(setOf(new Uint8Array(60 * SIZE * SIZE), 1), DEFAULT_PREPARATION)
  expect(black.warnings).toMatchObject([{ kind: 'levels', pictures: null, remedy: { changes: { blackLevel: 0, whiteLevel: 1 } } }])
})

test('a narrow bright range and a narrow grey range have titles of their own, and levels within those that are set', async () => {
  const bright = photos(60, (_x, _y, value) => 205 + clamped(value) / 5.1)
  expect(await levelsOf(bright)).toMatchObject([{ title: 'The images are nearly white', remedy: { changes: { whiteLevel: 255 } } }])
  const [grey] = await levelsOf(photos(60, (_x, _y, value) => 100 + clamped(value) / 5.1))
  expect(grey).toMatchObject({ title: 'The images have hardly any contrast' })
  const [again] = await levelsOf(
    photos(60, (_x, _y, value) => 100 + clamped(value) / 5.1),
    { blackLevel: 0, whiteLevel: 25.5 },
  )
  const tenth = (level: number | undefined) => (level ?? Number.NaN) / 10
  const { blackLevel, whiteLevel } = grey?.remedy?.changes ?? {}
  expect(again?.remedy?.changes).toEqual({
    blackLevel: expect.closeTo(tenth(blackLevel), 1),
    whiteLevel: expect.closeTo(tenth(whiteLevel), 1),
  })
})

test('with the remedy applied there is no warning', async () => {
  const dark = photos(60, stored(12))
  const [warning] = await levelsOf(dark)
  const levels = { blackLevel: 0, whiteLevel: 255, ...warning?.remedy?.changes }
  const rgba = Uint8Array.from({ length: 4 * dark.images.length }, (_, i) => (i % 4 === 3 ? 255 : (dark.images[i >> 2] as number)))
  const { pixels } = toEightBits({ width: dark.images.length, height: 1, pixels: rgba }, levels)
  const mended = Uint8Array.from(dark.images, (_, i) => pixels[4 * i] as number)
  expect(await levelsOf(setOf(mended, 1), levels)).toEqual([])
})

test.each<[string, () => Collection]>([
  ['photographs', () => photos(60)],
  ['shapes', () => setOf(drawShapes(200, SIZE, 1))],
  ['discs', () => setOf(drawDiscs(200, SIZE, 1))],
  ['night skies with a star each', () => photos(60, (x, y, value, i) => (x === i % SIZE && y === 7 ? 230 : clamped(value) / 12))],
  ['thin strokes on black', () => photos(60, (x, _y, _value, i) => (x === 3 + (i % 20) ? 255 : 0))],
  ['one colour, strong', () => setOf(Uint8Array.from({ length: 60 * SIZE * SIZE * 3 }, (_, i) => (i % 3 === 0 ? 200 : 0)))],
])('%s use the range and get no word', async (_, make) => {
  expect(await levelsOf(make())).toEqual([])
})

test('a few bright pictures do not suppress the warning that all others are black', async () => {
  const [warning] = await levelsOf(photos(60, (x, y, value, i) => (i < 3 ? value : stored(12)(x, y, value, i))))
  expect(warning).toMatchObject({ evidence: expect.stringMatching(/^57 of 60/), remedy: { changes: { whiteLevel: 16 } } })
  expect(await levelsOf(photos(60, (x, y, value, i) => (i < 6 ? value : stored(12)(x, y, value, i))))).toEqual([])
})

test('levels that cut off nearly everything are reported, with a reset as remedy', async () => {
  const white = new RandomStream(3, 'dataset').uniforms(60 * SIZE * SIZE).map((share) => (share < 0.01 ? 0 : 255))
  const [warning] = await levelsOf(setOf(Uint8Array.from(white), 1), { whiteLevel: 16 })
  expect(warning).toMatchObject({
    title: 'The levels leave nothing to see',
    evidence: expect.stringContaining('60 of 60 images are all black or white between “Black level” 0 and “White level” 16'),
    remedy: { changes: { blackLevel: 0, whiteLevel: 255 } },
  })
  expect(await levelsOf(setOf(Uint8Array.from(white), 1))).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { SCORE_VALUES } from '../../spec/scores.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { frechetDistance, momentsOf } from './frechet.ts'
import type { SetClasses, Sets } from './metric.ts'
import { gaussianTable, scoreSets } from './test-support.ts'

const WIDTH = 24
const drawn = (seed: number, rows: number, width = WIDTH) => gaussianTable(seed, { rows, width })
/** Two classes that take turns; nothing tells them apart. */
function twoClasses(sets: Required<Sets>): SetClasses {
  const inTurn = ({ rows }: FeatureTable) => Array.from({ length: rows }, (_, row) => row % 2)
  const { real, fake, training, heldOut } = sets
  return { names: ['a', 'b'], rows: { real: inTurn(real), fake: inTurn(fake), training: inTurn(training), heldOut: inTurn(heldOut) } }
}
const moved = (table: FeatureTable, by: number) => ({ ...table, values: table.values.map((value) => value + by) })

test('gives every value of the table of scores where there are enough images', () => {
  const real = drawn(1, 300)
  const fake = moved(drawn(2, 250), 0.3)
  const sets = { real, fake, training: drawn(3, 200), heldOut: drawn(4, 60) }
  const { missing, counts, ...scores } = scoreSets(sets, 1, { classes: twoClasses(sets) })
  expect(missing).toEqual({})
  expect(Object.entries(scores).filter(([, value]) => value === null)).toEqual([])
  expect(Object.keys(scores).sort()).toEqual([...Object.keys(SCORE_VALUES), 'fidFloorCount'].sort())
  expect(counts).toEqual({ real: 300, fake: 250, training: 200, heldOut: 60 })
  expect(scores.fid).toBe(frechetDistance(momentsOf(real), momentsOf(fake)))
  expect(scores.kid).toBeGreaterThan(3 * (scores.kidStderr as number))
  for (const share of [scores.precision, scores.recall, scores.coverage, scores.density]) expect(share).toBeGreaterThan(0.2)
  expect(scores.memorisation?.copiedShare).toBeLessThan(0.2)
})

test('every number but the floor depends on the images alone, the floor on the seed', () => {
  const sets = { real: drawn(1, 120), fake: drawn(2, 100) }
  const [first, again, other] = [scoreSets(sets, 1), scoreSets(sets, 1), scoreSets(sets, 2)]
  expect(again).toEqual(first)
  expect(other.fidFloor).not.toBe(first.fidFloor)
  expect({ ...other, fidFloor: 0, fidFloorAtCounts: 0 }).toEqual({ ...first, fidFloor: 0, fidFloorAtCounts: 0 })
})

describe('the floor', () => {
  test('is that of halves, at most as large as the set of generated images', () => {
    expect(scoreSets({ real: drawn(1, 301), fake: drawn(2, 200) }, 1).fidFloorCount).toBe(150)
    expect(scoreSets({ real: drawn(1, 400), fake: drawn(2, 60) }, 1).fidFloorCount).toBe(60)
  })

  test.each([
    [1000, 1000],
    [1200, 500],
    [500, 1200],
  ])('brought to the counts is what a perfect generator scores with %i real and %i generated images', (rows, samples) => {
    const perfect = Array.from({ length: 4 }, (_, i) => scoreSets({ real: drawn(2 * i, rows), fake: drawn(2 * i + 1, samples) }, 1))
    const total = (values: readonly (number | null)[]) => values.reduce<number>((sum, value) => sum + (value as number), 0)
    expect(
      Math.abs(total(perfect.map(({ fidFloorAtCounts }) => fidFloorAtCounts)) / total(perfect.map(({ fid }) => fid)) - 1),
    ).toBeLessThan(0.1)
  })
})

describe('gives the reason for each score that it cannot give, and the other scores', () => {
  test('where there are fewer images than features', () => {
    const { missing, ...scores } = scoreSets({ real: drawn(1, 20), fake: drawn(2, 20) }, 1)
    expect(scores).toMatchObject({ fid: null, fidFloor: null, fidFloorAtCounts: null, memorisation: null })
    expect(Object.keys(missing)).toEqual(['fid', 'fidFloor', 'memorisation'])
    expect(missing.fid).toBe(
      '20 real images are too few for the Fréchet distance of 24 features: at least 25 are needed. Take more images.',
    )
    expect(missing.fidFloor).toBe(
      '10 real images in each half are too few for the floor of the Fréchet distance: at least 25 are needed. Take more images.',
    )
    for (const given of [scores.kid, scores.kidStderr, scores.precision, scores.recall, scores.density, scores.coverage])
      expect(given).not.toBeNull()
  })

  test('where there are enough images, but not for halves', () => {
    const { fid, fidFloor, missing } = scoreSets({ real: drawn(1, 40), fake: drawn(2, 40) }, 1)
    expect(fid).toBeGreaterThan(0)
    expect(fidFloor).toBeNull()
    expect(missing.fid).toBeUndefined()
  })

  test('where the generator has collapsed', () => {
    const collapsed = { values: new Float32Array(100 * WIDTH).fill(1), rows: 100, width: WIDTH }
    const { fid, recall, missing } = scoreSets({ real: drawn(1, 100), fake: collapsed }, 1)
    expect([fid, recall]).toEqual([null, 0])
    expect(missing.fid).toMatch(/^All 100 generated images have the same features.*collapsed/)
  })

  test('where there is hardly an image', () => {
    const { missing, counts, similarity, ...scores } = scoreSets({ real: drawn(1, 1), fake: drawn(2, 1) }, 1)
    expect(similarity).not.toBeNull() // it is computed from the pictures
    expect(Object.keys(missing).sort()).toEqual(['densityCoverage', 'fid', 'fidFloor', 'kid', 'memorisation', 'precisionRecall'])
    expect(counts.real).toBe(1)
    expect(new Set(Object.values({ ...scores, fidFloorCount: null }))).toEqual(new Set([null]))
  })

  test('where there is nothing to tell copies by', () => {
    const sets = { real: drawn(1, 60), fake: drawn(2, 60), training: drawn(3, 60) }
    expect(scoreSets(sets, 1).missing.memorisation).toMatch(/hold out 19 or more from training/)
    expect(scoreSets({ ...sets, heldOut: drawn(4, 10) }, 1).missing.memorisation).toMatch(/^10 held-out images are too few/)
  })
})

test('refuses tables that no score can be given for', () => {
  const broken = drawn(1, 60)
  broken.values[WIDTH + 1] = Number.NaN
  expect(() => scoreSets({ real: drawn(1, 60), fake: broken }, 1)).toThrow('features of generated image 2 are not finite')
  expect(() => scoreSets({ real: broken, fake: drawn(1, 60) }, 1)).toThrow('features of real image 2 are not finite')
  expect(() => scoreSets({ real: drawn(1, 60), fake: drawn(1, 0) }, 1)).toThrow('There are no generated images: add some.')
  expect(() => scoreSets({ real: drawn(1, 60), fake: drawn(1, 60, 23) }, 1)).toThrow('Features of 24 and of 23 numbers cannot be compared')
})

test('reports its progress, which never falls and is 1 at the end', () => {
  const shares: number[] = []
  const sets = { real: drawn(1, 300), fake: drawn(2, 250), training: drawn(3, 200), heldOut: drawn(4, 60) }
  scoreSets(sets, 1, { classes: twoClasses(sets), onProgress: (share) => shares.push(share) })
  expect(shares).toEqual(shares.slice().sort((a, b) => a - b))
  expect(shares.length).toBeGreaterThan(20)
  expect(shares.filter((share) => share === 1)).toEqual([1])
  expect(shares.at(-2)).toBeCloseTo(0.999, 9) // all work was counted
})

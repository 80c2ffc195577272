// Scores of classes: held to scikit-learn and numpy (reference/metrics_fixture.py), and to cases whose result is known.
import { describe, expect, test } from 'vitest'
import { NO_CLASS } from '../../spec/classes.ts'
import type { ClassScore } from '../../spec/scores.ts'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import type { SetClasses, Sets } from './metric.ts'
import fixture from './metrics.fixture.json' with { type: 'json' }
import { createBits, drawTable, expectClose, gaussianTable, type Recipe, scoreSets } from './test-support.ts'

type Centres = Pick<(typeof fixture.classes)[number], 'width' | 'count' | 'centres' | 'spread'>

/** Rows take turns among the classes, and each class has its centre. */
function drawClasses({ width, count, centres, spread }: Centres, recipe: Omit<Recipe, 'width'>): FeatureTable {
  const bits = createBits(centres)
  const centre = Float64Array.from({ length: count * width }, () => 2 * (bits() / 2147483647) - 1)
  const { values, rows } = drawTable({ ...recipe, width })
  const moved = values.map((value, i) => value + spread * (centre[(Math.floor(i / width) % count) * width + (i % width)] as number))
  return { values: moved, rows, width }
}

test.each(fixture.classes)('$name: as scikit-learn has it', ({ expected, ...given }) => {
  const sides = ['real', 'fake', 'training', 'heldOut'] as const
  const sets = Object.fromEntries(sides.map((side) => [side, drawClasses(given, given[side])])) as unknown as Required<Sets>
  const inTurn = (side: keyof Sets) =>
    Array.from({ length: sets[side].rows }, (_, row) => (row % given.unknown === 0 ? NO_CLASS : row % given.count))
  const fake = Array.from({ length: sets.fake.rows }, (_, row) => (row + given.turned) % given.count)
  const rows = { real: inTurn('real'), fake, training: inTurn('training'), heldOut: inTurn('heldOut') }
  const names = Array.from({ length: given.count }, (_, index) => `class ${index}`)
  const { perClass, missing: _, ...scores } = scoreSets(sets, 1, { classes: { names, rows } })
  const { perClass: wanted, ...accuracies } = expected
  expectClose({ ...scores }, accuracies)
  expect(perClass?.map(({ name }) => name)).toEqual(names)
  wanted.forEach(({ kid, kidStderr, ...others }, index) => {
    const seen = perClass?.[index] as ClassScore
    expectClose({ ...seen }, others)
    if (kid === null) expect([seen.kid, seen.kidStderr]).toEqual([null, null])
    else expectClose({ ...seen }, { kid, kidStderr })
  })
})

/** Three classes of 40 real images each, far apart, and 30 samples of each of the same distributions. */
const COUNT = 3
const WIDTH = 6
const NAMES = ['cat', 'dog', 'owl']
const classesOf = ({ rows }: FeatureTable) => Array.from({ length: rows }, (_, row) => row % COUNT)
function apart(seed: number, rows: number): FeatureTable {
  const table = gaussianTable(seed, { rows, width: WIDTH })
  const values = table.values.map((value, i) => value + 4 * (Math.floor(i / WIDTH) % COUNT === i % WIDTH ? 1 : 0))
  return { ...table, values }
}
const real = apart(1, 40 * COUNT)
const fake = apart(2, 30 * COUNT)

function scored(sets: Sets, rows: Partial<SetClasses['rows']> = {}) {
  const { classAccuracy, classAccuracyReal, perClass, missing } = scoreSets(sets, 1, {
    classes: { names: NAMES, rows: { real: classesOf(sets.real), fake: classesOf(sets.fake), ...rows } },
  })
  return { classAccuracy, classAccuracyReal, perClass: perClass ?? [], missing }
}

const diversities = (perClass: readonly ClassScore[]) => perClass.map(({ diversity }) => diversity as number)

describe('three classes that are easy to tell', () => {
  test('samples like the real images are as often right as those, and as varied', () => {
    const { classAccuracy, classAccuracyReal, perClass } = scored({ real, fake })
    expect(classAccuracyReal).toBeGreaterThan(0.9)
    expect(Math.abs((classAccuracy as number) - (classAccuracyReal as number))).toBeLessThan(0.07)
    for (const diversity of diversities(perClass)) expect(Math.abs(diversity - 1)).toBeLessThan(0.15)
    for (const { kid, kidStderr } of perClass) expect(Math.abs(kid as number)).toBeLessThan(3 * (kidStderr as number))
    expect(perClass.map(({ name, real: images, fake: samples }) => [name, images, samples])).toEqual(NAMES.map((name) => [name, 40, 30]))
  })

  test('samples of a class that are all the same have no diversity, however right they are', () => {
    const owls = takeRows(
      fake,
      Array.from({ length: fake.rows }, (_, row) => (row % COUNT === 2 ? 2 : row)),
    )
    const { perClass } = scored({ real, fake: owls })
    expect(perClass[2]).toMatchObject({ accuracy: 1, diversity: 0 })
    for (const diversity of diversities(perClass.slice(0, 2))) expect(diversity).toBeGreaterThan(0.8)
  })

  test('samples of another class than the one asked for are wrong', () => {
    const asked = classesOf(fake).map((index) => (index + 1) % COUNT)
    const { classAccuracy, perClass } = scored({ real, fake }, { fake: asked })
    expect(classAccuracy).toBeLessThan(0.05)
    for (const { accuracy } of perClass) expect(accuracy).toBeLessThan(0.1)
  })

  test('images without a class take no part', () => {
    const none = (classes: readonly number[], every: number) => classes.map((index, row) => (row % every === 0 ? NO_CLASS : index))
    const rows = { real: none(classesOf(real), 2), fake: none(classesOf(fake), 5) }
    const { perClass } = scored({ real, fake }, rows)
    const count = (classes: readonly number[], index: number) => classes.filter((found) => found === index).length
    expect(perClass.map((one) => [one.real, one.fake])).toEqual(NAMES.map((_, i) => [count(rows.real, i), count(rows.fake, i)]))
  })
})

test('a class with too few images or samples has no kernel distance, and with fewer still no diversity', () => {
  const few = (counts: readonly number[]) => (_: unknown, row: number) =>
    Math.floor(row / COUNT) < (counts[row % COUNT] as number) ? row % COUNT : NO_CLASS
  const rows = { real: classesOf(real).map(few([40, 19, 7])), fake: classesOf(fake).map(few([20, 30, 30])) }
  const { perClass } = scored({ real, fake }, rows)
  expect(perClass.map(({ kid }) => kid !== null)).toEqual([true, false, false])
  expect(perClass.map(({ diversity }) => diversity !== null)).toEqual([true, true, false])
})

test('samples of a class that the classifier has not met are not judged', () => {
  const known = classesOf(real).map((index) => (index === 1 ? NO_CLASS : index))
  const { classAccuracy, perClass } = scored({ real, fake }, { real: known })
  expect(perClass.map(({ accuracy }) => accuracy !== null)).toEqual([true, false, true])
  expect(classAccuracy).toBeGreaterThan(0.9)
})

test('where one class alone has labels, a sentence says what is missing, and the rest of its values are given', () => {
  const { classAccuracy, perClass, missing } = scored(
    { real, fake },
    { real: classesOf(real).map((index) => (index === 1 ? 1 : NO_CLASS)) },
  )
  expect(classAccuracy).toBeNull()
  expect(missing.classAccuracy).toMatch(/^Class accuracy takes labelled real images of two classes or more/)
  expect(missing.perClass).toBeUndefined()
  expect(perClass.map(({ accuracy, diversity }) => [accuracy, diversity !== null])).toEqual([
    [null, false],
    [null, true],
    [null, false],
  ])
})

test('without classes nothing is said of them', () => {
  const { classAccuracy, classAccuracyReal, perClass, missing } = scoreSets({ real, fake }, 1)
  expect([classAccuracy, classAccuracyReal, perClass]).toEqual([null, null, null])
  expect(Object.keys(missing)).not.toContain('classAccuracy')
  expect(Object.keys(missing)).not.toContain('perClass')
})

test('classes change no other score', () => {
  const without = scoreSets({ real, fake }, 1)
  const {
    classAccuracy: _,
    perClass: __,
    ...others
  } = scoreSets({ real, fake }, 1, { classes: { names: NAMES, rows: { real: classesOf(real), fake: classesOf(fake) } } })
  for (const key of ['fid', 'kid', 'kidStderr', 'precision', 'recall', 'density', 'coverage'] as const)
    expect(others[key]).toBe(without[key])
})

import { expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { probe } from './probe.ts'
import { ENOUGH_TESTED, type Labels, PROBE_IMAGES, splitLabels, stratifiedFolds } from './probe-split.ts'
import { tableOf } from './test-support.ts'

/** So many of each class, in turn as far as they go. */
function labelsOf(counts: Readonly<Record<string, number>>, unlabelled = 0): Labels {
  const rows = Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count }, (_, i) => ({ name, place: i / count })))
  return [...rows.sort((a, b) => a.place - b.place).map(({ name }) => name), ...new Array<null>(unlabelled).fill(null)]
}

test('folds cut the labelled images into parts of one size, and each class too; the same for the same seed', () => {
  const labels = labelsOf({ a: 123, b: 48, c: 7 }, 5)
  const { testedIn, folds } = stratifiedFolds(labels, 1, 10)
  expect(folds).toBe(10)
  expect(testedIn.map((fold) => fold === null)).toEqual(labels.map((label) => label === null))
  expect(new Set(testedIn.filter((fold) => fold !== null))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
  const each = (wanted: (row: number) => boolean) =>
    Array.from({ length: folds }, (_, fold) => testedIn.filter((own, row) => own === fold && wanted(row)).length)
  const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts)
  expect(spread(each(() => true))).toBeLessThanOrEqual(1)
  for (const name of ['a', 'b', 'c']) expect(spread(each((row) => labels[row] === name))).toBeLessThanOrEqual(1)
  expect(stratifiedFolds(labels, 1, 10).testedIn).toEqual(testedIn)
  expect(stratifiedFolds(labels, 2, 10).testedIn).not.toEqual(testedIn)
})

test.each([
  [4, 4],
  [300, 10],
  [501, 5],
  [PROBE_IMAGES.inFolds, 5],
  [4 * ENOUGH_TESTED - 1, 5],
])('%i labels are few: they are cut into %i folds', (count, folds) => {
  const labels = labelsOf({ a: Math.ceil(count / 2), b: Math.floor(count / 2) })
  expect(splitLabels(labels, 1).folds).toBe(folds)
})

test('of many labels a quarter of every class tests, at least one and never all', () => {
  const labels = labelsOf({ a: 4 * ENOUGH_TESTED, b: 6, c: 2 }, 3)
  const { testedIn, folds } = splitLabels(labels, 1)
  expect(folds).toBe(1)
  const tested = (name: string | null) => testedIn.filter((fold, row) => fold === 0 && labels[row] === name).length
  expect([tested('a'), tested('b'), tested('c'), tested(null)]).toEqual([ENOUGH_TESTED, 2, 1, 0])
})

/** Two far groups of rows. */
const far = tableOf(...Array.from({ length: 60 }, (_, i) => [50 * (i % 2) + ((i * 3) % 5), 1 + (i % 7)]))
const halves: Labels = Array.from({ length: 60 }, (_, i) => (i % 2 ? 'bright' : 'dark'))

test('each image is tested once, and groups far apart are classified without a mistake', () => {
  const result = probe(far, halves, 1)
  expect(result).toMatchObject({ accuracy: 1, learntFrom: 60, tested: 60, folds: 10, chance: 0.5 })
  expect(result.counts).toEqual([
    [30, 0],
    [0, 30],
  ])
  expect(probe(far, halves, 1, halves.map((_, i) => i >= 54)).tested).toBe(6) // biome-ignore format: one line says it
})

test('random labels are classified at chance even with features that identify each image: no image is learnt from in the fold that tests it', () => {
  const noise = new RandomStream(1, 'dataset').normals(40 * 30)
  const rows = tableOf(...Array.from({ length: 40 }, (_, row) => [...noise.subarray(30 * row, 30 * (row + 1))]))
  const even: Labels = halves.slice(0, 40)
  const shuffled = Array.from({ length: 15 }, (_, seed) => stratifiedFolds(even, seed, 2).testedIn.map((half) => `class ${half}`))
  const accuracies = shuffled.map((labels) => probe(rows, labels, 1).accuracy)
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.06) // three standard errors; a classifier that had seen the image would be right
})

test('chance is the share of the commonest class, also where classes are uneven; a class of one image is left out with a sentence', () => {
  const labels: Labels = halves.map((label, i) => (i === 0 ? 'alone' : i % 4 ? label : 'dark'))
  const result = probe(far, labels, 1)
  expect(result.chance).toBe(30 / 59)
  expect(result.leftOut).toEqual(['“alone” is left out: it has one image, and takes two: one to learn from and one to test.'])
  expect([result.classes, result.tested]).toEqual([['bright', 'dark'], 59])
})

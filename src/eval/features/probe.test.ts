import { describe, expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import { classify, probe, trainClassifier, wilsonInterval } from './probe.ts'
import type { Labels } from './probe-split.ts'
import { fixture, fixtureLabels, fixtureTable, tableOf } from './test-support.ts'

const table = fixtureTable()
const heldOut = fixtureLabels.map((_, row) => row >= fixture.trained)
const SURE = { accuracy: fixture.logistic.find(({ strength }) => strength === 1)?.accuracy ?? Number.NaN }

describe('a probe with a given split', () => {
  const result = probe(table, fixtureLabels, 1, heldOut)

  test('has the accuracy of scikit-learn, and the number of images tested', () => {
    expect(Math.abs(result.accuracy - SURE.accuracy)).toBeLessThan(0.01)
    expect([result.learntFrom, result.tested]).toEqual([fixture.trained, fixture.rows - fixture.trained])
    expect(result.interval).toEqual(wilsonInterval(Math.round(result.accuracy * result.tested), result.tested))
    expect(result.leftOut).toEqual([])
  })

  test('counts each held-out image once, in the row of its class', () => {
    expect(result.counts.map((line) => line.reduce((a, b) => a + b, 0))).toEqual(new Array(fixture.blobs).fill(12))
    const right = result.counts.reduce((sum, line, c) => sum + (line[c] as number), 0)
    expect(right / result.tested).toBe(result.accuracy)
  })
})

test.each(fixture.wilson)('the interval of $right of $of is that of scipy', ({ right, of, low, high }) => {
  const interval = wilsonInterval(right, of)
  expect(interval[0]).toBeCloseTo(low, 12)
  expect(interval[1]).toBeCloseTo(high, 12)
})

test('chance is what always naming the commonest class gets', () => {
  const labels = fixtureLabels.map((label) => (label === 'blob 0' ? 'rare' : 'common'))
  expect(probe(table, labels, 1, heldOut).chance).toBe(0.8)
})

test('random labels are classified at chance', () => {
  const labels = fixtureLabels.map((_, row) => (((row * 7919) % 101) % 2 === 0 ? 'heads' : 'tails'))
  const { interval, chance } = probe(table, labels, 1, heldOut)
  expect(interval[0]).toBeLessThan(chance)
})

test('a few labels are enough to classify groups far apart, and every image gets a class', () => {
  const far = tableOf(...Array.from({ length: 40 }, (_, i) => [50 * (i % 2) + ((i * 3) % 5), 1]))
  const labels: Labels = Array.from({ length: 40 }, (_, i) => (i === 4 ? 'dark' : i === 5 || i === 7 ? 'bright' : null))
  const predicted = classify(trainClassifier(far, labels), far)
  expect(Array.from(predicted, (c) => ['bright', 'dark'][c])).toEqual(Array.from({ length: 40 }, (_, i) => ['dark', 'bright'][i % 2]))
})

test('images that are not learnt from do not change the classifier', () => {
  const learnt = heldOut.map((judges, row) => (judges ? null : (fixtureLabels[row] as string)))
  const other = { ...table, values: table.values.map((value, i) => (heldOut[Math.floor(i / table.width)] ? 1e6 : value)) }
  expect(trainClassifier(other, learnt)).toEqual(trainClassifier(table, learnt))
})

test('a class that is only in training or only in testing is left out with a sentence', () => {
  const labels = [...fixtureLabels]
  labels[3] = 'only learns'
  labels[170] = 'only judges'
  const result = probe(table, labels, 1, heldOut)
  expect(result.classes).not.toContain('only learns')
  expect(result.leftOut).toEqual([
    '“only judges” is left out: all of its images are held out, so there is none to learn from.',
    '“only learns” is left out: none of its images is held out to judge by; label at least two.',
  ])
  expect([result.learntFrom, result.tested]).toEqual([fixture.trained - 1, fixture.rows - fixture.trained - 1])
})

const two = tableOf([1, 2], [3, 4])
test.each([
  ['no label', () => probe(table, new Array(fixture.rows).fill(null), 1), /^No image has a label/],
  ['one class', () => probe(table, new Array(fixture.rows).fill('cat'), 1), /^All labels are “cat”/],
  ['one image of each class', () => probe(two, ['a', 'b'], 1), /^Two classes with images on both sides are needed. “a” is left out/],
  ['labels of another set', () => probe(two, ['a'], 1), /1 labels for 2 images/],
  ['a split of another set', () => probe(two, ['a', 'b'], 1, [true]), /1 sides for 2 images/],
  ['identical images', () => trainClassifier(tableOf([1, 2], [1, 2]), ['a', 'b']), /the same features/],
  ['one image', () => trainClassifier(tableOf([1, 2]), ['a']), /second kind/],
  ['no number', () => trainClassifier(tableOf([1, 2], [Number.NaN, 1]), ['a', 'b']), /not finite numbers/],
  ['features of another layer', () => classify(trainClassifier(two, ['a', 'b']), tableOf([1, 2, 3])), /3 wide/],
])('%s is refused in a sentence', (_, work, message) => {
  expect(work).toThrow(FeatureError)
  expect(work).toThrow(message)
})

// Suggested labels: right where classes are apart, judged without the label that is judged, and doubtful where a label is wrong.
import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { FeatureError } from '../errors.ts'
import { tableOf } from '../features/test-support.ts'
import { calibrate, softmaxRows } from './calibration.ts'
import { leastSquares } from './least-squares.ts'
import { type LabelledRows, LabelSuggester } from './suggestions.ts'

const ROWS = 300
const WIDTH = 24

/** Row i belongs to class i mod `classes`: its centre is drawn, and `noise` is how far rows lie from it. */
function blobs(classes: number, noise: number) {
  const random = new RandomStream(5, 'dataset')
  const centres = random.normals(classes * WIDTH)
  const values = Float32Array.from({ length: ROWS * WIDTH }, (_, i) => {
    return (centres[(Math.floor(i / WIDTH) % classes) * WIDTH + (i % WIDTH)] as number) + noise * random.normal()
  })
  return { values, rows: ROWS, width: WIDTH }
}

/** The first rows with the class that they belong to, or another. */
function firstRows(labels: number, count: number, wrong: Readonly<Record<number, number>> = {}): LabelledRows {
  const rows = Uint32Array.from({ length: labels }, (_, i) => i)
  return { rows, classes: rows.map((row) => wrong[row] ?? row % count), accepted: new Set(), count }
}

const isOwn = (predicted: Int32Array, classes: number) => Array.from(predicted, (own, row) => own === row % classes)

test('with three labels of each class all others are suggested right, where classes are apart', () => {
  const { predicted, confidence, givenProbability, accuracy } = new LabelSuggester(blobs(4, 0.3)).suggest(firstRows(12, 4))
  expect(isOwn(predicted, 4)).not.toContain(false)
  expect(Math.min(...confidence)).toBeGreaterThan(0.5)
  expect(Array.from(givenProbability, Number.isNaN)).toEqual(Array.from({ length: ROWS }, (_, row) => row >= 12))
  expect(accuracy).toMatchObject({ value: 1, high: 1 })
  expect(accuracy?.low).toBeLessThan(0.8) // of twelve
})

test('the margin is what lies between the two likeliest classes', () => {
  const two = new LabelSuggester(blobs(2, 1)).suggest(firstRows(12, 2))
  expect(two.margin.every((margin, row) => Math.abs(margin - (2 * (two.confidence[row] as number) - 1)) < 1e-6)).toBe(true)
  const { confidence, margin } = new LabelSuggester(blobs(4, 1)).suggest(firstRows(12, 4))
  const rest = margin.map((own, row) => (confidence[row] as number) - own) // the second likeliest has at most the rest, and at least a third of it
  expect(rest.every((second, row) => second <= 1 - (confidence[row] as number) + 1e-6)).toBe(true)
  expect(rest.every((second, row) => second >= (1 - (confidence[row] as number)) / 3 - 1e-6)).toBe(true)
})

test('wrong labels are the least probable of all that are given', () => {
  const wrong = { 7: 0, 18: 1 } // so few that a fit with them would believe them
  const { givenProbability, predicted } = new LabelSuggester(blobs(4, 0.3)).suggest(firstRows(20, 4, wrong))
  const doubted = Array.from({ length: 20 }, (_, row) => row).sort(
    (a, b) => (givenProbability[a] as number) - (givenProbability[b] as number),
  )
  expect(doubted.slice(0, 2).sort((a, b) => a - b)).toEqual([7, 18])
  expect([7, 18].map((row) => predicted[row])).toEqual([3, 2])
})

test('a row that is left out is predicted as by a fit without it', () => {
  const [rows, outputs] = [20, 3]
  const random = new RandomStream(2, 'dataset')
  const x = Array.from({ length: rows }, () => Array.from({ length: 6 }, () => random.normal()))
  const kernelOf = (some: readonly number[][]) =>
    Float64Array.from(some.flatMap((a) => some.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 1))))
  const targets = Array.from({ length: rows }, () => Array.from({ length: outputs }, () => random.normal()))
  const { leftOut } = leastSquares(kernelOf(x), Float64Array.from(targets.flat()), outputs, 0.7)
  for (let out = 0; out < rows; out++) {
    const kept = x.filter((_, row) => row !== out)
    const { coefficients } = leastSquares(kernelOf(kept), Float64Array.from(targets.filter((_, row) => row !== out).flat()), outputs, 0.7)
    for (let o = 0; o < outputs; o++) {
      const score = kept.reduce((sum, row, i) => {
        const product = row.reduce((all, value, f) => all + value * ((x[out] as number[])[f] as number), 1)
        return sum + product * (coefficients[i * outputs + o] as number)
      }, 0)
      expect(leftOut[out * outputs + o]).toBeCloseTo(score, 9)
    }
  }
})

test('coefficients solve the equations of the fit', () => {
  const kernel = Float64Array.of(2, 1, 0, 1, 3, 1, 0, 1, 4)
  const { coefficients } = leastSquares(kernel, Float64Array.of(1, -1, 2), 1, 0.5)
  const [a, b, c] = [...coefficients] as [number, number, number]
  expect([2.5 * a + b, a + 3.5 * b + c, b + 4.5 * c].map((value) => value.toFixed(9))).toEqual([
    '1.000000000',
    '-1.000000000',
    '2.000000000',
  ])
})

test('labels that were accepted unseen are learnt from, but do not say how good the suggestions are', () => {
  const table = blobs(3, 0.3)
  const wrong = firstRows(18, 3, { 15: 1, 16: 2, 17: 0 })
  const judged = new LabelSuggester(table).suggest(wrong)
  const { accuracy, predicted } = new LabelSuggester(table).suggest({ ...wrong, accepted: new Set([15, 16, 17]) })
  expect(judged.accuracy?.value).toBeLessThan(1)
  expect(accuracy?.value).toBe(1)
  expect(predicted).toEqual(judged.predicted)
  expect(new LabelSuggester(table).suggest({ ...wrong, accepted: new Set(wrong.rows) }).accuracy).toBeNull()
})

test('what is known from the answer before changes nothing', () => {
  const table = blobs(3, 0.8)
  const suggester = new LabelSuggester(table)
  suggester.suggest(firstRows(20, 3))
  suggester.suggest({ ...firstRows(31, 3), rows: Uint32Array.from({ length: 31 }, (_, i) => ROWS - 1 - i) })
  const order = {
    rows: Uint32Array.of(5, 299, 3, 4, 290, 1),
    classes: Uint32Array.of(2, 2, 0, 1, 2, 1),
    accepted: new Set<number>(),
    count: 3,
  }
  expect(suggester.suggest(order)).toEqual(new LabelSuggester(table).suggest(order))
})

test('probabilities are those of how often such predictions are right', () => {
  const { predicted, confidence } = new LabelSuggester(blobs(3, 3)).suggest(firstRows(90, 3))
  const unseen = Array.from({ length: ROWS - 90 }, (_, i) => i + 90)
  const right = unseen.filter((row) => predicted[row] === row % 3).length / unseen.length
  const mean = unseen.reduce((sum, row) => sum + (confidence[row] as number), 0) / unseen.length
  expect(right).toBeLessThan(0.9)
  expect(Math.abs(right - mean)).toBeLessThan(0.08)
})

describe('calibration', () => {
  const scores = Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4)

  test('few rows that are all right make nothing certain; more of them make it surer', () => {
    const sure = (repeats: number) => {
      const all = Float64Array.from({ length: repeats * 8 }, (_, i) => scores[i % 8] as number)
      const classes = Array.from({ length: 4 * repeats }, (_, i) => [0, 1, 0, 0][i % 4] as number)
      return softmaxRows(all, 2, calibrate(all, classes, 2, classes.map((_, i) => i)))[0] as number // biome-ignore format: one line says it
    }
    expect(sure(1)).toBeLessThan(0.95)
    expect(sure(10)).toBeGreaterThan(sure(1))
    expect(sure(100)).toBeGreaterThan(sure(10))
  })

  test('scores that say nothing make every class as probable as the others', () => {
    expect(calibrate(scores, [1, 0, 1, 0, 1], 2, [0, 1, 2, 3])).toBeCloseTo(0, 9)
  })
})

describe('which class gains most', () => {
  test('the one that is mistaken most, among classes of a size', () => {
    const table = blobs(3, 0.3)
    const random = new RandomStream(8, 'dataset')
    for (let row = 2; row < ROWS; row += 3) {
      for (let f = 0; f < WIDTH; f++)
        table.values[row * WIDTH + f] = (table.values[(row - (row % 2) - 1) * WIDTH + f] as number) + 2 * random.normal()
    }
    expect(new LabelSuggester(table).suggest(firstRows(60, 3)).gainsMost).toBe(2)
  })

  test('of classes that are told apart well, the one with the fewest labels', () => {
    const rows = Uint32Array.from({ length: ROWS }, (_, i) => i).filter((row) => (row % 3 === 1 ? row < 7 : row < 40))
    const labelled = { rows, classes: rows.map((row) => row % 3), accepted: new Set<number>(), count: 3 }
    expect(new LabelSuggester(blobs(3, 0.3)).suggest(labelled).gainsMost).toBe(1)
  })
})

test('a class with one label is suggested for others; of that label nothing is said', () => {
  const labelled = { rows: Uint32Array.of(0, 1, 2, 3, 4), classes: Uint32Array.of(0, 1, 2, 0, 1), accepted: new Set<number>(), count: 4 }
  const { givenProbability, predicted, accuracy, gainsMost } = new LabelSuggester(blobs(3, 0.2)).suggest(labelled)
  expect(Number.isNaN(givenProbability[2])).toBe(true)
  expect(predicted[5]).toBe(2)
  expect([accuracy, gainsMost]).toEqual([null, null]) // four can be judged
})

test.each([
  ['no label', { rows: new Uint32Array(0), classes: new Uint32Array(0), accepted: new Set<number>(), count: 2 }],
  ['labels of one class', firstRows(5, 1)],
])('%s: refused in a sentence', (_, labelled) => {
  const suggester = new LabelSuggester(blobs(2, 1))
  expect(() => suggester.suggest(labelled)).toThrow(FeatureError)
  expect(() => suggester.suggest(labelled)).toThrow(/two kinds at least/)
})

test('images that are all alike are refused in a sentence', () => {
  expect(() => new LabelSuggester(tableOf([1, 2], [1, 2], [1, 2]))).toThrow(/nothing to tell them apart by/)
})

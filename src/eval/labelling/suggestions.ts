// Labels that are suggested while a person labels: a linear classifier on frozen features, fitted anew after each answer. It is fitted by
// least squares, because then what it says of a labelled image that is left out is exact, and costs nothing: mistakes among the labels show,
// the accuracy is honest, and probabilities are calibrated by it.
import { evenlySpaced } from '../../data/sampling.ts'
import type { LabelSuggestions } from '../../spec/feature-analyses.ts'
import { FeatureError } from '../errors.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { scaled, scalingOf } from '../features/normalise.ts'
import { wilsonInterval } from '../features/probe.ts'
import { dot, products } from '../features/vectors.ts'
import { calibrate, softmaxRows } from './calibration.ts'
import { leastSquares } from './least-squares.ts'

/** Labelled images that are learnt from, at most: the time grows with their cube. They are spread evenly over all that are labelled. */
export const MAX_LEARNT = 600

/** Of the penalty, for features of mean square 1. */
const STRENGTH = 0.1

/** Labelled images that can be judged, at least, to speak of an accuracy. */
const LEAST_JUDGED = 5

/** Labels more, whose effect is estimated. */
const MORE = 10

export interface LabelledRows {
  readonly rows: Uint32Array
  /** Of each of them, below `count`. */
  readonly classes: Uint32Array
  /** Rows among them whose label was accepted unseen: a classifier that is judged by them is judged by itself. */
  readonly accepted: ReadonlySet<number>
  /** Number of classes; some may have no label yet. */
  readonly count: number
}

export type Suggested = Pick<LabelSuggestions, 'predicted' | 'confidence' | 'margin' | 'givenProbability' | 'accuracy' | 'gainsMost'>

/** Suggests labels for the rows of one table, again and again. */
export class LabelSuggester {
  private readonly table: Pick<FeatureTable, 'rows' | 'width'>
  /** Standardised columns. */
  private readonly x: Float64Array
  /** The products of the rows that were learnt from last: most are learnt from again. */
  private known: { readonly places: ReadonlyMap<number, number>; readonly products: Float64Array } = {
    places: new Map(),
    products: new Float64Array(),
  }

  /** @throws FeatureError where all rows are alike, or a number is not finite */
  constructor(table: FeatureTable) {
    this.table = { rows: table.rows, width: table.width }
    this.x = scaled(table, scalingOf(table))
  }

  /** @throws FeatureError where there are not two classes with a label */
  suggest({ rows: labelled, classes, accepted, count }: LabelledRows): Suggested {
    const chosen = evenlySpaced(Uint32Array.from(labelled.keys()), MAX_LEARNT)
    const rows = chosen.map((i) => labelled[i] as number)
    const own = chosen.map((i) => classes[i] as number)
    const sizes = Array.from({ length: count }, (_, c) => own.filter((label) => label === c).length)
    const present = sizes.flatMap((size, c) => (size > 0 ? [c] : []))
    if (present.length < 2) throw new FeatureError('Label images of two kinds at least: then labels are suggested for the others.')
    const places = own.map((label) => present.indexOf(label))
    const { scores, leftOut } = this.fit(rows, places, present.length)
    // without its only label a class is not known, so nothing can be said of that image
    const judged = Array.from(rows.keys()).filter((i) => (sizes[own[i] as number] as number) > 1 && !accepted.has(rows[i] as number))
    const scale = calibrate(leftOut, places, present.length, judged)
    const all = softmaxRows(scores, present.length, scale)
    const unseen = softmaxRows(leftOut, present.length, scale)
    for (const [i, row] of rows.entries()) all.set(unseen.subarray(i * present.length, (i + 1) * present.length), row * present.length)
    const given = new Float32Array(this.table.rows).fill(Number.NaN)
    for (const [i, row] of labelled.entries()) {
      const label = classes[i] as number
      if ((sizes[label] as number) > 1) given[row] = all[row * present.length + present.indexOf(label)] as number
    }
    const likeliest = likeliestOf(all, present)
    const errors = countErrors(rows, own, likeliest.predicted, judged, count)
    return { ...likeliest, givenProbability: given, ...judge(errors, sizes, likeliest.predicted) }
  }

  /** Scores of all rows, [table rows, outputs], and of those learnt from by a fit without each. */
  private fit(rows: Uint32Array, places: Uint32Array, outputs: number): { readonly scores: Float64Array; readonly leftOut: Float64Array } {
    const { x, table } = this
    const { width } = table
    const mean = 1 / outputs
    const targets = new Float64Array(rows.length * outputs).fill(-mean)
    for (const [i, place] of places.entries()) targets[i * outputs + place] = 1 - mean
    const kernel = this.productsOf(rows).map((product) => product + width) // one more feature, of √width, is the bias
    const { coefficients, leftOut } = leastSquares(kernel, targets, outputs, STRENGTH * width)
    const weights = new Float64Array(outputs * width)
    const biases = new Float64Array(outputs)
    for (const [i, row] of rows.entries()) {
      for (let o = 0; o < outputs; o++) {
        const coefficient = coefficients[i * outputs + o] as number
        biases[o] = (biases[o] as number) + width * coefficient
        for (let f = 0; f < width; f++)
          weights[o * width + f] = (weights[o * width + f] as number) + coefficient * (x[row * width + f] as number)
      }
    }
    const scores = new Float64Array(table.rows * outputs)
    const along = new Float64Array(outputs)
    for (let row = 0; row < table.rows; row++) {
      products(x, row * width, weights, 0, outputs, width, along)
      for (let o = 0; o < outputs; o++) scores[row * outputs + o] = (along[o] as number) + (biases[o] as number)
    }
    return { scores, leftOut }
  }

  private productsOf(rows: Uint32Array): Float64Array {
    const { x, known, table } = this
    const { width } = table
    const [count, before] = [rows.length, known.places.size]
    const all = new Float64Array(count * count)
    const placesBefore = Array.from(rows, (row) => known.places.get(row) ?? -1)
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) {
        const [a, b] = [placesBefore[i] as number, placesBefore[j] as number]
        const product =
          a >= 0 && b >= 0 ? known.products[a * before + b] : dot(x, (rows[i] as number) * width, x, (rows[j] as number) * width, width)
        all[i * count + j] = product as number
        all[j * count + i] = product as number
      }
    }
    this.known = { places: new Map(Array.from(rows, (row, i) => [row, i])), products: all }
    return all
  }
}

/** @param chances [rows, present classes], of two classes at least */
function likeliestOf(chances: Float64Array, present: readonly number[]): Pick<Suggested, 'predicted' | 'confidence' | 'margin'> {
  const rows = chances.length / present.length
  const predicted = new Int32Array(rows)
  const confidence = new Float32Array(rows)
  const margin = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    const own = chances.subarray(row * present.length, (row + 1) * present.length)
    const best = own.reduce((most, chance, c) => (chance > (own[most] as number) ? c : most), 0)
    predicted[row] = present[best] as number
    const second = own.reduce((most, chance, c) => (c === best ? most : Math.max(most, chance)), 0)
    confidence[row] = own[best] as number
    margin[row] = (own[best] as number) - second
  }
  return { predicted, confidence, margin }
}

/** Of each class the labelled images that can be judged, and those of them that are predicted wrong. */
type Errors = readonly { readonly judged: number; readonly wrong: number }[]

function countErrors(rows: Uint32Array, own: Uint32Array, predicted: Int32Array, judged: readonly number[], count: number): Errors {
  return Array.from({ length: count }, (_, c) => {
    const ofClass = judged.filter((i) => own[i] === c)
    return { judged: ofClass.length, wrong: ofClass.filter((i) => predicted[rows[i] as number] !== c).length }
  })
}

/**
 * `gainsMost`: the class in which ten more labels are expected to correct most images. The share of a class's images that is wrong is taken to
 * fall as 1 / √labels, from (wrong + 1) / (judged + 2) now [Laplace's rule], and the class to have as many images as are predicted to be in it.
 */
function judge(errors: Errors, sizes: readonly number[], predicted: Int32Array): Pick<Suggested, 'accuracy' | 'gainsMost'> {
  const judged = errors.reduce((sum, each) => sum + each.judged, 0)
  if (judged < LEAST_JUDGED) return { accuracy: null, gainsMost: null }
  const right = judged - errors.reduce((sum, each) => sum + each.wrong, 0)
  const [low, high] = wilsonInterval(right, judged)
  const images = sizes.map((_, c) => predicted.filter((own) => own === c).length)
  const gains = errors.map(({ judged: of, wrong }, c) => {
    const labels = sizes[c] as number
    return labels === 0 ? 0 : ((images[c] as number) * (1 - Math.sqrt(labels / (labels + MORE))) * (wrong + 1)) / (of + 2)
  })
  const most = Math.max(...gains)
  return { accuracy: { value: right / judged, low, high }, gainsMost: most > 0 ? gains.indexOf(most) : null }
}

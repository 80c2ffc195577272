// Multinomial logistic regression: a linear classifier whose outputs are probabilities. The objective is that of scikit-learn, so that
// results can be compared: Σ -log p(class of row) + strength/2 · |weights|², biases free.
import { minimise } from './lbfgs.ts'
import { products } from './vectors.ts'

export interface LogisticFit {
  /** [classes, width] and [classes] */
  readonly weights: Float64Array
  readonly biases: Float64Array
  readonly objective: number
}

/** By how much the objective may exceed its minimum, as a share of it. */
const TOLERANCE = 1e-7

/**
 * @param x [rows, width], standardised
 * @param classes of each row, from 0 to count - 1
 * @param strength of the penalty, above 0; scikit-learn's 1 / C
 */
export function fitLogistic(x: Float64Array, width: number, classes: Uint32Array, count: number, strength: number): LogisticFit {
  const parameters = count * width + count // weights, then biases
  const { at, value } = minimise(
    (point, gradient) => objectiveAt(point, gradient, x, width, classes, count, strength),
    new Float64Array(parameters),
    // The objective is strongly convex with that strength: its value exceeds the minimum by at most |g|² / (2 · strength).
    (objective, squaredGradient) => squaredGradient / (2 * strength) <= TOLERANCE * objective,
  )
  return { weights: at.slice(0, count * width), biases: at.slice(count * width), objective: value }
}

function objectiveAt(
  point: Float64Array,
  gradient: Float64Array,
  x: Float64Array,
  width: number,
  classes: Uint32Array,
  count: number,
  strength: number,
): number {
  const biasAt = count * width
  const scores = new Float64Array(count)
  let value = 0
  for (let i = 0; i < biasAt; i++) {
    const weight = point[i] as number
    value += (strength / 2) * weight * weight
    gradient[i] = strength * weight
  }
  gradient.fill(0, biasAt)
  for (let row = 0; row < classes.length; row++) {
    const from = row * width
    products(x, from, point, 0, count, width, scores)
    for (let c = 0; c < count; c++) scores[c] = (scores[c] as number) + (point[biasAt + c] as number)
    const own = classes[row] as number
    const ownScore = scores[own] as number
    value += softmax(scores) - ownScore
    for (let c = 0; c < count; c++) {
      const error = (scores[c] as number) - (c === own ? 1 : 0)
      const to = c * width
      for (let i = 0; i < width; i++) gradient[to + i] = (gradient[to + i] as number) + error * (x[from + i] as number)
      gradient[biasAt + c] = (gradient[biasAt + c] as number) + error
    }
  }
  return value
}

/** Softmax in place. Returns the logarithm of the sum of the exponentials. */
function softmax(scores: Float64Array): number {
  const largest = scores.reduce((a, b) => Math.max(a, b))
  let sum = 0
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp((scores[c] as number) - largest)
    sum += scores[c] as number
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / sum
  return largest + Math.log(sum)
}

/** Probabilities of the classes for each row, [rows, classes]. */
export function probabilities({ weights, biases }: Pick<LogisticFit, 'weights' | 'biases'>, x: Float64Array, width: number): Float64Array {
  const count = biases.length
  const rows = x.length / width
  const result = new Float64Array(rows * count)
  for (let row = 0; row < rows; row++) {
    const scores = result.subarray(row * count, (row + 1) * count)
    products(x, row * width, weights, 0, count, width, scores)
    for (let c = 0; c < count; c++) scores[c] = (scores[c] as number) + (biases[c] as number)
    softmax(scores)
  }
  return result
}

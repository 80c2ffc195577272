// Regularised least squares, whose predictions for rows that were left out are exact without a second fit [Rifkin and Lippert 2007, §4].
// Solved among the rows, which are fewer than the features. By hand: ml-matrix calls a function for every number, which takes ten times as long.
import { dot } from '../features/vectors.ts'

export interface LeastSquares {
  /** [rows, outputs]: a row x scores Σ k(x, row) · coefficient. */
  readonly coefficients: Float64Array
  /** [rows, outputs]: the scores of each row by a fit that did not have it. */
  readonly leftOut: Float64Array
}

/**
 * Minimises Σ |score - target|² + strength · |weights|².
 * @param kernel [rows, rows], the products of the rows
 * @param targets [rows, outputs]
 * @param strength above 0
 */
export function leastSquares(kernel: Float64Array, targets: Float64Array, outputs: number, strength: number): LeastSquares {
  const rows = targets.length / outputs
  const m = inverseFactor(kernel, rows, strength) // (K + λI)⁻¹ = m mᵀ
  const half = new Float64Array(rows * outputs) // mᵀ y
  for (let k = 0; k < rows; k++) {
    for (let i = k; i < rows; i++) {
      for (let o = 0; o < outputs; o++)
        half[i * outputs + o] = (half[i * outputs + o] as number) + (m[k * rows + i] as number) * (targets[k * outputs + o] as number)
    }
  }
  const coefficients = new Float64Array(rows * outputs) // m mᵀ y
  const leftOut = new Float64Array(rows * outputs)
  for (let k = 0; k < rows; k++) {
    const diagonal = dot(m, k * rows, m, k * rows, rows)
    for (let o = 0; o < outputs; o++) {
      let coefficient = 0
      for (let i = k; i < rows; i++) coefficient += (m[k * rows + i] as number) * (half[i * outputs + o] as number)
      coefficients[k * outputs + o] = coefficient
      leftOut[k * outputs + o] = (targets[k * outputs + o] as number) - coefficient / diagonal
    }
  }
  return { coefficients, leftOut }
}

/**
 * The inverse of L with L Lᵀ = K + strength · I, transposed: [rows, rows], 0 below the diagonal
 * [Golub and Van Loan 2013, §4.2.5 and §3.1.3].
 */
function inverseFactor(kernel: Float64Array, rows: number, strength: number): Float64Array {
  const lower = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = (kernel[i * rows + j] as number) - dot(lower, i * rows, lower, j * rows, j)
      lower[i * rows + j] = i === j ? Math.sqrt(rest + strength) : rest / (lower[j * rows + j] as number)
    }
  }
  const inverse = new Float64Array(rows * rows)
  for (let j = 0; j < rows; j++) {
    for (let i = j; i < rows; i++) {
      const rest = (i === j ? 1 : 0) - dot(lower, i * rows + j, inverse, j * rows + j, i - j)
      inverse[j * rows + i] = rest / (lower[i * rows + i] as number)
    }
  }
  return inverse
}

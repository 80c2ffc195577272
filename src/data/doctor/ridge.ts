// Ridge regression from the moments of the data, by Cholesky's decomposition.
import type { YieldIfDue } from '../yield-if-due.ts'

/**
 * Solves (products + penalty) weights = sums. `products` [n, n] is symmetric, its lower triangle is read. Each feature is penalised
 * by its own variance (as if all had been brought to one scale), times `ridge`, and by `least`: rounding is nothing to learn from.
 */
export async function solveRidge(
  products: Float64Array,
  sums: Float64Array,
  { ridge, least }: { readonly ridge: number; readonly least: number },
  breathe: YieldIfDue,
): Promise<Float64Array> {
  const n = sums.length
  const factor = products.slice()
  for (let i = 0; i < n; i++) factor[i * n + i] = (products[i * n + i] as number) * (1 + ridge) + least
  for (let i = 0; i < n; i++) {
    await breathe()
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * n + j] as number
      for (let k = 0; k < j; k++) sum -= (factor[i * n + k] as number) * (factor[j * n + k] as number)
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / (factor[j * n + j] as number)
    }
  }
  return substitute(factor, sums)
}

/** Forward, then backward. */
function substitute(factor: Float64Array, sums: Float64Array): Float64Array {
  const n = sums.length
  const weights = sums.slice()
  for (let i = 0; i < n; i++) {
    let sum = weights[i] as number
    for (let k = 0; k < i; k++) sum -= (factor[i * n + k] as number) * (weights[k] as number)
    weights[i] = sum / (factor[i * n + i] as number)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = weights[i] as number
    for (let k = i + 1; k < n; k++) sum -= (factor[k * n + i] as number) * (weights[k] as number)
    weights[i] = sum / (factor[i * n + i] as number)
  }
  return weights
}

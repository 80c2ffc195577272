// The two ways to directions of the latent, as linear algebra: principal components of activations, and factors of the weights of the first layer.
import { EigenvalueDecomposition, type Matrix } from 'ml-matrix'
import type { Direction } from '../../gan/latent/directions.ts'

/**
 * Principal components of activations, and for each the direction of z that goes with it [Härkönen et al. 2020, §3.1]: with x the coordinate along a
 * component (eq. 2), the u of least squared error |ux - z|² (eq. 3), brought to length 1.
 * @param products of the activations of every latent with those of every other, [latents, latents] @param latents whose mean is 0, [latents, latent]
 */
export function principalDirections(products: Matrix, latents: readonly Float32Array[], count: number): Direction[] {
  return largest(products, count).map(({ share, vector: coordinates }) => ({
    share,
    vector: unit(
      Float64Array.from(latents[0] ?? [], (_, i) => latents.reduce((sum, z, j) => sum + (coordinates[j] as number) * (z[i] as number), 0)),
    ),
  }))
}

/**
 * Eigenvectors of AᵀA with the largest eigenvalues, where A maps z to the first activations [Shen and Zhou 2021, eq. 5].
 * @param products AᵀA: of the weights of every entry of z with those of every other, [latent, latent]
 */
export function factorDirections(products: Matrix, count: number): Direction[] {
  return largest(products, count).map(({ share, vector }) => ({ share, vector: unit(vector) }))
}

/**
 * Eigenvectors of a symmetric matrix without negative eigenvalues, that of the largest first, each with its share of their sum.
 * @throws Error where a number is not finite
 */
function largest(symmetric: Matrix, count: number): { readonly share: number; readonly vector: Float64Array }[] {
  const sum = symmetric.trace() // of squares: not finite where one of what was multiplied is not
  if (!Number.isFinite(sum)) throw new Error('this generator computes numbers that are not finite')
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true })
  const last = values.length - 1 // they ascend
  return Array.from({ length: Math.min(count, values.length) }, (_, k) => ({
    share: sum > 0 ? Math.max(0, values[last - k] as number) / sum : 0,
    vector: Float64Array.from(vectors.getColumn(last - k)),
  }))
}

/** Of length 1, and its largest component positive: of a vector and its negative the same one everywhere. */
function unit(vector: Float64Array): Float32Array {
  const largestOf = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
  const length = Math.hypot(...vector) * (largestOf < 0 ? -1 : 1)
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}

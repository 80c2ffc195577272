// The latents that directions are measured with: the same for every generator of that size.
import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { RandomStream } from '../../spec/rng.ts'

/**
 * Random latents, [count, latent], whose second moments are exactly those of a standard normal: so what is measured does not depend on chance as far as
 * a generator is linear. Each stands for two, itself and its negative, whose mean is exactly 0.
 * @param count at least `latent`
 */
export function balancedLatents(count: number, latent: number): Float32Array[] {
  const stream = new RandomStream(0, 'directions')
  const z = new Matrix(Array.from({ length: count }, () => [...stream.normals(latent)]))
  const moments = z.transpose().mmul(z).div(count) // [latent, latent]
  const lower = new CholeskyDecomposition(moments).lowerTriangularMatrix
  return z.to2DArray().map((row) => Float32Array.from(solveLower(lower, row)))
}

/** x of Lx = b, where L is lower triangular. */
function solveLower(lower: Matrix, b: readonly number[]): number[] {
  const x: number[] = []
  for (const [i, value] of b.entries()) {
    const known = x.reduce((sum, solved, k) => sum + lower.get(i, k) * solved, 0)
    x.push((value - known) / lower.get(i, i))
  }
  return x
}

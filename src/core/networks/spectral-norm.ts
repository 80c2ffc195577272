// Spectral normalisation: every weight matrix of D is divided by its largest singular value, estimated by one power iteration
// a D update from a vector that is kept [Miyato et al. 2018, §2.1 and alg. 1]. Biases stay as they are.
import { spectralNormalise } from '../../tensor/kernels/spectral-norm/spectral-norm.ts'
import type { RandomStream } from '../../tensor/rng.ts'
import * as tf from '../../tensor/tf.ts'
import type { ParameterSpecs, Weights } from './architecture.ts'

/** Weights of two or more dimensions are normalised, seen as matrices [everything, channels out]. */
function isMatrix({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length >= 2
}

/** The persisted vectors u ~ N(0, 1), one for each weight matrix, by its name. */
export function initialVectors(specs: ParameterSpecs, stream: RandomStream): Record<string, tf.Variable> {
  const entries = Object.entries(specs).filter(([, spec]) => isMatrix(spec))
  return Object.fromEntries(
    entries.map(([name, { shape }]) => {
      const rows = shape.slice(0, -1).reduce((product, side) => product * side, 1)
      return [name, tf.tidy(() => tf.variable(tf.tensor2d(stream.normals(rows), [1, rows])))]
    }),
  )
}

/**
 * W / σ for every weight that has a vector.
 * @param advance whether the vectors move on: the D step keeps its power iteration, others only use one
 */
export function normaliseWeights(weights: Weights, vectors: Readonly<Record<string, tf.Variable>>, advance: boolean): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => {
      const u = vectors[name]
      return [name, u ? spectralNormalise(weight, u, advance) : weight]
    }),
  )
}

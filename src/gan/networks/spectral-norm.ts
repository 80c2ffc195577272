// Spectral normalisation: every weight matrix of D is divided by its largest singular value, estimated by one power iteration
// a D update from a vector that is kept [Miyato et al. 2018, §2.1 and alg. 1]. Biases stay as they are.

import type { RandomStream } from '../../spec/rng.ts'
import { spectralNormalise } from '../../tensor/ops/spectral-norm/spectral-norm.ts'
import type { InitialValues } from '../../tensor/placement.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type * as tf from '../../tensor/tf.ts'
import type { ParameterSpecs, Weights } from './architecture.ts'

/** Weights of two or more dimensions are normalised, seen as matrices [everything, channels out]. */
function isMatrix({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length >= 2
}

/** The persisted vectors u ~ N(0, 1), one for each weight matrix, by its name. */
export function initialVectors(specs: ParameterSpecs, stream: RandomStream): Record<string, InitialValues> {
  const entries = Object.entries(specs).filter(([, spec]) => isMatrix(spec))
  return Object.fromEntries(
    entries.map(([name, { shape }]) => {
      const rows = sizeOf(shape.slice(0, -1))
      return [name, { shape: [1, rows], values: stream.normals(rows) }]
    }),
  )
}

/**
 * W / σ for every weight that has a vector.
 * @param advance whether the vectors move on: the D step keeps its power iteration, others only use one
 */
export function normaliseWeights(weights: Weights, vectors: Readonly<Record<string, tf.Variable>>, advance: boolean): Weights {
  const names = Object.keys(vectors)
  if (names.length === 0) return weights
  const matrices = names.map((name) => weights[name] as tf.Tensor)
  const normalised = spectralNormalise(matrices, Object.values(vectors), advance)
  return { ...weights, ...Object.fromEntries(names.map((name, i) => [name, normalised[i] as tf.Tensor])) }
}

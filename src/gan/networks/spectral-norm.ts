// Spectral normalisation: every weight matrix of a network is divided by its largest singular value, estimated by one power iteration
// an update from a vector u that is kept [Miyato et al. 2018, §2.1 and alg. 1]. Biases stay as they are.

import type { RandomStream } from '../../spec/rng.ts'
import { spectralNormalise } from '../../tensor/ops/spectral-norm/spectral-norm.ts'
import type { InitialValues } from '../../tensor/placement.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type * as tf from '../../tensor/tf.ts'
import type { ParameterSpecs, Weights } from './parameters.ts'

/** Of the vectors u, one for each parameter that asks for it, by its name. A kernel is a matrix [everything else, last dimension]. */
export function spectralShapes(specs: ParameterSpecs): Record<string, readonly [1, number]> {
  const entries = Object.entries(specs).filter(([, { spectralNorm }]) => spectralNorm)
  return Object.fromEntries(entries.map(([name, { shape }]) => [name, [1, sizeOf(shape.slice(0, -1))]]))
}

/** The first u ~ N(0, 1). */
export function initialSpectralU(specs: ParameterSpecs, stream: RandomStream): Record<string, InitialValues> {
  const entries = Object.entries(spectralShapes(specs))
  return Object.fromEntries(entries.map(([name, shape]) => [name, { shape, values: stream.normals(shape[1]) }]))
}

/**
 * W / σ for every weight that has a u.
 * @param advance whether u moves on: an update of the network itself keeps its power iteration, others only use one
 */
export function normaliseWeights(weights: Weights, spectralU: Readonly<Record<string, tf.Variable>>, advance: boolean): Weights {
  const names = Object.keys(spectralU)
  if (names.length === 0) return weights
  const matrices = names.map((name) => weights[name] as tf.Tensor)
  const normalised = spectralNormalise(matrices, Object.values(spectralU), advance)
  return { ...weights, ...Object.fromEntries(names.map((name, i) => [name, normalised[i] as tf.Tensor])) }
}

// Spectral normalisation: every weight matrix of D is divided by its largest singular value, estimated by one power iteration
// a D update from a vector that is kept [Miyato et al. 2018, §2.1 and alg. 1]. Biases stay as they are.
import type { RandomStream } from '../../tensor/rng.ts'
import * as tf from '../../tensor/tf.ts'
import type { ParameterSpecs, Weights } from './architecture.ts'

const EPSILON = 1e-12

/** Left and right singular vectors of one weight matrix W [K, N]: u [1, K], v [1, N]. Constants to the gradient. */
export interface SingularVectors {
  readonly u: tf.Tensor2D
  readonly v: tf.Tensor2D
}

/** Weights of two or more dimensions are normalised, seen as matrices [everything, channels out]. */
function isMatrix({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length >= 2
}

function asMatrix(weight: tf.Tensor): tf.Tensor2D {
  return tf.reshape(weight, [-1, weight.shape.at(-1) as number]) // [KH, KW, Cin, Cout] → [KH·KW·Cin, Cout]
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

/** One power iteration for every matrix, from the given u. Nothing is stored: the D step keeps the new u, the G step does not. */
export function powerIteration(weights: Weights, vectors: Weights): Record<string, SingularVectors> {
  return Object.fromEntries(
    Object.entries(vectors).map(([name, u]) => {
      const matrix = asMatrix(weights[name] as tf.Tensor) // [K, N]
      const v = unit(tf.matMul(u as tf.Tensor2D, matrix)) // [1, K][K, N] → [1, N]
      return [name, { u: unit(tf.matMul(v, matrix, false, true)), v }] // [1, N][N, K] → [1, K]
    }),
  )
}

function unit(vector: tf.Tensor2D): tf.Tensor2D {
  return tf.div(vector, tf.maximum(tf.sqrt(tf.sum(tf.square(vector))), EPSILON))
}

/** W / σ with σ = u W vᵀ for every matrix; the gradient flows through σ, not through u and v. */
export function normaliseWeights(weights: Weights, vectors: Readonly<Record<string, SingularVectors>>): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => {
      const singular = vectors[name]
      if (!singular) return [name, weight]
      const sigma = tf.sum(tf.mul(tf.matMul(singular.u, asMatrix(weight)), singular.v))
      return [name, tf.div(weight, sigma)]
    }),
  )
}

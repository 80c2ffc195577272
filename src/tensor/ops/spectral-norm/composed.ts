// Spectral normalisation in TensorFlow.js's own operations: for backends without our kernels, and where it is differentiated twice.
import { withoutGradient } from '../../gradients.ts'
import * as tf from '../../tf.ts'
import { matrixShape, placedMatrices } from './matrices.ts'
import { EPSILON } from './programs.ts'

/** [u, v, σ, W / σ of each], as the kernels lay them out. @param vectors u of each, which takes the new values where `advance` is set */
export function composedNormalise(weights: readonly tf.Tensor[], vectors: readonly tf.Variable[], advance: boolean): tf.Tensor[] {
  const found = weights.map((w, i) => {
    const previous = tf.reshape(vectors[i] as tf.Variable, [1, -1]) as tf.Tensor2D
    const v = withoutGradient(() => unit(tf.matMul(previous, asMatrix(w)))) // [1, rows][rows, columns] → [1, columns]
    const u = withoutGradient(() => unit(tf.matMul(v, asMatrix(w), false, true))) // → [1, rows]
    if (advance) (vectors[i] as tf.Variable).assign(tf.reshape(u, (vectors[i] as tf.Variable).shape))
    return { u, v }
  })
  const matrices = placedMatrices(weights.map(matrixShape))
  const join = (which: 'u' | 'v') => {
    const padded = found.map((own, i) => {
      const { uAt, vAt } = matrices[i + 1] ?? { uAt: null, vAt: null }
      const next = which === 'u' ? uAt : vAt
      const at = (which === 'u' ? matrices[i]?.uAt : matrices[i]?.vAt) as number
      const row = tf.reshape(own[which], [-1]) as tf.Tensor1D
      return next === null ? row : tf.concat([row, tf.zeros([next - at - row.size])])
    })
    return tf.concat(padded) as tf.Tensor1D
  }
  const [u, v] = [join('u'), join('v')]
  return [u, v, ...normalisedBy(weights, u, v)]
}

/** [σ, W / σ of each], σ = u W vᵀ. */
export function normalisedBy(weights: readonly tf.Tensor[], u: tf.Tensor1D, v: tf.Tensor1D): tf.Tensor[] {
  const outers = outerProducts(weights, u, v)
  const sigmas = weights.map((w, i) => tf.sum(tf.mul(asMatrix(w), outers[i] as tf.Tensor)))
  return [tf.stack(sigmas), ...weights.map((w, i) => tf.div(w, sigmas[i] as tf.Tensor))]
}

/** dW = (dNormalised - ⟨dNormalised, W / σ⟩ uᵀv) / σ of each weight. */
export function composedGradient(
  normalised: readonly tf.Tensor[],
  gradients: readonly tf.Tensor[],
  u: tf.Tensor1D,
  v: tf.Tensor1D,
  sigma: tf.Tensor1D,
): tf.Tensor[] {
  const outers = outerProducts(normalised, u, v)
  return gradients.map((gradient, i) => {
    const along = tf.sum(tf.mul(gradient, normalised[i] as tf.Tensor))
    const outer = tf.reshape(outers[i] as tf.Tensor, gradient.shape)
    return tf.div(tf.sub(gradient, tf.mul(along, outer)), tf.slice(sigma, [i], [1]))
  })
}

/** uᵀv of each weight, [rows, columns]. */
function outerProducts(weights: readonly tf.Tensor[], u: tf.Tensor1D, v: tf.Tensor1D): tf.Tensor2D[] {
  return placedMatrices(weights.map(matrixShape)).map(({ rows, columns, uAt, vAt }) => {
    const [left, right] = [tf.slice(u, [uAt], [rows]), tf.slice(v, [vAt], [columns])]
    return tf.mul(tf.reshape(left, [rows, 1]), tf.reshape(right, [1, columns]))
  })
}

function unit(vector: tf.Tensor2D): tf.Tensor2D {
  return tf.div(vector, tf.maximum(tf.sqrt(tf.sum(tf.square(vector))), EPSILON))
}

function asMatrix(w: tf.Tensor): tf.Tensor2D {
  return tf.reshape(w, [-1, w.shape.at(-1) as number]) // [KH, KW, Cin, Cout] → [KH·KW·Cin, Cout]
}

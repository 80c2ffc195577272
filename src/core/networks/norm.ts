// Batch normalisation in the generator, plain and self-modulated, and where its statistics come from.
// While training they are those of the batch [Ioffe and Szegedy 2015, alg. 1]. For pictures they are fixed: measured once on a
// calibration batch with the same weights, so that a picture depends on its own latent alone and not on its neighbours.
import * as tf from '../../tensor/tf.ts'
import { type ParameterSpecs, type Weights, weight } from './architecture.ts'

const EPSILON = 1e-5

/** Hidden units of the network that maps z to scale and offset [Chen et al. 2019, "On self modulation", §3.1]. */
const MODULATION_HIDDEN = 32

/** Mean and variance of each channel, by the name of the layer: tensors `NAME/mean` and `NAME/variance`, each [C]. */
export type BatchStatistics = Readonly<Record<string, tf.Tensor>>

export type BatchNorm =
  | { readonly kind: 'batch'; readonly record?: (name: string, mean: tf.Tensor1D, variance: tf.Tensor1D) => void }
  | { readonly kind: 'fixed'; readonly statistics: BatchStatistics }

export type NormKind = 'batch' | 'self-modulated'

export function normParameters(name: string, kind: NormKind, channels: number, latent: number): ParameterSpecs {
  if (kind === 'batch') {
    return { [`${name}/scale`]: { shape: [channels], init: 'ones' }, [`${name}/offset`]: { shape: [channels], init: 'zeros' } }
  }
  return {
    [`${name}/hidden/weight`]: { shape: [latent, MODULATION_HIDDEN], init: 'normal' },
    [`${name}/hidden/bias`]: { shape: [MODULATION_HIDDEN], init: 'zeros' },
    [`${name}/scale/weight`]: { shape: [MODULATION_HIDDEN, channels], init: 'normal' },
    [`${name}/scale/bias`]: { shape: [channels], init: 'ones' },
    [`${name}/offset/weight`]: { shape: [MODULATION_HIDDEN, channels], init: 'normal' },
    [`${name}/offset/bias`]: { shape: [channels], init: 'zeros' },
  }
}

/** x [B, H, W, C] → the same shape: normalised, scaled, shifted. */
export function applyNorm(name: string, kind: NormKind, weights: Weights, x: tf.Tensor4D, z: tf.Tensor2D, norm: BatchNorm): tf.Tensor4D {
  const { mean, variance } = statisticsOf(name, x, norm)
  const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPSILON)))
  const { scale, offset } = kind === 'batch' ? plainModulation(name, weights) : selfModulation(name, weights, z)
  return tf.add(tf.mul(normalised, scale), offset)
}

function statisticsOf(name: string, x: tf.Tensor4D, norm: BatchNorm): { mean: tf.Tensor; variance: tf.Tensor } {
  if (norm.kind === 'fixed') {
    return { mean: weight(norm.statistics, `${name}/mean`), variance: weight(norm.statistics, `${name}/variance`) }
  }
  const mean = tf.mean<tf.Tensor1D>(x, [0, 1, 2]) // [B, H, W, C] → [C]
  const variance = tf.mean<tf.Tensor1D>(tf.square(tf.sub(x, mean)), [0, 1, 2]) // → [C]
  norm.record?.(name, mean, variance)
  return { mean, variance }
}

function plainModulation(name: string, weights: Weights) {
  return { scale: weight(weights, `${name}/scale`), offset: weight(weights, `${name}/offset`) } // [C]
}

/** Scale and offset of each picture from its own latent [Chen et al. 2019, "On self modulation", eq. 3]. */
function selfModulation(name: string, weights: Weights, z: tf.Tensor2D) {
  const hidden = tf.relu(tf.add(tf.matMul(z, weight(weights, `${name}/hidden/weight`)), weight(weights, `${name}/hidden/bias`)))
  const perPicture = (part: 'scale' | 'offset') => {
    const value = tf.add(tf.matMul(hidden, weight(weights, `${name}/${part}/weight`)), weight(weights, `${name}/${part}/bias`)) // [B, C]
    return tf.reshape(value, [value.shape[0] as number, 1, 1, value.shape[1] as number]) // → [B, 1, 1, C]
  }
  return { scale: perPicture('scale'), offset: perPicture('offset') }
}

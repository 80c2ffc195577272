// Batch normalisation in the generator, plain and self-modulated, and where its statistics come from.
// While training they are those of the batch [Ioffe and Szegedy 2015, alg. 1]. For pictures they are fixed: measured once on a
// calibration batch with the same weights, so that a picture depends on its own latent alone and not on its neighbours.
import { batchNorm, normalise } from '../../tensor/ops/batch-norm/batch-norm.ts'
import * as tf from '../../tensor/tf.ts'
import { type ParameterSpecs, type Weights, weight } from './architecture.ts'

const EPSILON = 1e-5
const RELU = { kind: 'relu' } as const

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

/** x [B, H, W, C] → the same shape: normalised, scaled, shifted, and what is below 0 set to 0. */
export function normRelu(name: string, kind: NormKind, weights: Weights, x: tf.Tensor4D, z: tf.Tensor2D, norm: BatchNorm): tf.Tensor4D {
  const { scale, offset } = kind === 'batch' ? plainModulation(name, weights) : selfModulation(name, weights, z)
  if (norm.kind === 'fixed') {
    const statistics = {
      mean: weight<tf.Tensor1D>(norm.statistics, `${name}/mean`),
      variance: weight<tf.Tensor1D>(norm.statistics, `${name}/variance`),
    }
    return normalise(x, statistics, scale, offset, EPSILON, RELU)
  }
  const { y, statistics } = batchNorm(x, scale, offset, EPSILON, RELU)
  norm.record?.(name, statistics.mean, statistics.variance)
  return y
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

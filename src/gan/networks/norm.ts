// Batch normalisation in the generator, plain and self-modulated, and where its statistics come from.
// While training they are those of the batch [Ioffe and Szegedy 2015, alg. 1]. For pictures they are fixed: measured once on a
// calibration batch with the same weights, so that a picture depends on its own latent alone and not on its neighbours.
import type { Activation } from '../../tensor/ops/activation.ts'
import { batchNorm, normalise } from '../../tensor/ops/batch-norm/batch-norm.ts'
import * as tf from '../../tensor/tf.ts'
import type { NormKind, WeightInit } from './layers.ts'
import { type ParameterSpec, type ParameterSpecs, type Weights, weight } from './parameters.ts'

const EPSILON = 1e-5

/** Hidden units of the network that maps z to scale and offset [Chen et al. 2019, "On self modulation", §3.1]. */
const MODULATION_HIDDEN = 32

/** Mean and variance of each channel, by the name of the layer: tensors `NAME/mean` and `NAME/variance`, each [C]. */
export type BatchStatistics = Readonly<Record<string, tf.Tensor>>

/** Where the statistics come from. */
export type BatchNorm =
  | { readonly kind: 'batch'; readonly record?: (name: string, mean: tf.Tensor1D, variance: tf.Tensor1D) => void }
  | { readonly kind: 'fixed'; readonly statistics: BatchStatistics }

/** @param init of the weights that modulate @param latent length of z */
export function normParameters(name: string, kind: NormKind, channels: number, latent: number, init: WeightInit): ParameterSpecs {
  const parameter = (shape: readonly number[], first: ParameterSpec['init']): ParameterSpec => ({ shape, init: first, spectralNorm: false })
  const zeros = (length: number) => parameter([length], { kind: 'zeros' })
  const ones = (length: number) => parameter([length], { kind: 'ones' })
  if (kind === 'batch') return { [`${name}/scale`]: ones(channels), [`${name}/offset`]: zeros(channels) }
  return {
    [`${name}/hidden/weight`]: parameter([latent, MODULATION_HIDDEN], init),
    [`${name}/hidden/bias`]: zeros(MODULATION_HIDDEN),
    [`${name}/scale/weight`]: parameter([MODULATION_HIDDEN, channels], init),
    [`${name}/scale/bias`]: ones(channels),
    [`${name}/offset/weight`]: parameter([MODULATION_HIDDEN, channels], init),
    [`${name}/offset/bias`]: zeros(channels),
  }
}

/**
 * x [B, H, W, C] → the same shape: normalised, scaled, shifted, activated.
 * @param z [B, latent], which a self-modulated norm takes its scale and offset from
 */
export function applyNorm(
  name: string,
  { norm: kind, activation }: { readonly norm: NormKind; readonly activation: Activation },
  weights: Weights,
  x: tf.Tensor4D,
  z: tf.Tensor2D,
  norm: BatchNorm,
): tf.Tensor4D {
  const { scale, offset } = kind === 'batch' ? plainModulation(name, weights) : selfModulation(name, weights, z)
  if (norm.kind === 'fixed') {
    const statistics = {
      mean: weight<tf.Tensor1D>(norm.statistics, `${name}/mean`),
      variance: weight<tf.Tensor1D>(norm.statistics, `${name}/variance`),
    }
    return normalise(x, statistics, scale, offset, EPSILON, activation)
  }
  const { y, statistics } = batchNorm(x, scale, offset, EPSILON, activation)
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

// Batch normalisation in the generator, plain, self-modulated and class-conditional, and where its statistics come from.
// While training they are those of the batch [Ioffe and Szegedy 2015, alg. 1]. For pictures they are fixed: measured once on a
// calibration batch with the same weights, so that a picture depends on its own latent alone and not on its neighbours.
import type { Activation } from '../../tensor/ops/activation.ts'
import { batchNorm, normalise } from '../../tensor/ops/batch-norm/batch-norm.ts'
import * as tf from '../../tensor/tf.ts'
import { classModulation } from './class-modulation.ts'
import { NORM_EPSILON, type NormKind, type WeightInit } from './layers.ts'
import { biasOf, type ParameterSpec, type ParameterSpecs, type Weights, weight } from './parameters.ts'

/** Hidden units of the network that maps z, with classes beside their embedding, to scale and offset [Chen et al. 2019, "On self modulation", §3.1]. */
const MODULATION_HIDDEN = 32

/** Mean and variance of each channel, by the name of the layer: tensors `NAME/mean` and `NAME/variance`, each [C]. */
export type BatchStatistics = Readonly<Record<string, tf.Tensor>>

/** Where the statistics come from. */
export type BatchNorm =
  | { readonly kind: 'batch'; readonly record?: (name: string, mean: tf.Tensor1D, variance: tf.Tensor1D) => void }
  | { readonly kind: 'fixed'; readonly statistics: BatchStatistics }

/** Lengths of what scale and offset of a norm may depend on. */
export interface ModulationLengths {
  /** Of z, with classes beside their embedding. */
  readonly zWithClasses: number
  /** Of the embedding of the classes; 0 without them. */
  readonly embedding: number
}

interface Modulation {
  readonly scale: tf.Tensor
  readonly offset: tf.Tensor
}

/** @param init of the weights that modulate */
export function normParameters(
  name: string,
  kind: NormKind,
  channels: number,
  lengths: ModulationLengths,
  init: WeightInit,
): ParameterSpecs {
  const parameter = (shape: readonly number[], first: ParameterSpec['init']): ParameterSpec => ({ shape, init: first, spectralNorm: false })
  const ones = (length: number) => parameter([length], { kind: 'ones' })
  if (kind === 'batch') return { [`${name}/scale`]: ones(channels), [`${name}/offset`]: biasOf(channels) }
  const inputs = modulationInputs(kind, lengths.embedding)
  return {
    ...(kind === 'self-modulated' && {
      [`${name}/hidden/weight`]: parameter([lengths.zWithClasses, MODULATION_HIDDEN], init),
      [`${name}/hidden/bias`]: biasOf(MODULATION_HIDDEN),
    }),
    [`${name}/scale/weight`]: parameter([inputs, channels], init),
    [`${name}/scale/bias`]: ones(channels),
    [`${name}/offset/weight`]: parameter([inputs, channels], init),
    [`${name}/offset/bias`]: biasOf(channels),
  }
}

/** Of what scale and offset are linear functions. */
function modulationInputs(kind: Exclude<NormKind, 'batch'>, embedding: number): number {
  return kind === 'self-modulated' ? MODULATION_HIDDEN : embedding
}

/** Those of its matrix products for one example. */
export function normFlops(kind: NormKind, channels: number, lengths: ModulationLengths): number {
  if (kind === 'batch') return 0
  const hidden = kind === 'self-modulated' ? 2 * lengths.zWithClasses * MODULATION_HIDDEN : 0
  return hidden + 2 * 2 * modulationInputs(kind, lengths.embedding) * channels
}

/**
 * x [B, H, W, C] → the same shape: normalised, scaled, shifted, activated.
 * @param zWithClasses and embedded: what scale and offset may depend on; the embedding of the classes [B, width] is null without classes
 */
export function applyNorm(
  name: string,
  { norm: kind, activation }: { readonly norm: NormKind; readonly activation: Activation },
  weights: Weights,
  x: tf.Tensor4D,
  { zWithClasses, embedded }: { readonly zWithClasses: tf.Tensor; readonly embedded: tf.Tensor2D | null },
  norm: BatchNorm,
): tf.Tensor4D {
  const { scale, offset } = modulation(name, kind, weights, zWithClasses, embedded)
  if (norm.kind === 'fixed') {
    const statistics = {
      mean: weight<tf.Tensor1D>(norm.statistics, `${name}/mean`),
      variance: weight<tf.Tensor1D>(norm.statistics, `${name}/variance`),
    }
    return normalise(x, statistics, scale, offset, NORM_EPSILON, activation)
  }
  const { y, statistics } = batchNorm(x, scale, offset, NORM_EPSILON, activation)
  norm.record?.(name, statistics.mean, statistics.variance)
  return y
}

/** Scale and offset, [C], or [B, 1, 1, C] where each picture has its own. */
function modulation(name: string, kind: NormKind, weights: Weights, zWithClasses: tf.Tensor, embedded: tf.Tensor2D | null): Modulation {
  if (kind === 'batch') return { scale: weight(weights, `${name}/scale`), offset: weight(weights, `${name}/offset`) }
  if (kind === 'self-modulated') return selfModulation(name, weights, zWithClasses as tf.Tensor2D)
  if (!embedded) throw new Error(`${name} is conditional, and the network has no classes`)
  const own = (part: string) => weight(weights, `${name}/${part}`)
  return classModulation({
    embedded,
    scaleWeight: own('scale/weight'),
    scaleBias: own('scale/bias'),
    offsetWeight: own('offset/weight'),
    offsetBias: own('offset/bias'),
  })
}

/** Scale and offset of each picture from its own z, with classes beside their embedding [Chen et al. 2019, "On self modulation", eq. 3]. */
function selfModulation(name: string, weights: Weights, zWithClasses: tf.Tensor2D) {
  const hidden = tf.relu(tf.add(tf.matMul(zWithClasses, weight(weights, `${name}/hidden/weight`)), weight(weights, `${name}/hidden/bias`)))
  const perPicture = (part: 'scale' | 'offset') => {
    const value = tf.add(tf.matMul(hidden, weight(weights, `${name}/${part}/weight`)), weight(weights, `${name}/${part}/bias`)) // [B, C]
    return tf.reshape(value, [value.shape[0] as number, 1, 1, value.shape[1] as number]) // → [B, 1, 1, C]
  }
  return { scale: perPicture('scale'), offset: perPicture('offset') }
}

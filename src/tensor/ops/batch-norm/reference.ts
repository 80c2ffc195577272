// Batch normalisation by its definition [Ioffe and Szegedy 2015, alg. 1].
import type { Activation } from '../activation.ts'
import { activationAt } from '../activation-gradient/reference.ts'

export interface NormArrays {
  readonly x: Float64Array
  /** [channels], or [batch, channels] where each image has its own. */
  readonly scale: Float64Array
  readonly offset: Float64Array
}

/** Mean and variance of each channel of x [pixels, channels]. */
export function statisticsReference(x: Float64Array, channels: number): { mean: Float64Array; variance: Float64Array } {
  const count = x.length / channels
  const means = (values: Float64Array) => {
    const totals = new Float64Array(channels)
    for (const [i, value] of values.entries()) totals[i % channels] = (totals[i % channels] as number) + value / count
    return totals
  }
  const mean = means(x)
  return { mean, variance: means(x.map((value, i) => (value - (mean[i % channels] as number)) ** 2)) }
}

/** @param pixels of an image */
export function normaliseReference(
  { x, scale, offset }: NormArrays,
  { mean, variance }: { readonly mean: Float64Array; readonly variance: Float64Array },
  pixels: number,
  epsilon: number,
  activation: Activation,
): Float64Array {
  const channels = mean.length
  return x.map((value, i) => {
    const channel = i % channels
    const own = scale.length > channels ? Math.floor(i / (pixels * channels)) * channels + channel : channel
    const normalised = (value - (mean[channel] as number)) / Math.sqrt((variance[channel] as number) + epsilon)
    return activationAt(activation, normalised * (scale[own] as number) + (offset[own] as number))
  })
}

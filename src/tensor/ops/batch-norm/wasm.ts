// Batch normalisation on WebAssembly: what passes over all pixels is in ../../assembly/batch-norm.ts, what is left is a few numbers a channel.
import { sizeOf } from '../../shape.ts'
import type * as tf from '../../tf.ts'
import type { WasmBackend } from '../../wasm/module.ts'
import { addressOf, valuesOf } from '../../wasm/tensors.ts'
import { type Activation, activationNumbers } from '../activation.ts'

type T = tf.TensorInfo

interface Attributes {
  readonly epsilon: number
  readonly activation: Activation
}

/** Operations an entry of x. */
const WORK = 8

export function batchNormOnWasm(
  backend: WasmBackend,
  { x, scale, offset }: Record<'x' | 'scale' | 'offset', T>,
  attributes: Attributes,
): T[] {
  const { pixels, channels } = shapeOf(x, scale)
  const [mean, variance] = [backend.makeOutput([channels], 'float32'), backend.makeOutput([channels], 'float32')]
  const addresses = [x, mean, variance].map((tensor) => addressOf(backend, tensor))
  backend.threadPool.run('batchStatistics', [...addresses, pixels, channels], Math.ceil(channels / 4), 1, pixels * channels * WORK)
  return [normaliseOnWasm(backend, { x, mean, variance, scale, offset }, attributes), mean, variance]
}

export function normaliseOnWasm(
  backend: WasmBackend,
  { x, mean, variance, scale, offset }: Record<'x' | 'mean' | 'variance' | 'scale' | 'offset', T>,
  { epsilon, activation }: Attributes,
): T {
  const { pixels, channels, perPicture } = shapeOf(x, scale)
  const y = backend.makeOutput(x.shape, 'float32')
  const factor = backend.makeOutput(scale.shape, 'float32')
  const [factors, scales, variances] = [factor, scale, variance].map((tensor) => valuesOf(backend, tensor)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  for (let i = 0; i < factors.length; i++) factors[i] = (scales[i] as number) / Math.sqrt((variances[i % channels] as number) + epsilon)
  const addresses = [x, mean, factor, offset, y].map((tensor) => addressOf(backend, tensor))
  backend.threadPool.run(
    'normalise',
    [...addresses, channels, perPicture, ...activationNumbers(activation)],
    pixels,
    1,
    pixels * channels * WORK,
  )
  backend.disposeData(factor.dataId)
  return y
}

export function batchNormGradientOnWasm(
  backend: WasmBackend,
  { dy, y, x, mean, variance, scale }: Record<'dy' | 'y' | 'x' | 'mean' | 'variance' | 'scale', T>,
  { epsilon, activation }: Attributes,
): T[] {
  const { pixels, channels, perPicture } = shapeOf(x, scale)
  const parts = sizeOf(scale.shape) / channels
  const make = (shape: number[]) => backend.makeOutput(shape, 'float32')
  const [dx, dScale, dOffset] = [make(x.shape), make(scale.shape), make(scale.shape)]
  const [sums, factor, shift, slope] = [make([parts, 2, channels]), make(scale.shape), make([channels]), make([channels])]
  const address = (...tensors: T[]) => tensors.map((tensor) => addressOf(backend, tensor))
  const kind = activationNumbers(activation)
  const groups = Math.ceil(channels / 4)
  const work = pixels * channels * WORK
  backend.threadPool.run('normGradientSums', [...address(dy, y, x, mean, sums), parts, pixels, channels, ...kind], parts * groups, 1, work)

  const values = (tensor: T) => valuesOf(backend, tensor)
  const [scales, variances, ofSums, factors] = [values(scale), values(variance), values(sums), values(factor)]
  const [dScales, dOffsets, shifts, slopes] = [values(dScale), values(dOffset), values(shift), values(slope)]
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt((variances[c] as number) + epsilon)
    let [meanGradient, meanProduct] = [0, 0] // of the normalised x, alone and times it
    for (let part = 0; part < parts; part++) {
      const at = part * channels + c
      const gradient = ofSums[2 * part * channels + c] as number
      const product = (ofSums[(2 * part + 1) * channels + c] as number) * inverse
      const own = scales[at] as number
      dOffsets[at] = gradient
      dScales[at] = product
      factors[at] = own * inverse
      meanGradient += (own * gradient) / pixels
      meanProduct += (own * product) / pixels
    }
    shifts[c] = inverse * meanGradient
    slopes[c] = inverse * inverse * meanProduct
  }
  const addresses = address(dy, y, x, mean, factor, shift, slope, dx)
  backend.threadPool.run('normGradient', [...addresses, channels, perPicture, ...kind], pixels, 1, work)
  for (const { dataId } of [sums, factor, shift, slope]) backend.disposeData(dataId)
  return [dx, dScale, dOffset]
}

/** `perPicture`: pixels of a picture where each has its own scale, else 0. */
function shapeOf(x: T, scale: T) {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  return { pixels: batch * height * width, channels, perPicture: scale.shape.length > 1 ? height * width : 0 }
}

// What D is shown of a batch, as one operation: the images, the last n of them rotated, and each of these views augmented in its own
// way. The gradient runs back through all of it.

import { defineOp, type Inputs } from '../../tensor/ops/op.ts'
import { dispatch } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { addressOf } from '../../tensor/wasm/tensors.ts'
import { type Variation, viewsFallback } from './fallback.ts'
import { gradientMeansProgram, meansProgram, type ViewShape, viewsGradientProgram, viewsOf, viewsProgram } from './programs.ts'

interface Attributes extends ViewShape {
  readonly strengthsIndex: number
  /** See Variation. */
  readonly changes: Variation['changes']
}

/**
 * images [groups · B, S, S, C] → [groups · (B + 3n), S, S, C]: of each group the B images, then its last n rotated by 90, then by 180,
 * then by 270 degrees; then each view varied.
 */
export function augmentedViews(images: tf.Tensor4D, groups: number, n: number, { draws, strengths, changes }: Variation): tf.Tensor4D {
  const [rows, size, , channels] = images.shape
  const shape: ViewShape = { groups, batch: rows / groups, n, size, channels, color: changes.color }
  return viewsOp({ images, draws, scalars: strengths.vector }, { ...shape, strengthsIndex: strengths.index, changes })
}

const viewsOp = defineOp<'images' | 'draws' | 'scalars', Attributes, tf.Tensor4D>({
  name: 'AugmentedViews',
  webgpu(backend, { images, draws, scalars }, { strengthsIndex, changes: _, ...shape }) {
    const { groups, batch, size, channels, color } = shape
    const views = backend.makeTensorInfo([viewsOf(shape), size, size, channels], 'float32')
    if (!color) {
      dispatch(backend, viewsProgram(shape, strengthsIndex), [draws, scalars, images, views])
      return views
    }
    const means = backend.makeTensorInfo([groups * batch], 'float32')
    dispatch(backend, meansProgram(groups * batch, size * size * channels), [images, means])
    dispatch(backend, viewsProgram(shape, strengthsIndex), [draws, scalars, images, means, views])
    backend.disposeData(means.dataId)
    return views
  },
  wasm(backend, { images, ...random }, attributes) {
    return runOnWasm(backend, 'augmentedViews', images, random, attributes, viewsOf(attributes))
  },
  fallback({ images, draws, scalars }, attributes) {
    return viewsFallback(images as tf.Tensor4D, attributes, variationOf(draws, scalars, attributes))
  },
  gradient: {
    keptInputs: ['draws', 'scalars'],
    of([dy], [draws, scalars], attributes) {
      return { images: () => gradientOp({ dy: dy as tf.Tensor, draws: draws as tf.Tensor, scalars: scalars as tf.Tensor }, attributes) }
    },
  },
})

/** The views are linear in the images, up to a constant: their gradient does not depend on these. */
const gradientOp = defineOp<'dy' | 'draws' | 'scalars', Attributes, tf.Tensor4D>({
  name: 'AugmentedViewsGradient',
  webgpu(backend, { dy, draws, scalars }, { strengthsIndex, changes: _, ...shape }) {
    const { groups, batch, size, channels, color } = shape
    const dImages = backend.makeTensorInfo([groups * batch, size, size, channels], 'float32')
    if (!color) {
      dispatch(backend, viewsGradientProgram(shape, strengthsIndex), [draws, scalars, dy, dImages])
      return dImages
    }
    const means = backend.makeTensorInfo([viewsOf(shape)], 'float32')
    dispatch(backend, gradientMeansProgram(shape, strengthsIndex), [draws, scalars, dy, means])
    dispatch(backend, viewsGradientProgram(shape, strengthsIndex), [draws, scalars, dy, means, dImages])
    backend.disposeData(means.dataId)
    return dImages
  },
  wasm(backend, { dy, ...random }, attributes) {
    return runOnWasm(backend, 'augmentedViewsGradient', dy, random, attributes, attributes.groups * attributes.batch)
  },
  fallback({ dy, draws, scalars }, attributes) {
    const { groups, batch, size, channels } = attributes
    const variation = variationOf(draws, scalars, attributes)
    const views = (images: tf.Tensor): tf.Tensor => viewsFallback(images as tf.Tensor4D, attributes, variation)
    const { grads } = tf.valueAndGrads(views)([tf.zeros([groups * batch, size, size, channels])], dy)
    return grads[0] as tf.Tensor4D
  },
  gradient: 'composed',
})

function variationOf(draws: tf.Tensor, scalars: tf.Tensor, { strengthsIndex, changes }: Attributes): Variation {
  return { draws: draws as tf.Tensor2D, strengths: { vector: scalars as tf.Tensor1D, index: strengthsIndex }, changes }
}

/** @param count views or images that are written */
function runOnWasm(
  backend: WasmBackend,
  name: string,
  from: tf.TensorInfo,
  { draws, scalars }: Inputs<'draws' | 'scalars'>,
  { batch, n, size, channels, color, strengthsIndex }: Attributes,
  count: number,
): tf.TensorInfo {
  const to = backend.makeOutput([count, size, size, channels], 'float32')
  const addresses = [
    addressOf(backend, from),
    addressOf(backend, draws),
    addressOf(backend, scalars, strengthsIndex),
    addressOf(backend, to),
  ]
  const work = count * size * size * channels * WASM_WORK
  backend.threadPool.run(name, [...addresses, batch, n, size, channels, color ? 1 : 0], count, 1, work)
  return to
}

/** Operations for a number of a view. */
const WASM_WORK = 8

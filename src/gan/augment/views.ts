// What D sees of a batch, as one operation with a gradient: the images, the last n of them rotated, and each of these views augmented.
// Real or fake, upright or rotated, every view is changed by DiffAugment in its own way, so that D cannot memorise a small set
// [Zhao et al. 2020, §3.2]: brightness x + U(-½, ½), saturation about the pixel's mean by U(0, 2), contrast about the image's mean by
// U(½, 3/2); a shift; a hole of middle grey. None of the changes mirrors or rotates, so the rotation labels stay true; mirroring happens
// before, when the real images are read (step-inputs.ts).
import type { RunConfig } from '../../spec/config.ts'
import { defineOp, type Inputs } from '../../tensor/ops/op.ts'
import { dispatch } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { addressOf } from '../../tensor/wasm/tensors.ts'
import type { NamedScalar } from '../step-scalars.ts'
import { type Variation, viewsFallback } from './fallback.ts'
import { gradientMeansProgram, meansProgram, type ViewShape, viewCount, viewsGradientProgram, viewsProgram } from './programs.ts'

interface Attributes extends ViewShape {
  readonly strengthsIndex: number
  /** See Variation. */
  readonly changes: Variation['changes']
}

/**
 * images [groups · B, S, S, C] in [-1, 1] → [groups · (B + 3n), S, S, C]: of each group the batch, then its last n images rotated by
 * 90, 180 and 270 degrees, each of these views augmented as the settings say.
 * @param draws [groups · (B + 3n), 7] uniform numbers, one row a view
 * @param strengths of the changes, one behind the other: colour, pixels of a shift, pixels of a hole
 */
export function viewsOf(
  images: tf.Tensor4D,
  groups: number,
  n: number,
  draws: tf.Tensor2D,
  strengths: NamedScalar,
  { augmentColor, augmentTranslation, augmentCutout }: Pick<RunConfig, 'augmentColor' | 'augmentTranslation' | 'augmentCutout'>,
): tf.Tensor4D {
  const changes = { color: augmentColor > 0, shift: augmentTranslation > 0, hole: augmentCutout > 0 }
  return augmentedViews(images, groups, n, { draws, strengths, changes })
}

/** The same, with the changes named one by one. */
export function augmentedViews(images: tf.Tensor4D, groups: number, n: number, { draws, strengths, changes }: Variation): tf.Tensor4D {
  const [rows, size, , channels] = images.shape
  const shape: ViewShape = { groups, batch: rows / groups, n, size, channels, color: changes.color }
  return viewsOp({ images, draws, scalars: strengths.vector }, { ...shape, strengthsIndex: strengths.index, changes })
}

const viewsOp = defineOp<'images' | 'draws' | 'scalars', Attributes, tf.Tensor4D>({
  name: 'AugmentedViews',
  webgpu(backend, { images, draws, scalars }, { strengthsIndex, changes: _, ...shape }) {
    const { groups, batch, size, channels, color } = shape
    const views = backend.makeTensorInfo([viewCount(shape), size, size, channels], 'float32')
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
    return runOnWasm(backend, 'augmentedViews', images, random, attributes, viewCount(attributes))
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
    const means = backend.makeTensorInfo([viewCount(shape)], 'float32')
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

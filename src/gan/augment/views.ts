// What D is shown of a batch, as one operation: the images, the last n of them rotated, and each of these views augmented in its own
// way. The gradient runs back through all of it.

import { type Gradients, hasKernel, kernel, registerOps, runKernel } from '../../tensor/ops/kernel.ts'
import { dispatch } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { addressOf } from '../../tensor/wasm/tensors.ts'
import { gradientMeansProgram, meansProgram, type ViewShape, viewsGradientProgram, viewsOf, viewsProgram } from './programs.ts'
import { type Variation, viewsReference } from './reference.ts'

const NAME = 'AugmentedViews'
const GRADIENT = 'AugmentedViewsGradient'

interface Attributes extends ViewShape {
  readonly strengthsIndex: number
}

/**
 * images [groups · B, S, S, C] → [groups · (B + 3n), S, S, C]: of each group the B images, then its last n rotated by 90, then by 180,
 * then by 270 degrees; then each view varied.
 */
export function augmentedViews(images: tf.Tensor4D, groups: number, n: number, variation: Variation): tf.Tensor4D {
  const { draws, strengths, changes } = variation
  const [rows, size, , channels] = images.shape
  const shape: ViewShape = { groups, batch: rows / groups, n, size, channels, color: changes.color }
  if (!hasKernel(NAME)) return viewsReference(images, shape, variation)
  return runKernel<tf.Tensor4D>(NAME, { images, draws, scalars: strengths.vector }, {
    ...shape,
    strengthsIndex: strengths.index,
  } satisfies Attributes)
}

type T = tf.TensorInfo

const forward = kernel(
  NAME,
  (backend, { images, draws, scalars }: Record<'images' | 'draws' | 'scalars', T>, { strengthsIndex, ...shape }: Attributes) => {
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
  (backend, { images, draws, scalars }, { strengthsIndex, ...shape }) => {
    const views = backend.makeOutput([viewsOf(shape), shape.size, shape.size, shape.channels], 'float32')
    runOnWasm(backend, 'augmentedViews', images, views, { draws, scalars }, shape, strengthsIndex, viewsOf(shape))
    return views
  },
)

const gradient = kernel(
  GRADIENT,
  (backend, { dy, draws, scalars }: Record<'dy' | 'draws' | 'scalars', T>, { strengthsIndex, ...shape }: Attributes) => {
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
  (backend, { dy, draws, scalars }, { strengthsIndex, ...shape }) => {
    const images = shape.groups * shape.batch
    const dImages = backend.makeOutput([images, shape.size, shape.size, shape.channels], 'float32')
    runOnWasm(backend, 'augmentedViewsGradient', dy, dImages, { draws, scalars }, shape, strengthsIndex, images)
    return dImages
  },
)

/** @param count views or images that are written */
function runOnWasm(
  backend: WasmBackend,
  name: string,
  from: T,
  to: T,
  { draws, scalars }: Record<'draws' | 'scalars', T>,
  shape: ViewShape,
  strengthsIndex: number,
  count: number,
): void {
  const { batch, n, size, channels, color } = shape
  const addresses = [
    addressOf(backend, from),
    addressOf(backend, draws),
    addressOf(backend, scalars, strengthsIndex),
    addressOf(backend, to),
  ]
  backend.threadPool.run(
    name,
    [...addresses, batch, n, size, channels, color ? 1 : 0],
    count,
    1,
    count * size * size * channels * WASM_WORK,
  )
}

/** Operations for a number of a view. */
const WASM_WORK = 8

tf.registerGradient({
  kernelName: NAME,
  inputsToSave: ['draws', 'scalars'],
  outputsToSave: [false],
  gradFunc: (dy, saved, attributes): Gradients => {
    const [draws, scalars] = saved as [tf.Tensor, tf.Tensor]
    return { images: () => runKernel(GRADIENT, { dy: dy as tf.Tensor, draws, scalars }, attributes) }
  },
})

registerOps([forward, gradient])

// What D is shown of a batch, as one operation: the images, quarter turns of the last n, and each of these views augmented in its own
// way. The gradient runs back through all of it.

import { type Gradients, hasKernel, kernel, registerOps, runKernel } from '../../tensor/ops/kernel.ts'
import { dispatch } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { addressOf } from '../../tensor/wasm/tensors.ts'
import { gradientMeansProgram, meansProgram, type ViewShape, viewsGradientProgram, viewsOf, viewsProgram } from './programs.ts'
import { type Variation, viewsTwin } from './reference.ts'

const NAME = 'AugmentedViews'
const GRADIENT = 'AugmentedViewsGradient'

interface Attributes extends ViewShape {
  readonly place: number
}

/**
 * images [halves · B, S, S, C] → [halves · (B + 3n), S, S, C]: of each half the B images, then its last n turned by 90, then by 180,
 * then by 270 degrees; then each view varied.
 */
export function augmentedViews(images: tf.Tensor4D, halves: number, n: number, variation: Variation): tf.Tensor4D {
  const { draws, numbers, place, changes } = variation
  const [rows, size, , channels] = images.shape
  const shape: ViewShape = { halves, batch: rows / halves, n, size, channels, color: changes.color }
  if (!hasKernel(NAME)) return viewsTwin(images, shape, variation)
  return runKernel<tf.Tensor4D>(NAME, { images, draws, numbers }, { ...shape, place } satisfies Attributes)
}

type T = tf.TensorInfo

const forward = kernel(
  NAME,
  (backend, { images, draws, numbers }: Record<'images' | 'draws' | 'numbers', T>, { place, ...shape }: Attributes) => {
    const { halves, batch, size, channels, color } = shape
    const views = backend.makeTensorInfo([viewsOf(shape), size, size, channels], 'float32')
    if (!color) {
      dispatch(backend, viewsProgram(shape, place), [draws, numbers, images, views])
      return views
    }
    const means = backend.makeTensorInfo([halves * batch], 'float32')
    dispatch(backend, meansProgram(halves * batch, size * size * channels), [images, means])
    dispatch(backend, viewsProgram(shape, place), [draws, numbers, images, means, views])
    backend.disposeData(means.dataId)
    return views
  },
  (backend, { images, draws, numbers }, { place, ...shape }) => {
    const views = backend.makeOutput([viewsOf(shape), shape.size, shape.size, shape.channels], 'float32')
    runOnWasm(backend, 'augmentedViews', images, views, { draws, numbers }, shape, place, viewsOf(shape))
    return views
  },
)

const gradient = kernel(
  GRADIENT,
  (backend, { dy, draws, numbers }: Record<'dy' | 'draws' | 'numbers', T>, { place, ...shape }: Attributes) => {
    const { halves, batch, size, channels, color } = shape
    const dImages = backend.makeTensorInfo([halves * batch, size, size, channels], 'float32')
    if (!color) {
      dispatch(backend, viewsGradientProgram(shape, place), [draws, numbers, dy, dImages])
      return dImages
    }
    const means = backend.makeTensorInfo([viewsOf(shape)], 'float32')
    dispatch(backend, gradientMeansProgram(shape, place), [draws, numbers, dy, means])
    dispatch(backend, viewsGradientProgram(shape, place), [draws, numbers, dy, means, dImages])
    backend.disposeData(means.dataId)
    return dImages
  },
  (backend, { dy, draws, numbers }, { place, ...shape }) => {
    const images = shape.halves * shape.batch
    const dImages = backend.makeOutput([images, shape.size, shape.size, shape.channels], 'float32')
    runOnWasm(backend, 'augmentedViewsGradient', dy, dImages, { draws, numbers }, shape, place, images)
    return dImages
  },
)

/** @param count views or images that are written */
function runOnWasm(
  backend: WasmBackend,
  name: string,
  from: T,
  to: T,
  { draws, numbers }: Record<'draws' | 'numbers', T>,
  shape: ViewShape,
  place: number,
  count: number,
): void {
  const { batch, n, size, channels, color } = shape
  const addresses = [addressOf(backend, from), addressOf(backend, draws), addressOf(backend, numbers, place), addressOf(backend, to)]
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
  inputsToSave: ['draws', 'numbers'],
  outputsToSave: [false],
  gradFunc: (dy, saved, attributes): Gradients => {
    const [draws, numbers] = saved as [tf.Tensor, tf.Tensor]
    return { images: () => runKernel(GRADIENT, { dy: dy as tf.Tensor, draws, numbers }, attributes) }
  },
})

registerOps([forward, gradient])

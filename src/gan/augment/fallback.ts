// Rotation and augmentation in TensorFlow.js's own operations: for backends without our kernels, and for second gradients.
import * as tf from '../../tensor/tf.ts'
import type { NamedScalar } from '../step-scalars.ts'
import { BRIGHTNESS, COLOR, CONTRAST, CUT_X, CUT_Y, HOLE, SATURATION, SHIFT, SHIFT_X, SHIFT_Y, type ViewShape } from './programs.ts'
import { rotatedCopies } from './rotation.ts'

export interface Variation {
  /** [views, 7] uniform in [0, 1) */
  readonly draws: tf.Tensor2D
  /** The first of three: how strong colours change, the longest shift and the side of the hole in pixels. */
  readonly strengths: NamedScalar
  /** What may change; the work of what may not is spared. */
  readonly changes: { readonly color: boolean; readonly shift: boolean; readonly hole: boolean }
}

export function viewsFallback(images: tf.Tensor4D, { groups, n }: ViewShape, variation: Variation): tf.Tensor4D {
  const parts = groups === 1 ? [images] : (tf.split(images, groups) as tf.Tensor4D[])
  const views = parts.flatMap((group) => (n === 0 ? [group] : [group, rotatedCopies(group, n)]))
  return vary(views.length === 1 ? (views[0] as tf.Tensor4D) : tf.concat(views, 0), variation)
}

function vary(images: tf.Tensor4D, { draws, strengths, changes }: Variation): tf.Tensor4D {
  const [batch, size] = images.shape
  const strength = (which: number) => tf.slice(strengths.vector, [strengths.index + which], [1])
  /** One number an image, from its draw: [B, 1, 1, 1]. */
  const drawn = (which: number) => tf.reshape(tf.slice(draws, [0, which], [batch, 1]), [batch, 1, 1, 1])
  const places = tf.tensor1d(Float32Array.from({ length: size }, (_, i) => i))
  const rows = tf.reshape(places, [1, size, 1, 1])
  const columns = tf.reshape(places, [1, 1, size, 1])

  let x = images
  if (changes.color) {
    const bright = tf.add(x, tf.mul(tf.sub(drawn(BRIGHTNESS), 0.5), strength(COLOR)))
    const pixelMean = tf.mean(bright, 3, true) // [B, S, S, 1]
    const saturation = tf.add(1, tf.mul(tf.sub(tf.mul(2, drawn(SATURATION)), 1), strength(COLOR)))
    const saturated = tf.add(tf.mul(tf.sub(bright, pixelMean), saturation), pixelMean)
    const imageMean = tf.mean(saturated, [1, 2, 3], true) // [B, 1, 1, 1]
    const contrast = tf.add(1, tf.mul(tf.sub(drawn(CONTRAST), 0.5), strength(COLOR)))
    x = tf.add(tf.mul(tf.sub(saturated, imageMean), contrast), imageMean)
  }
  const shift = (which: number) => {
    const longest = strength(SHIFT)
    const all = tf.mul(2, longest)
    return tf.sub(tf.minimum(tf.floor(tf.mul(drawn(which), tf.add(all, 1))), all), longest)
  }
  if (changes.shift) x = moved(moved(x, shift(SHIFT_Y), 1), shift(SHIFT_X), 2)
  if (!changes.hole) return x

  const hole = strength(HOLE)
  const choices = tf.sub(size + 1, tf.mod(hole, 2))
  const covered = (which: number, along: tf.Tensor) => {
    const first = tf.sub(tf.minimum(tf.floor(tf.mul(drawn(which), choices)), tf.sub(choices, 1)), tf.floor(tf.div(hole, 2)))
    const offset = tf.sub(along, first)
    return tf.mul(tf.cast(tf.greaterEqual(offset, 0), 'float32'), tf.cast(tf.less(offset, hole), 'float32'))
  }
  return tf.mul(x, tf.sub(1, tf.mul(covered(CUT_Y, rows), covered(CUT_X, columns))))
}

/**
 * Moves each image along an axis; what comes in is 0. Written as products with matrices of zeros and ones, because that is exact,
 * deterministic and has a gradient on every backend, which a gather has not.
 * @param shift [B, 1, 1, 1] whole numbers
 */
function moved(images: tf.Tensor4D, shift: tf.Tensor, axis: 1 | 2): tf.Tensor4D {
  if (axis === 2) {
    const swapped = tf.transpose(images, [0, 2, 1, 3])
    return tf.transpose(moved(swapped, shift, 1), [0, 2, 1, 3])
  }
  const [batch, size, , channels] = images.shape
  const places = tf.tensor1d(Float32Array.from({ length: size }, (_, i) => i))
  const source = tf.sub(tf.reshape(places, [1, size, 1]), tf.reshape(shift, [batch, 1, 1])) // [B, S, 1]
  const select = tf.cast(tf.equal(source, tf.reshape(places, [1, 1, size])), 'float32') // [B, S, S], rows from outside are 0
  return tf.reshape(tf.matMul(select, tf.reshape(images, [batch, size, size * channels])), images.shape)
}

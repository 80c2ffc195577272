// Quarter turns and augmentation in TensorFlow.js's own operations.
import * as tf from '../../tensor/tf.ts'
import { BRIGHTNESS, COLOR, CONTRAST, CUT_X, CUT_Y, HOLE, SATURATION, SHIFT, SHIFT_X, SHIFT_Y, type ViewShape } from './programs.ts'

/** Random draws and strengths: `draws` [views, 7] uniform in [0, 1), and three strengths among the `numbers` from `place` on. */
export interface Variation {
  readonly draws: tf.Tensor2D
  readonly numbers: tf.Tensor1D
  readonly place: number
  /** What may change; the work of what may not is spared. */
  readonly changes: { readonly color: boolean; readonly shift: boolean; readonly hole: boolean }
}

/** Turns square images counter-clockwise by 90, 180 or 270 degrees. No interpolation: pixels only move. [B, S, S, C] → same. */
export function quarterTurn(images: tf.Tensor4D, turns: 1 | 2 | 3): tf.Tensor4D {
  if (turns === 2) return tf.reverse(images, [1, 2])
  const transposed = tf.transpose(images, [0, 2, 1, 3]) // rows become columns
  return tf.reverse(transposed, turns === 1 ? 1 : 2)
}

export function viewsTwin(images: tf.Tensor4D, { halves, n }: ViewShape, variation: Variation): tf.Tensor4D {
  const parts = halves === 1 ? [images] : (tf.split(images, halves) as tf.Tensor4D[])
  const views = parts.flatMap((half) => (n === 0 ? [half] : [half, turnedCopies(half, n)]))
  return vary(views.length === 1 ? (views[0] as tf.Tensor4D) : tf.concat(views, 0), variation)
}

/** The last n images turned by 90, then by 180, then by 270 degrees: [B, S, S, C] → [3n, S, S, C]. */
export function turnedCopies(images: tf.Tensor4D, n: number): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape
  const last = tf.slice(images, [batch - n, 0, 0, 0], [n, height, width, channels])
  return tf.concat([quarterTurn(last, 1), quarterTurn(last, 2), quarterTurn(last, 3)], 0)
}

function vary(images: tf.Tensor4D, { draws, numbers, place, changes }: Variation): tf.Tensor4D {
  const [batch, size] = images.shape
  const strength = (which: number) => tf.slice(numbers, [place + which], [1])
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

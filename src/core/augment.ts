// DiffAugment: what D sees, real or fake, upright or turned, is varied by differentiable changes, so that a small set cannot be
// learnt by heart [Zhao et al. 2020, §3.2]. Each image has its own draws. The changes come after the quarter turns and none of
// them mirrors or turns, so the rotation labels stay true; mirroring happens before, when the batch is read (batches.ts).
import type { RunConfig } from '../spec/config.ts'
import * as tf from '../tensor/tf.ts'

/** Uniform numbers in [0, 1) each image needs: one for each row below. */
export const DRAWS_PER_IMAGE = 7
const [BRIGHTNESS, SATURATION, CONTRAST, SHIFT_Y, SHIFT_X, CUT_Y, CUT_X] = [0, 1, 2, 3, 4, 5, 6] as const

/** Full strength, as in the paper's code: shifts by up to 1/8 of the side, a hole of 1/2 of it. */
const TRANSLATION_SHARE = 0.125
const CUTOUT_SHARE = 0.5

export type AugmentationStrength = Pick<RunConfig, 'augmentColor' | 'augmentTranslation' | 'augmentCutout'>

/**
 * images [B, S, S, C] in [-1, 1] → the same shape.
 * @param draws [B · DRAWS_PER_IMAGE] uniform numbers, one row an image
 */
export function augment(images: tf.Tensor4D, draws: Float32Array, strength: AugmentationStrength): tf.Tensor4D {
  const [batch, size] = images.shape
  /** One number an image, from its draw: [B]. */
  const perImage = (draw: number, map: (uniform: number) => number) =>
    Float32Array.from({ length: batch }, (_, i) => map(draws[i * DRAWS_PER_IMAGE + draw] as number))
  let x = images
  if (strength.augmentColor > 0) x = varyColor(x, perImage, strength.augmentColor)
  const maxShift = Math.floor(TRANSLATION_SHARE * strength.augmentTranslation * size + 0.5)
  if (maxShift > 0) {
    const shift = (uniform: number) => Math.floor(uniform * (2 * maxShift + 1)) - maxShift
    x = translate(x, perImage(SHIFT_Y, shift), perImage(SHIFT_X, shift))
  }
  const hole = Math.floor(CUTOUT_SHARE * strength.augmentCutout * size + 0.5)
  if (hole > 0) {
    const first = (uniform: number) => Math.floor(uniform * (size + 1 - (hole % 2))) - Math.floor(hole / 2)
    x = cutOut(x, perImage(CUT_Y, first), perImage(CUT_X, first), hole)
  }
  return x
}

type PerImage = (draw: number, map: (uniform: number) => number) => Float32Array

/** Brightness x + U(-½, ½), saturation about the pixel's mean by U(0, 2), contrast about the image's mean by U(½, 3/2). */
function varyColor(images: tf.Tensor4D, perImage: PerImage, strength: number): tf.Tensor4D {
  const factor = (draw: number, map: (uniform: number) => number) => tf.tensor4d(perImage(draw, map), [images.shape[0], 1, 1, 1])
  const bright = tf.add(
    images,
    factor(BRIGHTNESS, (uniform) => (uniform - 0.5) * strength),
  )
  const pixelMean = tf.mean(bright, 3, true) // [B, S, S, 1]
  const saturation = factor(SATURATION, (uniform) => 1 + (2 * uniform - 1) * strength)
  const saturated = tf.add(tf.mul(tf.sub(bright, pixelMean), saturation), pixelMean)
  const imageMean = tf.mean(saturated, [1, 2, 3], true) // [B, 1, 1, 1]
  const contrast = factor(CONTRAST, (uniform) => 1 + (uniform - 0.5) * strength)
  return tf.add(tf.mul(tf.sub(saturated, imageMean), contrast), imageMean)
}

/**
 * Moves each image down by dy and right by dx; what comes in is 0. Written as products with matrices of zeros and ones, because
 * that is exact, deterministic and has a gradient on every backend, which a gather has not.
 */
function translate(images: tf.Tensor4D, dy: Float32Array, dx: Float32Array): tf.Tensor4D {
  const [batch, size, , channels] = images.shape
  const moveRows = (x: tf.Tensor4D, shift: Float32Array): tf.Tensor4D => {
    const source = Int32Array.from({ length: batch * size }, (_, i) => (i % size) - (shift[Math.floor(i / size)] as number))
    const select = tf.cast(tf.oneHot(tf.tensor2d(source, [batch, size], 'int32'), size), 'float32') // [B, S, S], rows from outside are 0
    const moved = tf.matMul(select, tf.reshape(x, [batch, size, size * channels])) // → [B, S, S·C]
    return tf.reshape(moved, [batch, size, size, channels])
  }
  const swapSides = (x: tf.Tensor4D) => tf.transpose(x, [0, 2, 1, 3])
  return swapSides(moveRows(swapSides(moveRows(images, dy)), dx))
}

/** Sets a square of side `hole` to 0 (middle grey) in each image; it may reach over the edge. */
function cutOut(images: tf.Tensor4D, top: Float32Array, left: Float32Array, hole: number): tf.Tensor4D {
  const [batch, size] = images.shape
  const inside = (first: Float32Array) =>
    Float32Array.from({ length: batch * size }, (_, i) => {
      const offset = (i % size) - (first[Math.floor(i / size)] as number)
      return offset >= 0 && offset < hole ? 1 : 0
    })
  const rows = tf.tensor4d(inside(top), [batch, size, 1, 1])
  const columns = tf.tensor4d(inside(left), [batch, 1, size, 1])
  return tf.mul(images, tf.sub(1, tf.mul(rows, columns)))
}

// How alike the pictures of a set are to each other: the mean multi-scale structural similarity of random pairs [Wang, Simoncelli and Bovik
// 2003; as a measure of a generator's diversity: Odena, Olah and Shlens 2017]. Near 1 the generator has collapsed. The number
// by itself has no meaning: compare it with that of as many real pictures of the same size, since digits are more alike than photographs.
//
// Its limits: it sees brightness and structure, not colour and not meaning, so a moved copy counts as different; noise looks diverse. With
// small pictures there are fewer scales than the five of the paper, which needs 161 pixels: 16 px have one (which makes it the plain SSIM),
// 32 px two, 64 px three, and numbers of different sizes cannot be compared.

import { luminanceOfImage } from '../../data/pixels.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import { RandomStream } from '../../spec/rng.ts'
import { FeatureError } from '../errors.ts'
import { checkCount } from './check.ts'
import type { CreateMetric } from './metric.ts'

/** The window of SSIM: a Gaussian of 11 pixels with deviation 1.5, and what keeps its divisions from 0 [Wang et al. 2004]. */
const TAPS = 11
const DEVIATION = 1.5
const WINDOW = gaussianWindow()
const C1 = (0.01 * 255) ** 2
const C2 = (0.03 * 255) ** 2
/** The exponents of the five scales, the finest first. Of fewer scales the first ones are taken, scaled to a sum of 1. */
const EXPONENTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
/** Similarities that spread by 0.1 have a mean within 0.003 of that of all pairs. */
const PAIRS = 1000

export const similarityMetric: CreateMetric = ({ pictures, seed }) => ({
  work: 0, // a thousand small pictures: little beside the pairs of features
  scores: { similarity: () => ({ similarity: { fake: pairSimilarity(pictures.fake, seed), real: pairSimilarity(pictures.real, seed) } }) },
})

function gaussianWindow(): Float64Array {
  const window = Float64Array.from({ length: TAPS }, (_, i) => Math.exp(-((i - (TAPS - 1) / 2) ** 2) / (2 * DEVIATION ** 2)))
  const sum = window.reduce((total, value) => total + value, 0)
  return window.map((value) => value / sum)
}

/** As many scales as leave the coarsest no smaller than the window. */
export function scalesOf(size: number): number {
  return Math.min(EXPONENTS.length, Math.floor(Math.log2(size / TAPS)) + 1)
}

/** Mean similarity of random pairs of two different pictures of the set. */
export function pairSimilarity(pictures: ImageBlock, seed: number, onProgress?: (share: number) => void): number {
  const { images, count, size, channels } = pictures
  checkCount(count, 2, 'pictures', 'their similarity to each other')
  const random = new RandomStream(seed, 'scoring')
  const brightness = (i: number) => Float64Array.from(luminanceOfImage(images, i, new Float32Array(size * size), channels))
  let sum = 0
  for (let pair = 0; pair < PAIRS; pair++) {
    const one = random.below(count)
    const other = (one + 1 + random.below(count - 1)) % count
    sum += multiScaleSimilarity(brightness(one), brightness(other), size)
    onProgress?.((pair + 1) / PAIRS)
  }
  return sum / PAIRS
}

/** MS-SSIM of two pictures' brightness, 0 to 255, [size, size]; 1 where they are the same. */
export function multiScaleSimilarity(one: Float64Array, other: Float64Array, size: number): number {
  const scales = scalesOf(size)
  if (scales < 1) throw new FeatureError(`Pictures of ${size} pixels are too small for SSIM, whose window has ${TAPS}: take larger ones.`)
  const exponents = EXPONENTS.slice(0, scales)
  const sum = exponents.reduce((total, exponent) => total + exponent, 0)
  let [x, y, side, result] = [one, other, size, 1]
  exponents.forEach((exponent, scale) => {
    const { whole, contrast } = similarity(x, y, side)
    const factor = scale === scales - 1 ? whole : contrast
    result *= Math.max(0, factor) ** (exponent / sum) // a negative similarity has no such power
    ;[x, y, side] = [halved(x, side), halved(y, side), side >> 1]
  })
  return result
}

/** Means over the picture: of SSIM, and of its part without the brightness, contrast times structure. */
function similarity(x: Float64Array, y: Float64Array, size: number): { readonly whole: number; readonly contrast: number } {
  const product = (a: Float64Array, b: Float64Array) => a.map((value, i) => value * (b[i] as number))
  const [meanX, meanY] = [filtered(x, size), filtered(y, size)]
  const [squareX, squareY, both] = [filtered(product(x, x), size), filtered(product(y, y), size), filtered(product(x, y), size)]
  let [whole, contrast] = [0, 0]
  for (let i = 0; i < meanX.length; i++) {
    const [mx, my] = [meanX[i] as number, meanY[i] as number]
    const spread = (squareX[i] as number) - mx * mx + (squareY[i] as number) - my * my
    const part = (2 * ((both[i] as number) - mx * my) + C2) / (spread + C2)
    contrast += part / meanX.length
    whole += (part * (2 * mx * my + C1)) / (mx * mx + my * my + C1) / meanX.length
  }
  return { whole, contrast }
}

/** Weighted means under the window wherever it fits: first along rows, then along columns. */
function filtered(picture: Float64Array, size: number): Float64Array {
  const valid = size - TAPS + 1
  const rows = new Float64Array(size * valid)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < valid; x++) rows[y * valid + x] = weigh(picture, y * size + x, 1)
  }
  const result = new Float64Array(valid * valid)
  for (let at = 0; at < result.length; at++) result[at] = weigh(rows, at, valid)
  return result
}

function weigh(values: Float64Array, first: number, step: number): number {
  let sum = 0
  for (let tap = 0; tap < TAPS; tap++) sum += (WINDOW[tap] as number) * (values[first + tap * step] as number)
  return sum
}

/** Means of 2 x 2 pixels. */
function halved(picture: Float64Array, size: number): Float64Array {
  const side = size >> 1
  return Float64Array.from({ length: side * side }, (_, at) => {
    const first = 2 * Math.floor(at / side) * size + 2 * (at % side)
    return [0, 1, size, size + 1].reduce((sum, step) => sum + (picture[first + step] as number), 0) / 4
  })
}

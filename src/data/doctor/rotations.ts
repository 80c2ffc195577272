// How well a quick classifier predicts by which of 0, 90, 180 and 270 degrees images were rotated: linear, on small features, fitted by ridge
// regression. The features of a rotated image are a permutation of those of the upright one, so each image is measured once, and one
// classifier, for how upright an image is, serves all four rotations. The regression is solved here and not by a library so that it can yield
// between rows: other work in the same thread must get a turn.
import { RandomStream } from '../../spec/rng.ts'
import type { YieldIfDue } from '../concurrency.ts'

/** Images are reduced to this many pixels a side. */
export const SIDE = 16
/** Brightness is kept on 8 x 8 cells, colour on 4 x 4. */
const LIGHT_CELLS = 8
const COLOUR_CELLS = 4
/** Random filters, each in four rotations, rectified and averaged over 3 x 3 cells: they respond to shapes wherever these are. */
const FILTERS = 12
const TAPS = 5
const VALID = SIDE - TAPS + 1
const FILTER_CELLS = 3
const ROTATIONS = 4
/** Brightness is divided by its standard deviation plus this, of 255, so that noise is not amplified. */
const NOISE = 8
/** Weight of the penalty relative to the variance of a feature, and the variance that rounding alone causes. */
const RIDGE = 0.1
const ROUNDING = 1e-6
const SEED = 1

/** Features on a square of cells, plane after plane. `rotating`: the planes are filters in four rotations, which are permuted as well. */
interface FeatureGroup {
  readonly planes: number
  readonly cells: number
  readonly rotating: boolean
}

const FEATURE_GROUPS: readonly FeatureGroup[] = [
  { planes: 1, cells: LIGHT_CELLS, rotating: false },
  { planes: 2, cells: COLOUR_CELLS, rotating: false },
  { planes: FILTERS * ROTATIONS, cells: FILTER_CELLS, rotating: true },
]
const LENGTH = FEATURE_GROUPS.reduce((sum, { planes, cells }) => sum + planes * cells * cells, 0)

/** For each feature of an image rotated once: the index at which the upright image has the same value. */
function makeRotatedIndices(): Int32Array {
  const rotated = new Int32Array(LENGTH)
  let first = 0
  for (const { planes, cells, rotating } of FEATURE_GROUPS) {
    const area = cells * cells
    for (let i = 0; i < planes * area; i++) {
      const [plane, y, x] = [Math.floor(i / area), Math.floor((i % area) / cells), i % cells]
      const from = rotating ? plane - (plane % ROTATIONS) + ((plane + ROTATIONS - 1) % ROTATIONS) : plane
      rotated[first + i] = first + from * area + x * cells + (cells - 1 - y)
    }
    first += planes * area
  }
  return rotated
}

/** [FILTERS · 4, TAPS, TAPS]: each sums to 0 and has length 1. */
function makeFilters(): Float32Array {
  const area = TAPS * TAPS
  const filters = new Float32Array(FILTERS * ROTATIONS * area)
  for (let filter = 0; filter < FILTERS; filter++) {
    const drawn = new RandomStream(SEED, 'examination', filter).normals(area)
    const mean = drawn.reduce((sum, value) => sum + value, 0) / area
    const length = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    let upright = drawn.map((value) => (value - mean) / length)
    for (let rotation = 0; rotation < ROTATIONS; rotation++) {
      filters.set(upright, (filter * ROTATIONS + rotation) * area)
      const before = upright
      upright = before.map((_, i) => before[(i % TAPS) * TAPS + (TAPS - 1 - Math.floor(i / TAPS))] as number)
    }
  }
  return filters
}

/** Adds the mean of each cell of a plane [side, side] to `target`. */
function pool(plane: Float32Array, side: number, cells: number, target: Float32Array, at: number): void {
  const width = side / cells
  for (let i = 0; i < side * side; i++) {
    const cell = Math.floor(Math.floor(i / side) / width) * cells + Math.floor((i % side) / width)
    target[at + cell] = (target[at + cell] as number) + (plane[i] as number) / (width * width)
  }
}

/** Mean 0, and a standard deviation of about 1. */
function standardise(plane: Float32Array): void {
  const mean = plane.reduce((sum, value) => sum + value, 0) / plane.length
  const variance = plane.reduce((sum, value) => sum + (value - mean) ** 2, 0) / plane.length
  const scale = 1 / (Math.sqrt(variance) + NOISE)
  for (let i = 0; i < plane.length; i++) plane[i] = ((plane[i] as number) - mean) * scale
}

/** Rectified responses of one filter to the brightness: [VALID, VALID]. */
function respond(brightness: Float32Array, filters: Float32Array, filter: number, target: Float32Array): void {
  const first = filter * TAPS * TAPS
  for (let y = 0; y < VALID; y++) {
    for (let x = 0; x < VALID; x++) {
      let sum = 0
      for (let row = 0; row < TAPS; row++) {
        for (let column = 0; column < TAPS; column++) {
          sum += (brightness[(y + row) * SIDE + x + column] as number) * (filters[first + row * TAPS + column] as number)
        }
      }
      target[y * VALID + x] = Math.max(0, sum)
    }
  }
}

/** Brightness and two differences of colour of an image, [3, SIDE, SIDE]. */
export type Planes = readonly [brightness: Float32Array, redGreen: Float32Array, blueYellow: Float32Array]

function createMeasure(): (planes: Planes, target: Float32Array) => void {
  const filters = makeFilters()
  const response = new Float32Array(VALID * VALID)
  return ([brightness, ...colours], target) => {
    standardise(brightness)
    pool(brightness, SIDE, LIGHT_CELLS, target, 0)
    let at = LIGHT_CELLS * LIGHT_CELLS
    for (const colour of colours) {
      standardise(colour)
      pool(colour, SIDE, COLOUR_CELLS, target, at)
      at += COLOUR_CELLS * COLOUR_CELLS
    }
    for (let filter = 0; filter < FILTERS * ROTATIONS; filter++) {
      respond(brightness, filters, filter, response)
      pool(response, VALID, FILTER_CELLS, target, at)
      at += FILTER_CELLS * FILTER_CELLS
    }
  }
}

/** For each rotation: the index in the upright image of each feature of the rotated one. */
function indicesByRotation(): Int32Array[] {
  const once = makeRotatedIndices()
  const indices = [Int32Array.from(once, (_, i) => i)]
  for (let rotation = 1; rotation < ROTATIONS; rotation++)
    indices.push((indices[rotation - 1] as Int32Array).map((index) => once[index] as number))
  return indices
}

/** Features [images, LENGTH] with mean 0 over all rotations. */
async function measureAll(images: number, planesOf: (i: number) => Planes, indices: readonly Int32Array[], yieldIfDue: YieldIfDue) {
  const features = new Float32Array(images * LENGTH)
  const measure = createMeasure()
  const means = new Float64Array(LENGTH)
  for (let i = 0; i < images; i++) {
    await yieldIfDue()
    const row = features.subarray(i * LENGTH, (i + 1) * LENGTH)
    measure(planesOf(i), row)
    for (let j = 0; j < LENGTH; j++) means[j] = (means[j] as number) + (row[j] as number) / images
  }
  const centres = means.map((_, j) => indices.reduce((sum, index) => sum + (means[index[j] as number] as number), 0) / ROTATIONS)
  for (let i = 0; i < features.length; i++) features[i] = (features[i] as number) - (centres[i % LENGTH] as number)
  return features
}

/** Products of features summed over all rotations, [LENGTH, LENGTH], and each feature summed over upright images. */
async function moments(features: Float32Array, rows: readonly number[], indices: readonly Int32Array[], yieldIfDue: YieldIfDue) {
  const upright = new Float64Array(LENGTH * LENGTH)
  const sums = new Float64Array(LENGTH)
  for (const i of rows) {
    await yieldIfDue()
    const row = features.subarray(i * LENGTH, (i + 1) * LENGTH)
    for (let j = 0; j < LENGTH; j++) {
      const value = row[j] as number
      sums[j] = (sums[j] as number) + value
      const at = j * LENGTH
      for (let k = 0; k <= j; k++) upright[at + k] = (upright[at + k] as number) + value * (row[k] as number)
    }
  }
  const products = new Float64Array(LENGTH * LENGTH)
  for (const index of indices) {
    for (let j = 0; j < LENGTH; j++) {
      for (let k = 0; k <= j; k++) {
        const [a, b] = [index[j] as number, index[k] as number]
        products[j * LENGTH + k] = (products[j * LENGTH + k] as number) + (upright[Math.max(a, b) * LENGTH + Math.min(a, b)] as number)
      }
    }
  }
  return { products, sums }
}

/** Scores that differ by less are equal: those of a symmetric image differ by rounding alone. */
const TIE = 1e-4

/** Expected accuracy of a guess among the rotations with the best score: 1 where the upright one alone has it. */
function credit(scores: readonly number[]): number {
  const best = Math.max(...scores)
  const bests = scores.filter((score) => score > best - TIE).length
  return (scores[0] as number) > best - TIE ? 1 / bests : 0
}

/** Accuracy in two-fold cross-validation: each half of the images is predicted from the other. */
export async function rotationAccuracy(images: number, planesOf: (i: number) => Planes, yieldIfDue: YieldIfDue): Promise<number> {
  const indices = indicesByRotation()
  const features = await measureAll(images, planesOf, indices, yieldIfDue)
  const all = Array.from({ length: images }, (_, i) => i)
  let right = 0
  for (const half of [0, 1]) {
    const { products, sums } = await moments(
      features,
      all.filter((i) => i % 2 === half),
      indices,
      yieldIfDue,
    )
    const weights = await solveRidge(products, sums, { ridge: RIDGE, floor: ROUNDING * images }, yieldIfDue)
    for (const i of all.filter((image) => image % 2 !== half)) {
      await yieldIfDue()
      const row = features.subarray(i * LENGTH, (i + 1) * LENGTH)
      right += credit(indices.map((index) => weights.reduce((sum, weight, j) => sum + weight * (row[index[j] as number] as number), 0)))
    }
  }
  return right / images
}

/**
 * Solves (products + penalty) weights = sums by Cholesky's decomposition. `products` [n, n] is symmetric, its lower triangle is read. The penalty
 * of a feature is its variance (as if all had the same scale) times `ridge`, plus `floor`, the variance that is rounding.
 */
async function solveRidge(
  products: Float64Array,
  sums: Float64Array,
  { ridge, floor }: { readonly ridge: number; readonly floor: number },
  yieldIfDue: YieldIfDue,
): Promise<Float64Array> {
  const n = sums.length
  const factor = products.slice()
  for (let i = 0; i < n; i++) factor[i * n + i] = (products[i * n + i] as number) * (1 + ridge) + floor
  for (let i = 0; i < n; i++) {
    await yieldIfDue()
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * n + j] as number
      for (let k = 0; k < j; k++) sum -= (factor[i * n + k] as number) * (factor[j * n + k] as number)
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / (factor[j * n + j] as number)
    }
  }
  return substitute(factor, sums)
}

/** Forward, then backward. */
function substitute(factor: Float64Array, sums: Float64Array): Float64Array {
  const n = sums.length
  const weights = sums.slice()
  for (let i = 0; i < n; i++) {
    let sum = weights[i] as number
    for (let k = 0; k < i; k++) sum -= (factor[i * n + k] as number) * (weights[k] as number)
    weights[i] = sum / (factor[i * n + i] as number)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = weights[i] as number
    for (let k = i + 1; k < n; k++) sum -= (factor[k * n + i] as number) * (weights[k] as number)
    weights[i] = sum / (factor[i * n + i] as number)
  }
  return weights
}

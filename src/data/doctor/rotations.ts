// How well a quick test tells by which quarter turn images were rotated: a linear classifier on small features, by ridge regression.
// The features of a turned image are those of the upright one in another order, so an image is measured once, and one classifier,
// which says how upright something looks, serves all four turns.
import { RandomStream } from '../../spec/rng.ts'
import type { YieldIfDue } from '../concurrency.ts'

/** Everything is looked at on this many pixels a side. */
export const SIDE = 16
/** Brightness is kept on 8 x 8 cells, colour on 4 x 4. */
const LIGHT_CELLS = 8
const COLOUR_CELLS = 4
/** Random filters, each in four turns, rectified and averaged over 3 x 3 cells: they see shapes wherever these lie. */
const FILTERS = 12
const TAPS = 5
const VALID = SIDE - TAPS + 1
const FILTER_CELLS = 3
const TURNS = 4
/** Brightness is measured in standard deviations of the image; this much noise, of 255, is never blown up. */
const NOISE = 8
/** Weight of the penalty in the variance of a feature, and a variance that is rounding rather than a difference between images. */
const RIDGE = 0.1
const ROUNDING = 1e-6
const SEED = 1

/** A group of features on a square of cells, one behind the other; those of `turning` come in four turns that change places as well. */
interface Field {
  readonly planes: number
  readonly cells: number
  readonly turning: boolean
}

const FIELDS: readonly Field[] = [
  { planes: 1, cells: LIGHT_CELLS, turning: false },
  { planes: 2, cells: COLOUR_CELLS, turning: false },
  { planes: FILTERS * TURNS, cells: FILTER_CELLS, turning: true },
]
const LENGTH = FIELDS.reduce((sum, { planes, cells }) => sum + planes * cells * cells, 0)

/** For each feature of an image turned once the place where the upright image has the same value. */
function makeTurned(): Int32Array {
  const turned = new Int32Array(LENGTH)
  let first = 0
  for (const { planes, cells, turning } of FIELDS) {
    const area = cells * cells
    for (let i = 0; i < planes * area; i++) {
      const [plane, y, x] = [Math.floor(i / area), Math.floor((i % area) / cells), i % cells]
      const from = turning ? plane - (plane % TURNS) + ((plane + TURNS - 1) % TURNS) : plane
      turned[first + i] = first + from * area + x * cells + (cells - 1 - y)
    }
    first += planes * area
  }
  return turned
}

/** [FILTERS · 4, TAPS, TAPS]: each sums to 0 and has length 1. */
function makeFilters(): Float32Array {
  const area = TAPS * TAPS
  const filters = new Float32Array(FILTERS * TURNS * area)
  for (let filter = 0; filter < FILTERS; filter++) {
    const drawn = new RandomStream(SEED, 'examination', filter).normals(area)
    const mean = drawn.reduce((sum, value) => sum + value, 0) / area
    const length = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    let upright = drawn.map((value) => (value - mean) / length)
    for (let turn = 0; turn < TURNS; turn++) {
      filters.set(upright, (filter * TURNS + turn) * area)
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

/** Responses of one filter to the brightness, what is below 0 cut off: [VALID, VALID]. */
function respond(light: Float32Array, filters: Float32Array, filter: number, target: Float32Array): void {
  const first = filter * TAPS * TAPS
  for (let y = 0; y < VALID; y++) {
    for (let x = 0; x < VALID; x++) {
      let sum = 0
      for (let row = 0; row < TAPS; row++) {
        for (let column = 0; column < TAPS; column++) {
          sum += (light[(y + row) * SIDE + x + column] as number) * (filters[first + row * TAPS + column] as number)
        }
      }
      target[y * VALID + x] = Math.max(0, sum)
    }
  }
}

/** Brightness and two differences of colour of an image, [3, SIDE, SIDE]. */
export type Planes = readonly [light: Float32Array, redGreen: Float32Array, blueYellow: Float32Array]

function createMeasure(): (planes: Planes, target: Float32Array) => void {
  const filters = makeFilters()
  const response = new Float32Array(VALID * VALID)
  return ([light, ...colours], target) => {
    standardise(light)
    pool(light, SIDE, LIGHT_CELLS, target, 0)
    let at = LIGHT_CELLS * LIGHT_CELLS
    for (const colour of colours) {
      standardise(colour)
      pool(colour, SIDE, COLOUR_CELLS, target, at)
      at += COLOUR_CELLS * COLOUR_CELLS
    }
    for (let filter = 0; filter < FILTERS * TURNS; filter++) {
      respond(light, filters, filter, response)
      pool(response, VALID, FILTER_CELLS, target, at)
      at += FILTER_CELLS * FILTER_CELLS
    }
  }
}

/** For r turns: where a feature of the turned image stands in the upright one. */
function placesByTurn(): Int32Array[] {
  const once = makeTurned()
  const places = [Int32Array.from(once, (_, i) => i)]
  for (let turn = 1; turn < TURNS; turn++) places.push((places[turn - 1] as Int32Array).map((place) => once[place] as number))
  return places
}

/** Features [images, LENGTH] with mean 0 over all turns. */
async function measureAll(images: number, planesOf: (i: number) => Planes, places: readonly Int32Array[], breathe: YieldIfDue) {
  const features = new Float32Array(images * LENGTH)
  const measure = createMeasure()
  const means = new Float64Array(LENGTH)
  for (let i = 0; i < images; i++) {
    await breathe()
    const row = features.subarray(i * LENGTH, (i + 1) * LENGTH)
    measure(planesOf(i), row)
    for (let j = 0; j < LENGTH; j++) means[j] = (means[j] as number) + (row[j] as number) / images
  }
  const centres = means.map((_, j) => places.reduce((sum, place) => sum + (means[place[j] as number] as number), 0) / TURNS)
  for (let i = 0; i < features.length; i++) features[i] = (features[i] as number) - (centres[i % LENGTH] as number)
  return features
}

/** The sum over all turns of the products of features, [LENGTH, LENGTH], and the sum over upright images of each feature. */
async function moments(features: Float32Array, rows: readonly number[], places: readonly Int32Array[], breathe: YieldIfDue) {
  const upright = new Float64Array(LENGTH * LENGTH)
  const sums = new Float64Array(LENGTH)
  for (const i of rows) {
    await breathe()
    const row = features.subarray(i * LENGTH, (i + 1) * LENGTH)
    for (let j = 0; j < LENGTH; j++) {
      const value = row[j] as number
      sums[j] = (sums[j] as number) + value
      const at = j * LENGTH
      for (let k = 0; k <= j; k++) upright[at + k] = (upright[at + k] as number) + value * (row[k] as number)
    }
  }
  const products = new Float64Array(LENGTH * LENGTH)
  for (const place of places) {
    for (let j = 0; j < LENGTH; j++) {
      for (let k = 0; k <= j; k++) {
        const [a, b] = [place[j] as number, place[k] as number]
        products[j * LENGTH + k] = (products[j * LENGTH + k] as number) + (upright[Math.max(a, b) * LENGTH + Math.min(a, b)] as number)
      }
    }
  }
  return { products, sums }
}

/** Scores that differ by less are equal: images that look the same in every turn differ by rounding alone. */
const TIE = 1e-4

/** What is to be expected of a guess among the turns with the best score: 1 where the upright one alone has it. */
function credit(scores: readonly number[]): number {
  const best = Math.max(...scores)
  const bests = scores.filter((score) => score > best - TIE).length
  return (scores[0] as number) > best - TIE ? 1 / bests : 0
}

/** Share of the images whose turn is told by a classifier that has learnt from other images: each half is tested on the other. */
export async function turnAccuracy(images: number, planesOf: (i: number) => Planes, breathe: YieldIfDue): Promise<number> {
  const places = placesByTurn()
  const features = await measureAll(images, planesOf, places, breathe)
  const all = Array.from({ length: images }, (_, i) => i)
  let right = 0
  for (const half of [0, 1]) {
    const { products, sums } = await moments(
      features,
      all.filter((i) => i % 2 === half),
      places,
      breathe,
    )
    const weights = await solveRidge(products, sums, { ridge: RIDGE, least: ROUNDING * images }, breathe)
    for (const i of all.filter((image) => image % 2 !== half)) {
      await breathe()
      const row = features.subarray(i * LENGTH, (i + 1) * LENGTH)
      right += credit(places.map((place) => weights.reduce((sum, weight, j) => sum + weight * (row[place[j] as number] as number), 0)))
    }
  }
  return right / images
}

/**
 * Solves (products + penalty) weights = sums. `products` [n, n] is symmetric, its lower triangle is read. Each feature is penalised
 * by its own variance (as if all had been brought to one scale), times `ridge`, and by `least`: rounding is nothing to learn from.
 */
export async function solveRidge(
  products: Float64Array,
  sums: Float64Array,
  { ridge, least }: { readonly ridge: number; readonly least: number },
  breathe: YieldIfDue,
): Promise<Float64Array> {
  const n = sums.length
  const factor = products.slice()
  for (let i = 0; i < n; i++) factor[i * n + i] = (products[i * n + i] as number) * (1 + ridge) + least
  for (let i = 0; i < n; i++) {
    await breathe()
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

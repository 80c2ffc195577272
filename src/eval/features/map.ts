// A map of images: points in a square, near one another where features are alike, by UMAP [McInnes et al. 2018] over our exact neighbours.
// Two things differ from umap-js alone: the neighbours are exact, by cosine; and the positions are initialised with the first two principal
// components, so that large groups start apart and long ones are not torn. The result is fitted to the square (fill-square.ts).
import { UMAP } from 'umap-js'
import { RandomStream } from '../../spec/rng.ts'
import { checkRows } from './check.ts'
import { type FeatureTable, joinTables } from './feature-table.ts'
import { fillSquare } from './fill-square.ts'
import { allNeighbours, type Neighbours } from './neighbours.ts'
import { scalingOf, unitRows } from './normalise.ts'
import { principalPositions } from './principal.ts'

/** Points without which nothing is to be seen, and too few for UMAP. */
const FEWEST_ROWS = 5

/** UMAP's default: the size of what counts as local, the point itself included. */
const LOCAL = 15

/** Half the side of the square in which UMAP's positions are initialised. */
const BEGINNING = 10

/** Noise as in the authors' code, so that equal points can move apart. */
const NOISE = 1e-4

/** Share of the time that finding neighbours takes. */
const NEIGHBOURS_SHARE = 0.15

/** Random streams: UMAP's optimisation, and the initialisation of principal axes and points. */
const STREAMS = { moves: 0, beginning: 1 }

/**
 * Maps several sets together, such as images and samples of G: what is alike lies together, whichever set it is from.
 * @returns [all rows of the tables one after another, 2] in the unit square
 * @throws FeatureError
 */
export function mapOf(tables: readonly FeatureTable[], seed: number, onProgress?: (share: number) => void): Float32Array<ArrayBuffer> {
  return layOut(joinTables(tables.map(unitRows)), seed, onProgress)
}

/** @param unit rows of length 1 */
function layOut(unit: FeatureTable, seed: number, onProgress?: (share: number) => void): Float32Array<ArrayBuffer> {
  const { rows } = unit
  checkRows(unit, FEWEST_ROWS)
  const { means } = scalingOf(unit) // throws where all are alike
  const local = Math.min(LOCAL, rows - 1)
  const neighbours = allNeighbours(unit, local - 1, (share) => onProgress?.(NEIGHBOURS_SHARE * share))
  const umap = new UMAP({ nNeighbors: local, random: quickRandom(new RandomStream(seed, 'map', STREAMS.moves)) })
  umap.setPrecomputedKNN(...asUmapTakesThem(neighbours, rows))
  const epochs = umap.initializeFit(Array.from({ length: rows }, () => [])) // with neighbours given it only counts them
  const points = umap.getEmbedding()
  const random = new RandomStream(seed, 'map', STREAMS.beginning)
  const beginning = principalPositions(unit, means, random)
  points.forEach((point, i) => {
    for (const axis of [0, 1]) point[axis] = BEGINNING * (beginning[2 * i + axis] as number) + NOISE * random.normal()
  })
  for (let epoch = 1; epoch <= epochs; epoch++) {
    umap.step()
    onProgress?.(NEIGHBOURS_SHARE + (1 - NEIGHBOURS_SHARE) * (epoch / epochs))
  }
  return fillSquare(points)
}

/** For each point itself first, then its neighbours; distances are 1 - cosine. */
function asUmapTakesThem({ k, rows, similarities }: Neighbours, count: number): [indices: number[][], distances: number[][]] {
  const of = (i: number) => [i * k, (i + 1) * k] as const
  const points = Array.from({ length: count }, (_, i) => i)
  return [
    points.map((i) => [i, ...rows.subarray(...of(i))]),
    points.map((i) => [0, ...similarities.subarray(...of(i)).map((similarity) => Math.max(0, 1 - similarity))]),
  ]
}

/** xorshift128 [Marsaglia 2003], uniform in [0, 1): UMAP draws tens of millions of numbers. */
function quickRandom(stream: RandomStream): () => number {
  let [x, y, z, w] = [stream.bits() | 1, stream.bits(), stream.bits(), stream.bits()]
  return () => {
    const t = x ^ (x << 11)
    x = y
    y = z
    z = w
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8)
    return (w >>> 0) / 2 ** 32
  }
}

// A map of images: points in a square, near one another where features are alike, by UMAP [McInnes et al. 2018] over our exact neighbours.
// Two things are ours: the neighbours, which are exact, by angle, and sooner found; and the beginning, which lies along the two directions
// in which the features spread most, so that groups begin in their places and long ones are not torn.
import { UMAP } from 'umap-js'
import { RandomStream } from '../../tensor/rng.ts'
import { checkTable, rowsOf, sampleRows } from './check.ts'
import { FeatureError, type FeatureTable } from './feature-table.ts'
import { allNeighbours, type Neighbours } from './neighbours.ts'
import { scalingOf, unitRows } from './normalise.ts'
import { principalPositions } from './principal.ts'

/** Points on a map at most, where nothing else is asked for: about ten seconds of one core. */
const MAP_ROWS = 5000

/** Points without which nothing is to be seen, and too few for UMAP. */
const FEWEST_ROWS = 5

/** UMAP's default: the size of what counts as local, the point itself included. */
const LOCAL = 15

/** Half the side of the square in which UMAP begins. */
const BEGINNING = 10

/** As in the authors' code: points of one place and of one line get room to move apart. */
const NOISE = 1e-4

/** Share of the time that goes into finding neighbours. */
const NEIGHBOURS_SHARE = 0.15

export interface MapWish {
  readonly seed: number
  /** Points at most. */
  readonly limit?: number
  readonly onProgress?: (share: number) => void
}

export interface MapPart {
  /** Which rows of the table are on the map, in ascending order. */
  readonly rows: Uint32Array
  /** [rows, 2] in the unit square. */
  readonly positions: Float32Array
}

export interface ImageMap {
  /** One for each of the tables. */
  readonly parts: readonly MapPart[]
  /** What is not shown, as a sentence, or null. */
  readonly leftOut: string | null
}

/**
 * Lays several sets out together, such as images and pictures of G: what is alike lies together, whichever set it is of.
 * @throws FeatureError
 */
export function mapOf(tables: readonly FeatureTable[], { seed, limit = MAP_ROWS, onProgress }: MapWish): ImageMap {
  const units = tables.map(unitRows) // before some are drawn: what is wrong is told of the image as it is numbered
  const total = tables.reduce((sum, { rows }) => sum + rows, 0)
  const shown = sharesOf(
    tables.map(({ rows }) => rows),
    limit,
  )
  const rows = tables.map((table, i) => sampleRows(table.rows, shown[i] as number, new RandomStream(seed, 'map', i)))
  const positions = layOut(joined(units.map((table, i) => rowsOf(table, rows[i] as Uint32Array))), seed, tables.length, onProgress)
  let from = 0
  const parts = rows.map((chosen) => {
    const part = { rows: chosen, positions: positions.slice(2 * from, 2 * (from + chosen.length)) }
    from += chosen.length
    return part
  })
  return { parts, leftOut: total > from ? `The map shows ${from} of ${total} images, drawn at random.` : null }
}

/** How many of each are shown: all, or an even share of the limit, with what small ones leave going to the others. */
function sharesOf(counts: readonly number[], limit: number): number[] {
  const shares = counts.map(() => 0)
  let left = limit
  const order = counts.map((_, i) => i).sort((a, b) => (counts[a] as number) - (counts[b] as number))
  order.forEach((which, done) => {
    const share = Math.min(counts[which] as number, Math.floor(left / (counts.length - done)))
    shares[which] = share
    left -= share
  })
  return shares
}

function joined(tables: readonly FeatureTable[]): FeatureTable {
  const width = tables[0]?.width ?? 0
  if (tables.some((table) => table.width !== width))
    throw new FeatureError('These features are of different widths: take them from the same layer.')
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const values = new Float32Array(rows * width)
  let end = 0
  for (const table of tables) {
    values.set(table.values, end)
    end += table.values.length
  }
  return { values, rows, width }
}

/** @param unit rows of length 1 */
function layOut(unit: FeatureTable, seed: number, stream: number, onProgress?: (share: number) => void): Float32Array {
  const { rows } = unit
  checkTable(unit, FEWEST_ROWS)
  const { means } = scalingOf(unit) // throws where all are alike
  const local = Math.min(LOCAL, rows - 1)
  const neighbours = allNeighbours(unit, local - 1, (share) => onProgress?.(NEIGHBOURS_SHARE * share))
  const umap = new UMAP({ nNeighbors: local, random: quickRandom(new RandomStream(seed, 'map', stream)) })
  umap.setPrecomputedKNN(...asUmapTakesThem(neighbours, rows))
  const epochs = umap.initializeFit(Array.from({ length: rows }, () => [])) // with neighbours given it only counts them
  const points = umap.getEmbedding()
  const random = new RandomStream(seed, 'map', stream + 1)
  const beginning = principalPositions(unit, means, random)
  points.forEach((point, i) => {
    for (const axis of [0, 1]) point[axis] = BEGINNING * (beginning[2 * i + axis] as number) + NOISE * random.normal()
  })
  for (let epoch = 1; epoch <= epochs; epoch++) {
    umap.step()
    onProgress?.(NEIGHBOURS_SHARE + (1 - NEIGHBOURS_SHARE) * (epoch / epochs))
  }
  return inUnitSquare(points)
}

/** Of each point first itself, then its neighbours; distances are 1 - cosine. */
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

/** One scale for both directions, in the middle of the shorter. */
function inUnitSquare(points: readonly (readonly number[])[]): Float32Array {
  const range = (axis: 0 | 1) => {
    const along = points.map((point) => point[axis] as number)
    return { low: along.reduce((a, b) => Math.min(a, b)), high: along.reduce((a, b) => Math.max(a, b)) }
  }
  const ranges = [range(0), range(1)] as const
  const side = Math.max(...ranges.map(({ low, high }) => high - low))
  return Float32Array.from({ length: 2 * points.length }, (_, i) => {
    const axis = i % 2 === 0 ? 0 : 1
    const { low, high } = ranges[axis]
    return 0.5 + ((points[Math.floor(i / 2)]?.[axis] as number) - (low + high) / 2) / side
  })
}

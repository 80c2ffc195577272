// `bench features`: which layer of a feature network, at which image size, separates the labels of a set best, and how long that takes. The
// choice in src/eval/features/networks/ was made with it.

import { type Collection, takenOf } from '../data/collection.ts'
import { imagesAt } from '../data/dataset.ts'
import { labelsOf } from '../data/labels/set-labels.ts'
import { evenlySpaced } from '../data/sampling.ts'
import { FeatureError } from '../eval/errors.ts'
import { extractLayers } from '../eval/features/extract.ts'
import type { FeatureTable } from '../eval/features/feature-table.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import type { BenchEvent } from './stage.ts'

/** Sides that images are resized to, in pixels. */
const INPUT_SIZES = [32, 48, 64, 96]

const NEIGHBOURS = 5

interface FeaturesStage {
  readonly network: FeatureNetwork
  readonly collection: Collection
  /** At most so many images, spread evenly over the set. */
  readonly count: number
  /** Milliseconds of a steady clock. */
  now(): number
  emit(event: BenchEvent): void
  progress(done: number, total: number, words: string): void
}

/** @throws FeatureError where the images have no labels */
export async function benchFeatures({ network, collection, count, now, emit, progress }: FeaturesStage): Promise<void> {
  const labels = labelsOf(collection)
  if (!labels)
    throw new FeatureError('This set has no labels: give a folder or a zip with the images of each kind in a folder of their own.')
  const nameOf = (image: number) => labels.names[labels.ofImages[image] as number] // undefined where it has none
  const taken = Uint32Array.from(takenOf(collection).filter((image) => nameOf(image) !== undefined)) // an image whose copy is in the set would always be classified correctly
  const indices = [...evenlySpaced(taken, count)]
  const images = indices.length
  const truth = indices.map((i) => nameOf(i) as string)
  const pixels = accuracy(pixelTable(collection, indices), truth)
  emit({ event: 'layer', network: 'pixels', layer: 'none', inputSize: collection.size, width: collection.size ** 2 * 3, accuracy: pixels })
  let best = { layer: '', inputSize: 0, accuracy: 0 }
  const layers = Object.keys(network.layers)
  for (const [i, inputSize] of INPUT_SIZES.entries()) {
    const began = now()
    const onProgress = (share: number) => progress(i + share, INPUT_SIZES.length, `images at ${inputSize} px`)
    const tables = await extractLayers({ ...network, inputSize }, collection, layers, { indices, onProgress })
    const imagesPerSecond = (images * 1000) / (now() - began)
    for (const [at, table] of tables.entries()) {
      const found = { layer: layers[at] as string, inputSize, accuracy: accuracy(table, truth) }
      if (found.accuracy > best.accuracy) best = found
      emit({ event: 'layer', network: network.name, ...found, width: table.width, imagesPerSecond })
    }
  }
  emit({ event: 'done', network: network.name, images, taken: taken.length, leftOut: collection.leftOut.size, ...best })
}

/** The bytes themselves as features: the baseline. */
function pixelTable(collection: Collection, indices: readonly number[]): FeatureTable {
  const { images, count, size, channels } = imagesAt(collection, indices)
  return { values: Float32Array.from(images), rows: count, width: size * size * channels }
}

/** Share of the images whose label is that of most of their nearest neighbours, themselves left out; the nearest decides a tie. */
function accuracy(table: FeatureTable, labels: readonly string[]): number {
  let right = 0
  for (let row = 0; row < table.rows; row++) {
    const votes = new Map<string, number>()
    for (const neighbour of nearest(table, row)) votes.set(labels[neighbour] as string, (votes.get(labels[neighbour] as string) ?? 0) + 1)
    const [winner] = [...votes].reduce((best, next) => (next[1] > best[1] ? next : best)) // the nearest comes first
    if (winner === labels[row]) right++
  }
  return right / table.rows
}

/** The rows nearest to one by Euclidean distance, nearest first. */
function nearest({ values, rows, width }: FeatureTable, row: number): number[] {
  const found: { readonly row: number; readonly distance: number }[] = []
  for (let other = 0; other < rows; other++) {
    if (other === row) continue
    let distance = 0
    for (let i = 0; i < width; i++) distance += ((values[row * width + i] as number) - (values[other * width + i] as number)) ** 2
    if (found.length === NEIGHBOURS && distance >= (found.at(-1)?.distance ?? 0)) continue
    const place = found.findIndex((neighbour) => neighbour.distance > distance)
    found.splice(place < 0 ? found.length : place, 0, { row: other, distance })
    if (found.length > NEIGHBOURS) found.pop()
  }
  return found.map((neighbour) => neighbour.row)
}

// The features that analyses are computed from: of images or samples, by a layer of D or by a feature network.

import { type Collection, takenOf } from '../data/collection.ts'
import { labelsOf } from '../data/labels/set-labels.ts'
import { resample } from '../data/resample.ts'
import { evenlySpaced, range, splitImages } from '../data/sampling.ts'
import { createModels, disposeModels } from '../gan/models.ts'
import { imageShape } from '../gan/networks/build.ts'
import type { Run } from '../gan/run.ts'
import type { WorkOptions } from '../spec/cancel.ts'
import type { FeatureSource } from '../spec/feature-analyses.ts'
import type { ImageBlock, Pictures } from '../spec/image-block.ts'
import type { ProbeInput } from './analysis.ts'
import { FeatureError } from './errors.ts'
import { discriminatorFeatures } from './features/discriminator-features.ts'
import { extractFeatures, imagesOf } from './features/extract.ts'
import type { FeatureTable } from './features/feature-table.ts'
import type { FeatureNetwork } from './features/networks/network.ts'
import { ENOUGH_TESTED, PROBE_IMAGES } from './features/probe-split.ts'

/** Side of the pixels that stand for themselves: of whole images a classifier would learn for minutes. */
const PIXEL_SIDE = 8

/** Rough relative costs of extraction: the feature network is several times as deep as D. */
const COST = { discriminator: 1, network: 4 }

/** The part of a run that is needed: its discriminator, and the settings that it was created from. */
type RunModels = Pick<Run, 'config' | 'models'>

/** @throws FeatureError where there is no discriminator, or it looks at other images */
export async function featuresOf(
  source: FeatureSource,
  block: ImageBlock,
  run: RunModels | null,
  network: () => Promise<FeatureNetwork>,
  watch: WorkOptions,
): Promise<FeatureTable> {
  if (source.kind === 'network') return extractFeatures(await network(), block, watch)
  if (!run) throw new FeatureError('There is a discriminator once a run has begun: press Train, or look through MobileNetV2.')
  checkFit(run, block)
  const [table] = await discriminatorFeatures(run.models.discriminator, block, [{ layer: source.layer, pooled: true }], watch)
  return table as FeatureTable
}

function checkFit({ models }: RunModels, { size, channels }: ImageBlock): void {
  const input = imageShape(models.discriminator.network.definition.input)
  if (size !== input.size || channels !== input.channels)
    throw new FeatureError('The open images are of another size or colour than those the run trains on: look through MobileNetV2.')
}

/** Pictures of G as D takes them. */
export function blockOfSamples(pictures: Pictures, channels: ImageBlock['channels']): ImageBlock {
  const { images, count, size } = imagesOf(pictures)
  if (channels === 3) return { images, count, size, channels }
  return { images: images.filter((_, i) => i % 3 === 0), count, size, channels }
}

/** All that a probe compares: D as trained and as it was at first, the feature network, and the pixels. */
export async function probeCandidates(
  block: ImageBlock,
  run: RunModels | null,
  network: () => Promise<FeatureNetwork>,
  { signal, onProgress }: WorkOptions,
): Promise<ProbeInput['candidates']> {
  const total = (run ? 2 * COST.discriminator : 0) + COST.network
  let done = 0
  const watch = (cost: number): WorkOptions => {
    const before = done
    done += cost
    return { signal, onProgress: (share) => onProgress?.((before + cost * share) / total) }
  }
  const layers = run ? await layersOf(run, block, () => watch(COST.discriminator)) : []
  const table = await extractFeatures(await network(), block, watch(COST.network))
  return [
    ...layers,
    { features: 'network', name: (await network()).name, table },
    { features: 'pixels', name: `${PIXEL_SIDE} × ${PIXEL_SIDE} pixels`, table: pixelsOf(block) },
  ]
}

async function layersOf(run: RunModels, block: ImageBlock, watch: () => WorkOptions): Promise<ProbeInput['candidates']> {
  checkFit(run, block)
  const names = run.models.discriminator.network.activations.map(({ name }) => name)
  const wanted = names.map((layer) => ({ layer, pooled: true }))
  const trained = await discriminatorFeatures(run.models.discriminator, block, wanted, watch())
  const fresh = createModels(run.config, block.channels)
  try {
    const untrained = await discriminatorFeatures(fresh.discriminator, block, wanted, watch())
    const named = (features: 'trained' | 'untrained', tables: readonly FeatureTable[]) =>
      tables.map((table, i) => ({ features, name: names[i] as string, table }))
    return [...named('trained', trained), ...named('untrained', untrained)]
  } finally {
    disposeModels(fresh)
  }
}

function pixelsOf({ images, count, size, channels }: ImageBlock): FeatureTable {
  const width = PIXEL_SIDE * PIXEL_SIDE * channels
  const length = size * size * channels
  const values = new Float32Array(count * width)
  for (let i = 0; i < count; i++) {
    values.set(resample(images.subarray(i * length, (i + 1) * length), size, size, PIXEL_SIDE, channels), i * width)
  }
  return { values, rows: count, width }
}

export interface Labelled {
  readonly images: ArrayLike<number>
  readonly labels: readonly string[]
  /** For each image whether it tests; null where the labels are to be split. */
  readonly heldOut: readonly boolean[] | null
}

/**
 * By the labels of the set; the images that training never sees test, where enough of them have one. Else all are split, those that D trained on
 * too. @throws FeatureError where none has a label
 */
export function labelledImages(collection: Collection, config: Parameters<typeof splitImages>[1]): Labelled {
  const known = labelsOf(collection)
  const taken = takenOf(collection)
  const nameOf = (image: number) => known?.names[known.ofImages[image] as number] // undefined where it has none
  const isLabelled = (i: number) => nameOf(taken[i] as number) !== undefined
  if (!known || !taken.some((_, i) => isLabelled(i)))
    throw new FeatureError('These images have no labels: put them into sub-folders by kind, or label a few by hand.')
  const { training, heldOut } = splitImages(taken.length, config)
  const [learnable, testable] = [training.filter(isLabelled), heldOut.filter(isLabelled)]
  const numbers = (rows: Uint32Array) => Array.from(rows, (i) => taken[i] as number)
  const labelled = (images: readonly number[]) => ({ images, labels: images.map((image) => nameOf(image) as string) })
  if (testable.length < ENOUGH_TESTED) {
    const all = range(taken.length).filter(isLabelled)
    return { ...labelled(numbers(evenlySpaced(all, PROBE_IMAGES.inFolds))), heldOut: null }
  }
  const learnt = numbers(evenlySpaced(learnable, PROBE_IMAGES.learnt))
  const tested = numbers(evenlySpaced(testable, PROBE_IMAGES.tested))
  return { ...labelled([...learnt, ...tested]), heldOut: [...learnt.map(() => false), ...tested.map(() => true)] }
}

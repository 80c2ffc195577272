// The features that studies are answered from: of images or samples, by a layer of D or by a network that ships with the project.
import type { ImageBlock } from '../core/data/dataset.ts'
import { resample } from '../core/data/resample.ts'
import { discriminatorFeatures } from '../core/features/discriminator-features.ts'
import { extractFeatures, imagesOf } from '../core/features/extract.ts'
import { FeatureError, type FeatureTable } from '../core/features/feature-table.ts'
import type { FeatureNetwork } from '../core/features/networks/network.ts'
import { createModels, disposeModels, type Models } from '../core/models.ts'
import type { Run } from '../core/run.ts'
import type { ProbeQuestion } from '../core/studies.ts'
import type { Pictures } from '../spec/report.ts'
import type { FeatureSource } from '../spec/studies.ts'

/** Side of the pixels that stand for themselves: of whole images a classifier would learn for minutes. */
const PIXEL_SIDE = 8

export interface Watch {
  readonly signal: { readonly aborted: boolean }
  readonly onProgress: (share: number) => void
}

/** @throws FeatureError where there is no discriminator, or it looks at other images */
export async function featuresOf(
  source: FeatureSource,
  block: ImageBlock,
  run: Run | null,
  network: () => Promise<FeatureNetwork>,
  watch: Watch,
): Promise<FeatureTable> {
  if (source.kind === 'network') return extractFeatures(await network(), block, watch)
  if (!run) throw new FeatureError('There is a discriminator once a run has begun: press Train, or look through MobileNetV2.')
  checkFit(run, block)
  const [table] = await discriminatorFeatures(run.models, block, [{ layer: source.layer, pooled: true }], watch)
  return table as FeatureTable
}

function checkFit({ config, models }: Run, { size, channels }: ImageBlock): void {
  if (size !== config.size || channels !== channelsOf(models))
    throw new FeatureError('The open images are of another size or colour than those the run trains on: look through MobileNetV2.')
}

function channelsOf({ weightsD }: Models): number {
  return weightsD['conv1/kernel']?.shape[2] ?? 0 // [height, width, channels in, channels out]
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
  run: Run | null,
  network: () => Promise<FeatureNetwork>,
  { signal, onProgress }: Watch,
): Promise<ProbeQuestion['candidates']> {
  const parts = run ? 3 : 1
  let done = 0
  const watch = (): Watch => {
    const before = done++
    return { signal, onProgress: (share) => onProgress((before + share) / parts) }
  }
  const layers = run ? await layersOf(run, block, watch) : []
  const table = await extractFeatures(await network(), block, watch())
  return [
    ...layers,
    { features: 'network', name: (await network()).name, table },
    { features: 'pixels', name: `${PIXEL_SIDE} × ${PIXEL_SIDE} pixels`, table: pixelsOf(block) },
  ]
}

async function layersOf(run: Run, block: ImageBlock, watch: () => Watch): Promise<ProbeQuestion['candidates']> {
  checkFit(run, block)
  const names = run.models.discriminator.layers.map(({ name }) => name)
  const wanted = names.map((layer) => ({ layer, pooled: true }))
  const trained = await discriminatorFeatures(run.models, block, wanted, watch())
  const fresh = createModels(run.config, block.channels)
  try {
    const untrained = await discriminatorFeatures(fresh, block, wanted, watch())
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

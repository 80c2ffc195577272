// Features of the open images for analyses: extracted once, and kept until other images are open or the discriminator has trained on.
import { type Collection, takenOf } from '../data/collection.ts'
import { imagesAt } from '../data/dataset.ts'
import { evenlySpaced } from '../data/sampling.ts'
import { featuresOf } from '../eval/analysis-features.ts'
import { FeatureError } from '../eval/errors.ts'
import { type FeatureTable, joinTables, takeRows } from '../eval/features/feature-table.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import type { Run } from '../gan/run.ts'
import type { WorkOptions } from '../spec/cancel.ts'
import { type FeatureSource, MAX_ANALYSED_IMAGES } from '../spec/feature-analyses.ts'

interface WantedFeatures {
  readonly collection: Collection
  /** Whose discriminator; null where there is none that has learnt anything. */
  readonly run: Run | null
  readonly source: FeatureSource
  /** Images that must be among them. */
  readonly needed?: readonly number[]
}

export interface OpenImageFeatures {
  /** The images that are not left out, evenly spread where they are too many; behind them those needed that are not among them. */
  readonly images: Uint32Array
  /** A row for each of them. While nothing has changed it is the same object. */
  readonly table: FeatureTable
}

export class OpenFeatures {
  private readonly network: () => Promise<FeatureNetwork>
  /** Everything extracted so far: not outdated by other labels, nor by images that are taken or left out. */
  private kept: { readonly pixels: Collection['images']; readonly key: string; readonly features: OpenImageFeatures } | null = null
  /** What was asked for last. */
  private last: OpenImageFeatures | null = null

  constructor(network: () => Promise<FeatureNetwork>) {
    this.network = network
  }

  /** Extracts what is missing, for which it needs the device. @throws FeatureError, CancelledError */
  async get(wanted: WantedFeatures, options: WorkOptions): Promise<OpenImageFeatures> {
    const { collection, run, source } = wanted
    const images = imagesFor(wanted)
    if (images.length === 0) throw new FeatureError('All images are left out: take some of them first.')
    const before = this.featuresKept(wanted)
    const known = new Set(before?.images)
    const missing = images.filter((image) => !known.has(image))
    if (missing.length > 0) {
      const table = await featuresOf(source, imagesAt(collection, missing), run, this.network, options)
      const features = before
        ? { images: Uint32Array.of(...before.images, ...missing), table: joinTables([before.table, table]) }
        : { images, table }
      this.kept = { pixels: collection.images, key: keyOf(wanted), features }
      this.last = null
    }
    return this.known(wanted) as OpenImageFeatures
  }

  /** Null where some have not been extracted. */
  known(wanted: WantedFeatures): OpenImageFeatures | null {
    const kept = this.featuresKept(wanted)
    if (!kept) return null
    const images = imagesFor(wanted)
    for (const features of [kept, ...(this.last ? [this.last] : [])]) if (isSame(features.images, images)) return features
    const rows = new Map(Array.from(kept.images, (image, row) => [image, row]))
    if (!images.every((image) => rows.has(image))) return null
    const wantedRows = images.map((image) => rows.get(image) as number)
    this.last = { images, table: takeRows(kept.table, wantedRows) }
    return this.last
  }

  private featuresKept(wanted: WantedFeatures): OpenImageFeatures | null {
    const { kept } = this
    return kept?.pixels === wanted.collection.images && kept.key === keyOf(wanted) ? kept.features : null
  }
}

function keyOf({ source, run }: WantedFeatures): string {
  return JSON.stringify(source.kind === 'discriminator' ? [source, run?.step, run?.config.seed] : source)
}

function imagesFor({ collection, needed = [] }: WantedFeatures): Uint32Array {
  const images = evenlySpaced(Uint32Array.from(takenOf(collection)), MAX_ANALYSED_IMAGES)
  const among = new Set(images)
  return Uint32Array.of(...images, ...needed.filter((image) => !among.has(image)))
}

function isSame(one: Uint32Array, other: Uint32Array): boolean {
  return one.length === other.length && one.every((image, i) => other[i] === image)
}

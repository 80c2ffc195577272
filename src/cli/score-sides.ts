// The two sides of a score as sets of images. What is real is compared as training saw it, without what the doctor left out; what is
// measured is never cleaned: a generator that draws one picture a thousand times must score like one. The counts of both are reported.
import { type Collection, subset, trainingSet } from '../data/collection.ts'
import { type Dataset, type ImageLabels, imagesAt, labelsAt } from '../data/dataset.ts'
import { classesByName } from '../eval/score-classes.ts'
import type { Drawn } from '../eval/score-features.ts'
import { NO_CLASS } from '../spec/classes.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { FINDING_KIND_NAMES, FINDING_KINDS, type FindingKind } from '../spec/files.ts'
import { RandomStream } from '../spec/rng.ts'
import { counted, grouped } from '../spec/words.ts'

/** How the files of one side were used. */
interface SideCounts {
  readonly files: number
  /** Images that may be compared. */
  readonly images: number
  /** Images that are not compared because training would not see them, by the reason. */
  readonly leftOut: KindCounts
  /** Files that became no image, by the reason. */
  readonly rejected: KindCounts
}

type KindCounts = Readonly<Partial<Record<FindingKind, number>>>

export interface Side {
  readonly dataset: Dataset
  readonly counts: SideCounts
}

/** Real images, as training sees them. */
export function realSide(collection: Collection): Side {
  const dataset = trainingSet(collection)
  const leftOut = countKinds(collection, ({ image }) => image !== null && collection.leftOut.has(image))
  return { dataset, counts: { ...fileCounts(collection), images: dataset.count, leftOut } }
}

/** Images to be measured: all of them, copies too. */
export function measuredSide(collection: Collection): Side {
  const dataset = trainingSet({ ...collection, leftOut: new Set() })
  return { dataset, counts: { ...fileCounts(collection), images: dataset.count, leftOut: {} } }
}

/** A set against itself, as two halves that share no image: one as training would see it, the other measured. */
export function halvesOf(collection: Collection, seed: number): { readonly real: Side; readonly fake: Side } {
  const order = new RandomStream(seed, 'scoring').permutation(collection.count)
  const middle = collection.count >> 1
  const first = order.subarray(0, middle)
  const real = subset(collection, [...first.filter((image) => !collection.leftOut.has(image))])
  const fake = subset(collection, [...order.subarray(middle)])
  const inFirst = new Set(first)
  const leftOut = countKinds(collection, ({ image }) => image !== null && inFirst.has(image) && collection.leftOut.has(image))
  const { files, rejected } = fileCounts(collection)
  return {
    real: { dataset: real, counts: { files: middle, images: real.count, leftOut, rejected: {} } },
    fake: { dataset: fake, counts: { files: files - middle, images: fake.count, leftOut: {}, rejected } },
  }
}

/**
 * Some of them, drawn by the seed; all where there are no more. With labels, what each shows is held to the names that the real images have.
 * @param real labels of the real images
 */
export function sampleOf(dataset: Dataset, count: number, seed: number, real?: ImageLabels): Drawn {
  const numbers = new RandomStream(seed, 'scoring', 1).permutation(dataset.count).subarray(0, count)
  const images = imagesAt(dataset, numbers)
  const classes = real && dataset.labels ? classesByName(labelsAt(dataset.labels, numbers), real.names) : []
  return classes.some((index) => index !== NO_CLASS) ? { images, classes } : { images }
}

function fileCounts(collection: Collection): Pick<SideCounts, 'files' | 'rejected'> {
  const rejected = countKinds(collection, ({ image }) => image === null)
  return { files: collection.count + total(rejected), rejected }
}

/** Each file once: of several findings on one image the first kind counts. */
function countKinds({ findings }: Collection, wanted: (finding: Collection['findings'][number]) => boolean): KindCounts {
  const seen = new Set<number>()
  const counts: Partial<Record<FindingKind, number>> = {}
  for (const finding of findings) {
    const { kind, image } = finding
    if (!FINDING_KINDS[kind].leftOut || !wanted(finding) || (image !== null && seen.has(image))) continue
    if (image !== null) seen.add(image)
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

function total(counts: KindCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Such as “real: 1,990 of 2,000 files; left out, as in training: exact copy 8, nearly the same 2.” */
export function describeSide(name: string, { files, images, leftOut, rejected }: SideCounts): string {
  const parts = [`${name}: ${counted(images, 'images')} of ${counted(files, 'files')}`]
  if (total(leftOut) > 0) parts.push(`left out, as in training: ${listKinds(leftOut)}`)
  if (total(rejected) > 0) parts.push(`could not be used: ${listKinds(rejected)}`)
  return `${parts.join('; ')}.`
}

function listKinds(counts: KindCounts): string {
  return FINDING_KIND_NAMES.filter((kind) => counts[kind])
    .map((kind) => `${FINDING_KINDS[kind].label.toLowerCase()} (${grouped(counts[kind] ?? 0)})`)
    .join(', ')
}

/** Settings that change what is seen of a picture, such as “cropFraction 0.9, whiteLevel 16”, or nothing: samples may have been through them before. */
export function describeSettings(preparation: Preparation): string {
  const usual: Readonly<Record<string, unknown>> = DEFAULT_PREPARATION
  const changed = Object.entries(preparation).filter(([name, value]) => name !== 'size' && value !== usual[name])
  return changed.map(([name, value]) => `${name} ${value}`).join(', ')
}

/** How many of a side are compared, where it is not just as many as was asked for; null where it is. */
export function describeCount(available: number, count: number, seed: number): string | null {
  if (available === count) return null
  return available > count
    ? `${grouped(count)} of the ${grouped(available)} are compared, drawn by seed ${seed}; --count takes more.`
    : `--count asks for ${grouped(count)}: there are only ${grouped(available)}, and all are compared.`
}

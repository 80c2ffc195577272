// The doctor: looks at a freshly prepared set and says what training would suffer from. Single images that teach nothing are left
// out, where a person can take them back; what the whole set would teach wrongly is a warning with its evidence and a remedy.
import type { Preparation } from '../../spec/config.ts'
import { COUNTED_WARNINGS, type Finding, type SetWarning } from '../../spec/files.ts'
import type { Collection } from '../collection.ts'
import { createYieldIfDue, type YieldIfDue } from '../concurrency.ts'
import type { Dataset } from '../dataset.ts'
import { luminanceOfImage } from '../pixels.ts'
import { adviseOnBars, barPatterns } from './bars.ts'
import { adviseOnFew, adviseOnLosses, isTooFew } from './counts.ts'
import { adviseOnLevels } from './levels.ts'
import { findMark } from './mark.ts'
import { drawSample, type Sample } from './sample.ts'
import { createHasher, findSimilar, type Look, lookOf, QUARTERS } from './similar.ts'
import { findSymmetric } from './symmetric.ts'

export interface ExamineOptions {
  readonly signal?: { readonly aborted: boolean } | undefined
  /** Share of the work that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/** Standard deviation of the luminance, of 255: below it there is nothing to see but noise. */
const PLAIN = 2.5

/** Where the parts end, as shares of the time they take for many images. */
const MEASURED = 0.35
const COMPARED = 0.6
const SAMPLED = 0.65
const BARS = 0.7
const MARK = 0.75

interface Measured {
  readonly looks: readonly Look[]
  readonly hashes: Uint16Array
}

async function measure(
  { images, count, size, channels }: Dataset,
  breathe: YieldIfDue,
  onDone: (share: number) => void,
): Promise<Measured> {
  const looks: Look[] = []
  const hashes = new Uint16Array(count * QUARTERS)
  const luminance = new Float32Array(size * size)
  const hash = createHasher(size)
  for (let i = 0; i < count; i++) {
    await breathe()
    luminanceOfImage(images, i, luminance, channels)
    looks.push(lookOf(luminance, size))
    hash(luminance, hashes, i * QUARTERS)
    onDone((i + 1) / count)
  }
  return { looks, hashes }
}

function plainFindings({ paths, leftOut }: Collection, looks: readonly Look[]): Finding[] {
  return [...looks.entries()]
    .filter(([image, { contrast }]) => contrast < PLAIN && !leftOut.has(image))
    .map(([image, { contrast }]) => ({
      path: paths[image] as string,
      kind: 'plain',
      sentence: `Nearly one colour: its brightness varies by ${contrast.toFixed(1)} of 255 (standard deviation).`,
      image,
    }))
}

function similarFindings({ paths }: Collection, similar: ReadonlyMap<number, number>): Finding[] {
  return [...similar].map(([image, other]) => ({
    path: paths[image] as string,
    kind: 'similar',
    sentence: `Nearly the same as ${paths[other]}.`,
    image,
  }))
}

/** Adds what there is to say of a freshly prepared set. Throws CancelledError once `signal` is aborted. */
export async function examine(
  collection: Collection,
  preparation: Preparation,
  { signal, onProgress = () => {} }: ExamineOptions = {},
): Promise<Collection> {
  const breathe = createYieldIfDue(signal)
  const { looks, hashes } = await measure(collection, breathe, (share) => onProgress(MEASURED * share))
  const plain = plainFindings(collection, looks)
  const skipped = new Set([...collection.leftOut, ...plain.map(({ image }) => image as number)])
  const compared = (share: number) => onProgress(MEASURED + (COMPARED - MEASURED) * share)
  const similar = await findSimilar(collection, { hashes, looks, skipped }, breathe, compared)
  const leftOut = new Set([...skipped, ...similar.keys()])
  const findings = [...collection.findings, ...plain, ...similarFindings(collection, similar)]
  const warnings = await warnOf({ ...collection, leftOut, findings }, preparation, { signal, onProgress })
  onProgress(1)
  return { ...collection, leftOut, findings, warnings }
}

/** What there is to warn of in the images that are taken. Throws CancelledError once `signal` is aborted. */
export async function warnOf(
  collection: Collection,
  preparation: Preparation,
  { signal, onProgress = () => {} }: ExamineOptions = {},
): Promise<SetWarning[]> {
  const breathe = createYieldIfDue(signal)
  onProgress(COMPARED)
  const sample = await drawSample(collection, collection.leftOut, breathe)
  const levels = adviseOnLevels(await withUnseen(collection, sample, breathe), preparation)
  onProgress(SAMPLED)
  const barred = await barPatterns(sample, breathe)
  const bars = adviseOnBars(sample, barred, preparation)
  onProgress(BARS)
  const mark = await findMark(sample, barred, preparation, breathe)
  onProgress(MARK)
  const symmetric = await findSymmetric(sample, breathe)
  return withCounted(
    collection,
    [levels, bars, mark, symmetric].filter((warning) => warning !== null),
  )
}

/** With those that the doctor has left out: where all is nearly black, many images are nearly one colour or nearly the same for that alone. */
async function withUnseen(collection: Collection, sample: Sample, breathe: YieldIfDue): Promise<Sample> {
  const byHand = new Set([...collection.byHand].filter((image) => collection.leftOut.has(image)))
  return byHand.size === collection.leftOut.size ? sample : drawSample(collection, byHand, breathe)
}

/** The warnings once other images are taken: what is counted is right at once, the rest is as it was measured. */
export function recount(collection: Collection): Collection {
  const seen = collection.warnings.filter(({ kind }) => !COUNTED_WARNINGS.has(kind))
  return { ...collection, warnings: withCounted(collection, seen) }
}

/** Most pressing first. */
function withCounted({ count, leftOut, findings }: Collection, seen: readonly SetWarning[]): SetWarning[] {
  const taken = count - leftOut.size
  const losses = adviseOnLosses(count, findings.filter(({ image }) => image === null).length)
  const few = adviseOnFew(taken)
  const levels = seen.filter(({ kind }) => kind === 'levels')
  const inOrder = taken === 0 ? [losses, ...levels] : isTooFew(taken) ? [losses, few, ...seen] : [losses, ...seen, few]
  return inOrder.filter((warning) => warning !== null)
}

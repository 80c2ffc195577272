// The doctor: examines a prepared set for what would harm training. Single images that teach nothing are left out, until a person takes them
// back; what is wrong with the set as a whole becomes a warning with evidence and a remedy.
import type { WorkOptions } from '../../spec/cancel.ts'
import type { Preparation } from '../../spec/config.ts'
import { COUNTED_WARNINGS, type Finding, type SetWarning } from '../../spec/files.ts'
import type { Collection } from '../collection.ts'
import { createYieldIfDue, type YieldIfDue } from '../concurrency.ts'
import type { Dataset } from '../dataset.ts'
import { luminanceOfImage } from '../pixels.ts'
import { adviseOnBars, barPatterns } from './bars.ts'
import { adviseOnFew, adviseOnRejected, isTooFew } from './counts.ts'
import { adviseOnLevels } from './levels.ts'
import { findMark } from './mark.ts'
import { drawSample, type Sample } from './sample.ts'
import { createHasher, findSimilar, type ImageStatistics, measureImage, QUARTERS } from './similar.ts'
import { findSymmetric } from './symmetric.ts'

/** Standard deviation of the luminance, of 255: below it an image shows nothing but noise. */
const MIN_CONTRAST = 2.5

/** When each part ends, as a share of the time that all take for many images. */
const MEASURED = 0.35
const COMPARED = 0.6
const SAMPLED = 0.65
const BARS = 0.7
const MARK = 0.75

interface Measured {
  readonly statistics: readonly ImageStatistics[]
  readonly hashes: Uint16Array
}

async function measure(
  { images, count, size, channels }: Dataset,
  yieldIfDue: YieldIfDue,
  onDone: (share: number) => void,
): Promise<Measured> {
  const statistics: ImageStatistics[] = []
  const hashes = new Uint16Array(count * QUARTERS)
  const luminance = new Float32Array(size * size)
  const hash = createHasher(size)
  for (let i = 0; i < count; i++) {
    await yieldIfDue()
    luminanceOfImage(images, i, luminance, channels)
    statistics.push(measureImage(luminance, size))
    hash(luminance, hashes, i * QUARTERS)
    onDone((i + 1) / count)
  }
  return { statistics, hashes }
}

function plainFindings({ paths, leftOut }: Collection, statistics: readonly ImageStatistics[]): Finding[] {
  return [...statistics.entries()]
    .filter(([image, { contrast }]) => contrast < MIN_CONTRAST && !leftOut.has(image))
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

/** Adds findings and warnings to a prepared set. @throws CancelledError once `signal` is aborted */
export async function examine(
  collection: Collection,
  preparation: Preparation,
  { signal, onProgress = () => {} }: WorkOptions = {},
): Promise<Collection> {
  const yieldIfDue = createYieldIfDue(signal)
  const { statistics, hashes } = await measure(collection, yieldIfDue, (share) => onProgress(MEASURED * share))
  const plain = plainFindings(collection, statistics)
  const skipped = new Set([...collection.leftOut, ...plain.map(({ image }) => image as number)])
  const compared = (share: number) => onProgress(MEASURED + (COMPARED - MEASURED) * share)
  const similar = await findSimilar(collection, { hashes, statistics, skipped }, yieldIfDue, compared)
  const leftOut = new Set([...skipped, ...similar.keys()])
  const findings = [...collection.findings, ...plain, ...similarFindings(collection, similar)]
  const warnings = await measureWarnings({ ...collection, leftOut, findings }, preparation, { signal, onProgress })
  onProgress(1)
  return { ...collection, leftOut, findings, warnings }
}

/** The warnings for the images that are taken. @throws CancelledError once `signal` is aborted */
export async function measureWarnings(
  collection: Collection,
  preparation: Preparation,
  { signal, onProgress = () => {} }: WorkOptions = {},
): Promise<SetWarning[]> {
  const yieldIfDue = createYieldIfDue(signal)
  onProgress(COMPARED)
  const sample = await drawSample(collection, collection.leftOut, yieldIfDue)
  const levels = adviseOnLevels(await sampleForLevels(collection, sample, yieldIfDue), preparation)
  onProgress(SAMPLED)
  const barred = await barPatterns(sample, yieldIfDue)
  const bars = adviseOnBars(sample, barred, preparation)
  onProgress(BARS)
  const mark = await findMark(sample, barred, preparation, yieldIfDue)
  onProgress(MARK)
  const symmetric = await findSymmetric(sample, yieldIfDue)
  return withCounts(
    collection,
    [levels, bars, mark, symmetric].filter((warning) => warning !== null),
  )
}

/** Includes images that the doctor has left out: in a set that is nearly black many are left out as nearly one colour for that alone. */
async function sampleForLevels(collection: Collection, sample: Sample, yieldIfDue: YieldIfDue): Promise<Sample> {
  const byHand = new Set([...collection.byHand].filter((image) => collection.leftOut.has(image)))
  return byHand.size === collection.leftOut.size ? sample : drawSample(collection, byHand, yieldIfDue)
}

/** Updates the warnings about counts after images were taken or left out; the others stay as they were measured. */
export function recount(collection: Collection): Collection {
  const seen = collection.warnings.filter(({ kind }) => !COUNTED_WARNINGS.has(kind))
  return { ...collection, warnings: withCounts(collection, seen) }
}

/** Most pressing first. */
function withCounts({ count, leftOut, findings }: Collection, seen: readonly SetWarning[]): SetWarning[] {
  const taken = count - leftOut.size
  const losses = adviseOnRejected(count, findings.filter(({ image }) => image === null).length)
  const few = adviseOnFew(taken)
  const levels = seen.filter(({ kind }) => kind === 'levels')
  const inOrder = taken === 0 ? [losses, ...levels] : isTooFew(taken) ? [losses, few, ...seen] : [losses, ...seen, few]
  return inOrder.filter((warning) => warning !== null)
}

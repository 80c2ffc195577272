// A person's own files to a training set: every file is read, judged, decoded, cut square and made small; what cannot be used is
// named with its reason and stops nothing. The page and the command line share it; they differ in how files are read and in whose hands
// the work is.

import { CancelledError } from '../spec/cancel.ts'
import type { Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import type { Finding } from '../spec/files.ts'
import type { ImportProgress } from '../spec/report.ts'
import type { Collection } from './collection.ts'
import { createSemaphore, forEachConcurrently } from './concurrency.ts'
import { examine } from './doctor/examine.ts'
import { Refusal } from './image.ts'
import { type ImportFile, type ImportPool, type ImportResult, ImportWorkerLostError, type OpenImportPool } from './import-pool.ts'
import { compareOriginals, comparePaths, distinctPaths, harmlessPath, isClutter } from './names.ts'
import { type Batch, batchesOfFiles, batchOfOne, type Member, openZip, type Place, type SourceFile } from './sources.ts'

export interface ImportOptions {
  /** What the set is called, such as the name of the folder. */
  readonly name: string
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  readonly signal?: { readonly aborted: boolean } | undefined
}

/** Not one file could be used; `findings` say why. */
export class NoImagesError extends Error {
  override readonly name = 'NoImagesError'
  readonly findings: readonly Finding[]
  readonly advice: string

  constructor(findings: readonly Finding[]) {
    const [first, ...others] = findings
    const reason = first && others.every(({ sentence }) => sentence === first.sentence) ? first.sentence : null
    super(first ? whyNone(first.path, findings.length, reason) : 'There are no image files here.')
    this.findings = findings
    this.advice = !first
      ? 'Choose a folder, a zip or image files.'
      : reason
        ? 'Choose others.'
        : 'The list says why each file was left out.'
  }
}

/** @param reason the same for all of them, or null */
function whyNone(path: string, count: number, reason: string | null): string {
  if (reason === null) return `None of the ${count} files is an image that can be used.`
  return count === 1 ? `“${path}” cannot be used. ${reason}` : `None of the ${count} files can be used. ${reason}`
}

/** Batches read ahead of the hands that take them. */
const AHEAD = 2
/** Progress is told and cancelling is looked for this often. */
const WATCH_EVERY_MS = 100
/** Share of the doctor's work that is worth a word: told of every image, the page would spend seconds listening. */
const EXAMINED_STEP = 0.01

// The one thing of the platform that is needed here and that the language itself does not have.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

/** A file that is done with. */
type Done = ImportResult & { readonly place: Place; readonly path: string }
type Taken = Extract<Done, { taken: true }>

class Import {
  readonly done: Done[] = []
  private rejected = 0
  private total: number
  private over = false
  private readonly withinBytes = createSemaphore(IMPORT_LIMITS.maxBytes)
  private readonly zips: Member[] = []
  private readonly files: readonly SourceFile[]
  private readonly pool: ImportPool
  private readonly options: ImportOptions

  constructor(files: readonly SourceFile[], pool: ImportPool, options: ImportOptions) {
    this.total = files.length
    this.files = files
    this.pool = pool
    this.options = options
  }

  /** @throws CancelledError as soon as the signal is aborted, whatever is under way */
  async run(): Promise<void> {
    try {
      await Promise.race([this.takeAll(), this.watch()])
    } finally {
      this.over = true
      this.pool.end()
    }
    this.report()
  }

  private async watch(): Promise<void> {
    while (!this.over) {
      if (this.options.signal?.aborted) throw new CancelledError()
      this.report()
      await new Promise<void>((resume) => setTimeout(resume, WATCH_EVERY_MS))
    }
  }

  private async takeAll(): Promise<void> {
    await this.takeBatches(batchesOfFiles(this.files))
    for (const zip of this.zips) await this.takeZip(zip)
  }

  private async takeZip(zip: Member): Promise<void> {
    const [index] = zip.place
    try {
      const { count, batches, rejected } = await openZip(this.files[index] as SourceFile, index, this.files.length === 1)
      this.total += count - 1
      for (const { member, refusal } of rejected) this.refuse(member, refusal)
      await this.takeBatches(batches)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.refuse(zip, error)
    }
  }

  private async takeBatches(batches: Iterable<Batch>): Promise<void> {
    await forEachConcurrently(batches, this.pool.concurrency + AHEAD, (batch) => this.withinBytes(batch.bytes, () => this.takeBatch(batch)))
  }

  private async takeBatch(batch: Batch): Promise<void> {
    if (this.over || this.options.signal?.aborted) throw new CancelledError()
    const loaded = await batch.load()
    const members: Member[] = []
    const pieces: ImportFile[] = []
    for (const [i, member] of batch.members.entries()) {
      const one = loaded[i] as (typeof loaded)[number]
      if (one instanceof Refusal) this.refuse(member, one)
      else if (one === 'zip') this.zips.push(member)
      else {
        members.push(member)
        pieces.push(one)
      }
    }
    if (pieces.length > 0) await this.handOver(members, pieces, batch.bytes)
  }

  /** Where the hands die, each file is tried alone, and the one they die at again is refused. */
  private async handOver(members: readonly Member[], pieces: readonly ImportFile[], bytes: number): Promise<void> {
    try {
      const outcomes = await this.pool.prepare(pieces)
      for (const [i, member] of members.entries()) this.accept(member, outcomes[i] as ImportResult)
    } catch (error) {
      if (this.over || !(error instanceof ImportWorkerLostError)) throw error
      const [first] = members
      if (members.length > 1) for (const member of members) await this.takeBatch(batchOfOne(member, bytes))
      else if (first)
        this.refuse(first, new Refusal('unfit', 'Decoding it broke off, most likely for want of memory: make the picture smaller.'))
    }
  }

  private accept(member: Member, outcome: ImportResult): void {
    if (!outcome.taken) this.rejected++
    this.done.push({ place: member.place, path: member.path, ...outcome })
  }

  private refuse(member: Member, { kind, message }: Refusal): void {
    this.accept(member, { taken: false, kind, sentence: message })
  }

  private report(): void {
    this.options.onProgress?.({ done: this.done.length, total: this.total, rejected: this.rejected, examined: null })
  }
}

function comparePlaces(a: { place: Place }, b: { place: Place }): number {
  return a.place[0] - b.place[0] || a.place[1] - b.place[1]
}

/** In the order of their places, each under a path of its own, taken or not. */
function namedApart(done: readonly Done[]): Done[] {
  const inOrder = done.toSorted(comparePlaces)
  const paths = distinctPaths(inOrder.map(({ path }) => path))
  return inOrder.map((one, i) => ({ ...one, path: paths[i] as string }))
}

/** One block of bytes; grey images among coloured ones get three equal channels. */
function joinImages(taken: readonly { pixels: Uint8Array }[], size: number): { images: Uint8Array; channels: 1 | 3 } {
  const area = size * size
  const channels = taken.every(({ pixels }) => pixels.length === area) ? 1 : 3
  const images = new Uint8Array(taken.length * area * channels)
  taken.forEach(({ pixels }, i) => {
    const at = i * area * channels
    if (pixels.length === area * channels) images.set(pixels, at)
    else for (let byte = 0; byte < area * channels; byte++) images[at + byte] = pixels[Math.floor(byte / channels)] as number
  })
  return { images, channels }
}

/** What there is to say of the files: why one was refused, what was changed in an image, and which are copies of others, byte by byte. */
function findingsOf(done: readonly Done[]): Finding[] {
  const taken = done.filter(isTaken)
  const originals = new Map<string, Taken>()
  for (const one of taken) {
    const before = originals.get(one.fingerprint)
    if (!before || compareOriginals(one.path, before.path) < 0) originals.set(one.fingerprint, one)
  }
  const numbers = new Map(taken.map((one, image) => [one, image]))
  return done.flatMap((one) => (one.taken ? remarksOn(one, numbers.get(one) as number, originals.get(one.fingerprint)) : [refusalOf(one)]))
}

const isTaken = (one: Done): one is Taken => one.taken

function refusalOf({ path, kind, sentence }: Exclude<Done, Taken>): Finding {
  return { path, kind, sentence, image: null }
}

function remarksOn(one: Taken, image: number, original: Taken | undefined): Finding[] {
  const { path, changes } = one
  const remarks: Finding[] = changes.map((sentence) => ({ path, kind: 'changed', sentence, image }))
  if (!original || original === one) return remarks
  return [...remarks, { path, kind: 'duplicate', sentence: `The same file as ${original.path}.`, image }]
}

/**
 * Prepares the images. The set is a function of the files alone: not of the order they are listed in, nor of which one is
 * decoded first. Throws NoImagesError where none can be used and CancelledError once `signal` is aborted.
 */
export async function prepareImages(
  files: readonly SourceFile[],
  preparation: Preparation,
  openHands: OpenImportPool,
  options: ImportOptions,
): Promise<Collection> {
  const wanted = files
    .map((file) => ({
      path: harmlessPath(file.path),
      given: file.path,
      size: file.size,
      read: (from: number, to: number) => file.read(from, to),
    }))
    .filter(({ path }) => !isClutter(path))
    .sort((a, b) => comparePaths(a.path, b.path) || comparePaths(a.given, b.given) || a.size - b.size)
  const work = new Import(wanted, openHands(preparation), options)
  await work.run()
  const done = namedApart(work.done)
  const findings = findingsOf(done)
  const taken = done.filter(isTaken)
  if (taken.length === 0) throw new NoImagesError(findings)
  const { size } = preparation
  const { images, channels } = joinImages(taken, size)
  const leftOut = new Set(findings.flatMap(({ kind, image }) => (kind === 'duplicate' && image !== null ? [image] : [])))
  const set = { name: options.name, label: options.name, images, count: taken.length, size, channels }
  const [paths, fingerprints] = [taken.map(({ path }) => path), taken.map((one) => one.fingerprint)]
  return { ...set, paths, fingerprints, leftOut, byHand: new Set(), findings, warnings: [] }
}

/** Prepares the images and has the doctor look them over. Throws as `prepareImages` does. */
export async function importImages(
  files: readonly SourceFile[],
  preparation: Preparation,
  openHands: OpenImportPool,
  options: ImportOptions,
): Promise<Collection> {
  let last: ImportProgress = { done: 0, total: 0, rejected: 0, examined: null }
  const tell = (progress: ImportProgress) => {
    last = progress
    options.onProgress?.(progress)
  }
  const collection = await prepareImages(files, preparation, openHands, { ...options, onProgress: tell })
  const onProgress = (examined: number) => {
    if (examined - (last.examined ?? 0) >= EXAMINED_STEP || examined === 1) tell({ ...last, examined })
  }
  return examine(collection, preparation, { signal: options.signal, onProgress })
}

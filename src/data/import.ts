// A person's own files to a training set: every file is read, checked, decoded, cut square and made small; what cannot be used is listed with
// its reason and stops nothing. The page and the command line share this; they differ in how files are read and in who prepares them.

import { CancelledError, type CancelSignal } from '../spec/cancel.ts'
import type { Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import type { Finding } from '../spec/files.ts'
import type { ImportProgress } from '../spec/image-set.ts'
import type { Collection } from './collection.ts'
import { createSemaphore, forEachConcurrently } from './concurrency.ts'
import { examine } from './doctor/examine.ts'
import { ImportWorkerLostError, NoImagesError, Refusal } from './errors.ts'
import type { ImportFile, ImportPool, ImportResult, OpenImportPool } from './import-pool.ts'
import { compareOriginals, comparePaths, distinctPaths, isClutter, sanitisePath } from './names.ts'
import { type Batch, type BatchItem, batchesOfFiles, type ImportOrder, openZip, type SourceFile, singleFileBatch } from './sources.ts'

export interface ImportOptions {
  /** What the set is called, such as the name of the folder. */
  readonly name: string
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  readonly signal?: CancelSignal | undefined
}

/** Batches that are read while the pool is busy with others. */
const READ_AHEAD = 2
/** How often progress is reported and the signal is checked. */
const REPORT_EVERY_MS = 100
/** Share of the doctor's work between two reports: one for each image would keep the page busy for seconds. */
const EXAMINED_STEP = 0.01

// Every platform has it; the language itself does not.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

type ImportedFile = ImportResult & { readonly order: ImportOrder; readonly path: string }
type Accepted = Extract<ImportedFile, { accepted: true }>

class Import {
  readonly done: ImportedFile[] = []
  private rejected = 0
  private total: number
  private ended = false
  private readonly withinBytes = createSemaphore(IMPORT_LIMITS.maxBytes)
  private readonly zips: BatchItem[] = []
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
      await Promise.race([this.importAll(), this.reportUntilEnded()])
    } finally {
      this.ended = true
      this.pool.end()
    }
    this.report()
  }

  private async reportUntilEnded(): Promise<void> {
    while (!this.ended) {
      if (this.options.signal?.aborted) throw new CancelledError()
      this.report()
      await new Promise<void>((resume) => setTimeout(resume, REPORT_EVERY_MS))
    }
  }

  private async importAll(): Promise<void> {
    await this.importBatches(batchesOfFiles(this.files))
    for (const zip of this.zips) await this.importZip(zip)
  }

  private async importZip(zip: BatchItem): Promise<void> {
    const [index] = zip.order
    try {
      const { count, batches, rejected } = await openZip(this.files[index] as SourceFile, index, this.files.length === 1)
      this.total += count - 1
      for (const { item, refusal } of rejected) this.refuse(item, refusal)
      await this.importBatches(batches)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.refuse(zip, error)
    }
  }

  private async importBatches(batches: Iterable<Batch>): Promise<void> {
    await forEachConcurrently(batches, this.pool.concurrency + READ_AHEAD, (batch) =>
      this.withinBytes(batch.bytes, () => this.importBatch(batch)),
    )
  }

  private async importBatch(batch: Batch): Promise<void> {
    if (this.ended || this.options.signal?.aborted) throw new CancelledError()
    const loaded = await batch.load()
    const items: BatchItem[] = []
    const contents: ImportFile[] = []
    for (const [i, item] of batch.items.entries()) {
      const one = loaded[i] as (typeof loaded)[number]
      if (one instanceof Refusal) this.refuse(item, one)
      else if (one === 'zip') this.zips.push(item)
      else {
        items.push(item)
        contents.push(one)
      }
    }
    if (contents.length > 0) await this.prepareFiles(items, contents, batch.bytes)
  }

  /** Where a Worker is lost, each file of the batch is tried alone, and the one at which another is lost is refused. */
  private async prepareFiles(items: readonly BatchItem[], contents: readonly ImportFile[], bytes: number): Promise<void> {
    try {
      const results = await this.pool.prepare(contents)
      for (const [i, item] of items.entries()) this.accept(item, results[i] as ImportResult)
    } catch (error) {
      if (this.ended || !(error instanceof ImportWorkerLostError)) throw error
      const [first] = items
      if (items.length > 1) for (const item of items) await this.importBatch(singleFileBatch(item, bytes))
      else if (first)
        this.refuse(first, new Refusal('unfit', 'Decoding it broke off, most likely for want of memory: make the picture smaller.'))
    }
  }

  private accept(item: BatchItem, result: ImportResult): void {
    if (!result.accepted) this.rejected++
    this.done.push({ order: item.order, path: item.path, ...result })
  }

  private refuse(item: BatchItem, { kind, message }: Refusal): void {
    this.accept(item, { accepted: false, kind, sentence: message })
  }

  private report(): void {
    this.options.onProgress?.({ done: this.done.length, total: this.total, rejected: this.rejected, examined: null })
  }
}

function compareOrder(a: { order: ImportOrder }, b: { order: ImportOrder }): number {
  return a.order[0] - b.order[0] || a.order[1] - b.order[1]
}

/** In their import order, each with a path that no other has. */
function withDistinctPaths(done: readonly ImportedFile[]): ImportedFile[] {
  const sorted = done.toSorted(compareOrder)
  const paths = distinctPaths(sorted.map(({ path }) => path))
  return sorted.map((one, i) => ({ ...one, path: paths[i] as string }))
}

/** Grey images among coloured ones get three equal channels. */
function packImages(accepted: readonly { pixels: Uint8Array }[], size: number): { images: Uint8Array; channels: 1 | 3 } {
  const area = size * size
  const channels = accepted.every(({ pixels }) => pixels.length === area) ? 1 : 3
  const images = new Uint8Array(accepted.length * area * channels)
  accepted.forEach(({ pixels }, i) => {
    const at = i * area * channels
    if (pixels.length === area * channels) images.set(pixels, at)
    else for (let byte = 0; byte < area * channels; byte++) images[at + byte] = pixels[Math.floor(byte / channels)] as number
  })
  return { images, channels }
}

/** Why files were refused, what was changed in images, and which files are identical to others. */
function findingsOf(done: readonly ImportedFile[]): Finding[] {
  const accepted = done.filter(isAccepted)
  const originals = new Map<string, Accepted>()
  for (const one of accepted) {
    const before = originals.get(one.fingerprint)
    if (!before || compareOriginals(one.path, before.path) < 0) originals.set(one.fingerprint, one)
  }
  const numbers = new Map(accepted.map((one, image) => [one, image]))
  return done.flatMap((one) =>
    one.accepted ? findingsFor(one, numbers.get(one) as number, originals.get(one.fingerprint)) : [refusalOf(one)],
  )
}

const isAccepted = (one: ImportedFile): one is Accepted => one.accepted

function refusalOf({ path, kind, sentence }: Exclude<ImportedFile, Accepted>): Finding {
  return { path, kind, sentence, image: null }
}

function findingsFor(one: Accepted, image: number, original: Accepted | undefined): Finding[] {
  const { path, changes } = one
  const findings: Finding[] = changes.map((sentence) => ({ path, kind: 'changed', sentence, image }))
  if (!original || original === one) return findings
  return [...findings, { path, kind: 'duplicate', sentence: `The same file as ${original.path}.`, image }]
}

/**
 * The set depends on the files alone, neither on the order they are listed in nor on which is decoded first.
 * @throws NoImagesError where no file can be used
 * @throws CancelledError once `signal` is aborted
 */
export async function prepareImages(
  files: readonly SourceFile[],
  preparation: Preparation,
  openPool: OpenImportPool,
  options: ImportOptions,
): Promise<Collection> {
  const wanted = files
    .map((file) => ({
      path: sanitisePath(file.path),
      given: file.path,
      size: file.size,
      read: (from: number, to: number) => file.read(from, to),
    }))
    .filter(({ path }) => !isClutter(path))
    .sort((a, b) => comparePaths(a.path, b.path) || comparePaths(a.given, b.given) || a.size - b.size)
  const work = new Import(wanted, openPool(preparation), options)
  await work.run()
  const done = withDistinctPaths(work.done)
  const findings = findingsOf(done)
  const accepted = done.filter(isAccepted)
  if (accepted.length === 0) throw new NoImagesError(findings)
  const { size } = preparation
  const { images, channels } = packImages(accepted, size)
  const leftOut = new Set(findings.flatMap(({ kind, image }) => (kind === 'duplicate' && image !== null ? [image] : [])))
  const set = { name: options.name, label: options.name, images, count: accepted.length, size, channels }
  const [paths, fingerprints] = [accepted.map(({ path }) => path), accepted.map((one) => one.fingerprint)]
  return { ...set, paths, fingerprints, leftOut, byHand: new Set(), findings, warnings: [] }
}

/** Prepares the images and examines them. Throws as `prepareImages` does. */
export async function importImages(
  files: readonly SourceFile[],
  preparation: Preparation,
  openPool: OpenImportPool,
  options: ImportOptions,
): Promise<Collection> {
  let last: ImportProgress = { done: 0, total: 0, rejected: 0, examined: null }
  const report = (progress: ImportProgress) => {
    last = progress
    options.onProgress?.(progress)
  }
  const collection = await prepareImages(files, preparation, openPool, { ...options, onProgress: report })
  const onProgress = (examined: number) => {
    if (examined - (last.examined ?? 0) >= EXAMINED_STEP || examined === 1) report({ ...last, examined })
  }
  return examine(collection, preparation, { signal: options.signal, onProgress })
}

// The interface for whoever prepares the files of an import, a batch at a time, and the preparing itself: a file in, pixels or the reason for
// a refusal out. The page has a pool of Workers for it, the command line does it in its own thread.

import type { Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import type { FindingKind } from '../spec/files.ts'
import { createSemaphore, createYieldIfDue, forEachConcurrently, type Semaphore } from './concurrency.ts'
import { decodePicture } from './decode-picture.ts'
import { ImportWorkerLostError, Refusal } from './errors.ts'
import { fingerprint } from './fingerprint.ts'
import { decodeBmp } from './formats/bmp.ts'
import { decodeIco } from './formats/ico.ts'
import { type Decode, type DecodedImage, FORMAT_LABELS, type ImageFormat } from './image.ts'
import { inspect } from './inspect.ts'
import { toEightBits } from './pixels.ts'
import { packGrey, toSquare } from './resample.ts'
import type { PackedFile } from './zip/directory.ts'
import { readZipEntry } from './zip/entries.ts'

/** One file to prepare. */
export interface ImportFile {
  /** The file itself, or its entry in a zip from its local header on. */
  readonly bytes: Uint8Array
  /** Null for a file that is not in a zip. */
  readonly packed: PackedFile | null
}

export type ImportResult =
  | {
      readonly accepted: true
      /** [size, size, 1 or 3] */
      readonly pixels: Uint8Array
      readonly fingerprint: string
      /** Sentences about what was changed in it. */
      readonly changes: readonly string[]
    }
  | { readonly accepted: false; readonly kind: FindingKind; readonly sentence: string }

export interface ImportPool {
  /** Batches that are prepared at the same time. */
  readonly concurrency: number
  /**
   * Results in the order of the batch, whose bytes are transferred and lost to the caller.
   * @throws ImportWorkerLostError where the Worker ended before it was done: the batch may be tried again
   */
  prepare(batch: readonly ImportFile[]): Promise<readonly ImportResult[]>
  /** Ends all work at once. */
  end(): void
}

export type OpenImportPool = (preparation: Preparation) => ImportPool

export interface PrepareContext {
  readonly preparation: Preparation
  readonly decode: Decode
  /** Bounds the pixels that are decoded at the same time. */
  readonly withinPixels: Semaphore
}

/** Files of a batch that are prepared at the same time: decoders run on threads of their own. */
const CONCURRENT_FILES = 8
/** Batches at the same time where one thread does all but the decoding. */
const LOCAL_CONCURRENCY = 2

/** Engines throw RangeError for this and for programming errors alike: only the message differs. */
function isOutOfMemory(error: unknown): error is Error {
  return error instanceof Error && /allocation failed|out of memory/i.test(error.message)
}

/** Turns errors of a decoder into refusals. */
function refusingErrors(decode: Decode): Decode {
  return async (bytes, format) => {
    try {
      return await decode(bytes, format)
    } catch (error) {
      if (error instanceof Refusal || isOutOfMemory(error)) throw error
      if (format === 'heic') throw new Refusal('unknown', 'A HEIC picture, which not every program can read: save it as JPEG.')
      throw new Refusal(
        'damaged',
        `The ${FORMAT_LABELS[format]} cannot be decoded: it is damaged, or of a kind this program does not know.`,
      )
    }
  }
}

async function decodeAny(bytes: Uint8Array, format: ImageFormat, decode: Decode): Promise<DecodedImage> {
  const decodeFile = refusingErrors((file, kind) => decodePicture(file, kind, decode))
  if (format === 'bmp') return decodeBmp(bytes, decodeFile)
  if (format === 'ico') return decodeIco(bytes, decodeFile)
  return decodeFile(bytes, format)
}

async function prepareFile({ bytes, packed }: ImportFile, { preparation, decode, withinPixels }: PrepareContext): Promise<ImportResult> {
  try {
    const file = packed ? readZipEntry(bytes, packed) : bytes
    const { format, width, height, changes } = inspect(file)
    const square = async () => toSquare(toEightBits(await decodeAny(file, format, decode), preparation), preparation)
    const pixels = await withinPixels(width * height, square)
    return { accepted: true, pixels: packGrey(pixels), fingerprint: fingerprint(file), changes }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error // a programming error
    return { accepted: false, kind: error.kind, sentence: error.message }
  }
}

/** @param beforeEach awaited before each file */
export async function prepareBatch(
  batch: readonly ImportFile[],
  context: PrepareContext,
  beforeEach?: () => Promise<void>,
): Promise<ImportResult[]> {
  const results: ImportResult[] = []
  try {
    await forEachConcurrently(batch, CONCURRENT_FILES, async (file, i) => {
      await beforeEach?.()
      results[i] = await prepareFile(file, context)
    })
  } catch (error) {
    throw isOutOfMemory(error) ? new ImportWorkerLostError(error.message) : error
  }
  return results
}

/** Prepares files in the calling thread and yields to its other work in between. */
export function localImportPool(decode: Decode): OpenImportPool {
  return (preparation) => {
    const context = { preparation, decode, withinPixels: createSemaphore(IMPORT_LIMITS.maxPixels) }
    const signal = { aborted: false }
    const yieldIfDue = createYieldIfDue(signal)
    let pending = Promise.resolve()
    const beforeEach = () => {
      pending = pending.then(yieldIfDue) // one after the other: tasks that resume together would block the thread together
      return pending
    }
    return {
      concurrency: LOCAL_CONCURRENCY,
      prepare: (batch) => prepareBatch(batch, context, beforeEach),
      end() {
        signal.aborted = true
      },
    }
  }
}

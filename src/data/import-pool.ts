// Who does the work of an import: batches of files in, pixels or reasons out. The page has Workers for it, the command line does it
// itself; what is done with a file is the same and stands here.
import type { Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import type { FindingKind } from '../spec/files.ts'
import { createSemaphore, createYieldIfDue, forEachConcurrently, type Semaphore } from './concurrency.ts'
import { decodePicture } from './decode-picture.ts'
import { fingerprint } from './fingerprint.ts'
import { decodeBmp } from './formats/bmp.ts'
import { decodeIco } from './formats/ico.ts'
import { type Decode, type DecodedImage, FORMAT_LABELS, type ImageFormat, Refusal } from './image.ts'
import { inspect } from './inspect.ts'
import { toEightBits } from './pixels.ts'
import { packGrey, toSquare } from './resample.ts'
import type { PackedFile } from './zip/directory.ts'
import { readZipEntry } from './zip/entries.ts'

/** One file to prepare. */
export interface ImportFile {
  /** The file, or what a zip holds of it, beginning with its local header. */
  readonly bytes: Uint8Array
  readonly packed: PackedFile | null
}

/** What became of it. */
export type ImportResult =
  | {
      readonly taken: true
      /** [size, size, 1 or 3] */
      readonly pixels: Uint8Array
      readonly fingerprint: string
      /** What was done to it that a person should know, in sentences. */
      readonly changes: readonly string[]
    }
  | { readonly taken: false; readonly kind: FindingKind; readonly sentence: string }

export interface ImportPool {
  /** Batches that are worked on at the same time. */
  readonly concurrency: number
  /**
   * The outcomes in the order of the batch, whose bytes are given away. Rejects with HandsLostError where whoever worked on it died:
   * others take over, and the batch may be tried again.
   */
  prepare(batch: readonly ImportFile[]): Promise<readonly ImportResult[]>
  /** Ends all work at once. */
  end(): void
}

export type OpenImportPool = (preparation: Preparation) => ImportPool

export class ImportWorkerLostError extends Error {
  override readonly name = 'HandsLostError'
}

export interface Tools {
  readonly preparation: Preparation
  readonly decode: Decode
  /** Keeps the pixels that are decoded at the same time within bounds. */
  readonly withinPixels: Semaphore
}

/** Files of a batch under way at once: decoders work on threads of their own. */
const FILES_AT_ONCE = 8
/** Batches at once where one thread does all but the decoding. */
const LOCAL_CONCURRENCY = 2
/** Engines throw RangeError for this and for faults of a program alike: only the words tell. */
function isOutOfMemory(error: unknown): error is Error {
  return error instanceof Error && /allocation failed|out of memory/i.test(error.message)
}

/** Whatever goes wrong while a picture is decoded, as a sentence. */
function refusing(decode: Decode): Decode {
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
  const decodeFile = refusing((file, kind) => decodePicture(file, kind, decode))
  if (format === 'bmp') return decodeBmp(bytes, decodeFile)
  if (format === 'ico') return decodeIco(bytes, decodeFile)
  return decodeFile(bytes, format)
}

async function prepareFile({ bytes, packed }: ImportFile, { preparation, decode, withinPixels }: Tools): Promise<ImportResult> {
  try {
    const file = packed ? readZipEntry(bytes, packed) : bytes
    const { format, width, height, changes } = inspect(file)
    const square = async () => toSquare(toEightBits(await decodeAny(file, format, decode), preparation), preparation)
    const pixels = await withinPixels(width * height, square)
    return { taken: true, pixels: packGrey(pixels), fingerprint: fingerprint(file), changes }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error // a fault of the program
    return { taken: false, kind: error.kind, sentence: error.message }
  }
}

/** @param beforeEach is waited for before each file */
export async function prepareBatch(batch: readonly ImportFile[], tools: Tools, beforeEach?: () => Promise<void>): Promise<ImportResult[]> {
  const results: ImportResult[] = []
  try {
    await forEachConcurrently(batch, FILES_AT_ONCE, async (file, i) => {
      await beforeEach?.()
      results[i] = await prepareFile(file, tools)
    })
  } catch (error) {
    throw isOutOfMemory(error) ? new ImportWorkerLostError(error.message) : error
  }
  return results
}

/** Hands that work in this very thread, which gets a breath in between. */
export function localImportPool(decode: Decode): OpenImportPool {
  return (preparation) => {
    const tools = { preparation, decode, withinPixels: createSemaphore(IMPORT_LIMITS.maxPixels) }
    const signal = { aborted: false }
    const yieldIfDue = createYieldIfDue(signal)
    let pending = Promise.resolve()
    const beforeEach = () => {
      pending = pending.then(yieldIfDue) // one after the other: lanes that wake together would hold the thread together
      return pending
    }
    return {
      concurrency: LOCAL_CONCURRENCY,
      prepare: (batch) => prepareBatch(batch, tools, beforeEach),
      end() {
        signal.aborted = true
      },
    }
  }
}

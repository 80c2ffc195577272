// The messages between the trainer's Worker and the Workers of an import pool.
import type { ImportFile, ImportResult } from '../data/import-pool.ts'
import type { Preparation } from '../spec/config.ts'

export type ToImportWorker =
  | { readonly type: 'prepare'; readonly batch: readonly ImportFile[]; readonly preparation: Preparation }
  /** The pixels of this request may be decoded. */
  | { readonly type: 'pixels-granted'; readonly request: number }

export type FromImportWorker =
  | { readonly type: 'ready' }
  /** Asks to decode so many pixels: all Workers share one limit. */
  | { readonly type: 'request-pixels'; readonly request: number; readonly pixels: number }
  /** The pixels of this request are no longer in memory. */
  | { readonly type: 'release-pixels'; readonly request: number }
  | { readonly type: 'done'; readonly results: readonly ImportResult[] }
  /** `lost`: out of memory, and a new Worker may succeed. Otherwise it is a programming error. */
  | { readonly type: 'failed'; readonly lost: boolean; readonly message: string }

/** The buffers behind views, each once, to be transferred instead of copied. */
export function buffersOf(views: readonly Uint8Array[]): ArrayBuffer[] {
  return [...new Set(views.map(({ buffer }) => buffer as ArrayBuffer))]
}

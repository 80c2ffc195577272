// The messages between the trainer and the Workers it lends its import to.
import type { ImportFile, ImportResult } from '../data/import-pool.ts'
import type { Preparation } from '../spec/config.ts'

export type ToImportWorker =
  | { readonly type: 'prepare'; readonly batch: readonly ImportFile[]; readonly preparation: Preparation }
  /** The picture that asked with this number may be decoded. */
  | { readonly type: 'entered'; readonly ticket: number }

export type FromImportWorker =
  | { readonly type: 'ready' }
  /** Asks for room for so many pixels. */
  | { readonly type: 'enter'; readonly ticket: number; readonly pixels: number }
  | { readonly type: 'left'; readonly ticket: number }
  | { readonly type: 'done'; readonly outcomes: readonly ImportResult[] }
  /** `lost`: there was not enough memory, and a fresh Worker may do better. Else it is a fault of the program. */
  | { readonly type: 'failed'; readonly lost: boolean; readonly message: string }

/** The buffers behind views, each once: they move instead of being copied. */
export function buffersOf(views: readonly Uint8Array[]): ArrayBuffer[] {
  return [...new Set(views.map(({ buffer }) => buffer as ArrayBuffer))]
}

// What the page and the Worker that draws for it say to each other.
import type { FileDescription } from './stored-model.ts'

export type ToWorker =
  | { readonly type: 'open'; readonly description: FileDescription; readonly numbers: string }
  | { readonly type: 'draw'; readonly codes: readonly Float32Array[] }

export type FromWorker =
  /** After `open`. */
  | { readonly type: 'opened'; readonly device: string; readonly capacity: number; readonly side: number }
  /** After `draw`: [codes, S, S, 4]. */
  | { readonly type: 'drawn'; readonly pixels: Uint8ClampedArray<ArrayBuffer> }
  | { readonly type: 'failed'; readonly message: string }

// Files that are made of a run to be used elsewhere: what can be wanted, and what is said of a file that was made.
import type { Film, FilmSettings } from './films.ts'
import type { SeedPoint } from './picture-code.ts'

/** The order of the axes of image tensors: [B, C, S, S] or [B, S, S, C]. */
export type TensorLayout = 'nchw' | 'nhwc'

/** How the weights of an HTML file are kept: `auto` takes 16 bits, or 8: see MAX_HALF_HTML_BYTES. */
export const WEIGHT_PRECISIONS = ['auto', 'f32', 'f16', 'int8'] as const
export type WeightPrecision = (typeof WEIGHT_PRECISIONS)[number]

/** An HTML file that would be larger with weights of 16 bits has weights of 8, where the precision is `auto`. */
export const MAX_HALF_HTML_BYTES = 10_000_000

/** In one zip: all of them are in memory; and older readers of zips know at most 65,535 entries. */
export const MAX_ZIPPED_PICTURES = 10_000

export type ExportRequest =
  /** A zip of one PNG a sample, and `seeds.json`, which says where each comes from. */
  | { readonly kind: 'pictures'; readonly points: readonly SeedPoint[]; readonly factor: number; readonly smooth: boolean }
  /** One PNG of all samples, row by row. */
  | {
      readonly kind: 'sheet'
      readonly points: readonly SeedPoint[]
      readonly columns: number
      readonly factor: number
      readonly smooth: boolean
    }
  | { readonly kind: 'film'; readonly film: Film; readonly settings: FilmSettings }
  /** `generator`: from latent (and class weights) to images; `features`: from images to D's features and logits. */
  | { readonly kind: 'onnx'; readonly network: 'generator' | 'features'; readonly layout: TensorLayout }
  /** One page that opens from disk, with the generator inside. */
  | { readonly kind: 'html'; readonly precision: WeightPrecision }
  /** A zip of weights and Python files, with which training goes on. */
  | { readonly kind: 'pytorch' }
  /** The checkpoint: `state` is everything, `networks` what pictures and features need. */
  | { readonly kind: 'safetensors'; readonly content: 'state' | 'networks' }

/** How far the pictures of a file are from those that the run draws. */
export interface ExportCheck {
  /** Largest difference of a channel, of 255, among all pixels of the pictures that were compared. */
  readonly largestPixelDifference: number
  readonly pictures: number
}

/** Where a file is made from: the run that is trained or shown, as it is now or at one of its snapshots. */
export interface ExportSource {
  readonly run: number
  /** The file of the snapshot; null: as it is now. */
  readonly snapshot: string | null
}

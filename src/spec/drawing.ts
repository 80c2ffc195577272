// Between the page and the Worker that draws for it, from copies of generators: while the trainer makes a step, and before it is there at all.
import type { EditedBlend } from './blends.ts'
import type { DirectionsInfo } from './directions.ts'
import type { Pictures } from './image-block.ts'
import type { LatentPoint, LayerMix, LayerZone } from './picture-code.ts'

/** The averaged generator of one state: the page only hands it on. */
export interface GeneratorCopy {
  readonly step: number
  /** JSON: definition, shapes, classes. */
  readonly description: string
  readonly numbers: ArrayBuffer
}

/** Which generator draws: that of a slot, or its early layers with later ones of another slot, which must be of the same run. */
export interface DrawnFrom {
  readonly slot: string
  readonly mix?: { readonly slot: string; readonly from: Exclude<LayerZone, 'early'> }
}

export type ToDrawing =
  /** Answered by `opened`; takes the place of what was in the slot. */
  | { readonly type: 'open'; readonly slot: string; readonly copy: GeneratorCopy }
  /** The generator of the finished example, which the Worker fetches itself. @param base the page's address */
  | { readonly type: 'open-example'; readonly slot: string; readonly base: string }
  | { readonly type: 'close'; readonly slot: string }
  /**
   * Pictures of these points in this order. `client` names who asks, each has one drawing at a time: a newer request replaces the one before, and its
   * pictures move there from where those are now, if `eased`. Answered by `drawn` again and again, until `arrived`.
   */
  | {
      readonly type: 'draw'
      readonly client: string
      readonly request: number
      readonly from: DrawnFrom
      readonly points: readonly EditedBlend[]
      readonly eased: boolean
    }
  /** No more pictures for this client. */
  | { readonly type: 'stop'; readonly client: string }
  /** Whether a run trains: then most of the processor's time is left to it, and pictures come less often. */
  | { readonly type: 'training'; readonly trains: boolean }
  /** Also those that are limited to layers. Answered by `directions`, at once where they are known. */
  | { readonly type: 'find-directions'; readonly slot: string }
  /** Ends the search; what it has found stays. */
  | { readonly type: 'cancel-directions'; readonly slot: string }

export type FromDrawing =
  /** `device`: what draws, in words; `size` of a picture. */
  | { readonly type: 'opened'; readonly slot: string; readonly step: number; readonly size: number; readonly device: string }
  /** `points`: what is drawn, at positions that a code can say, and `mix`, where later layers are from. `milliseconds`: how long these pictures took. */
  | {
      readonly type: 'drawn'
      readonly client: string
      readonly request: number
      readonly step: number
      readonly mix?: LayerMix
      readonly points: readonly LatentPoint[]
      readonly pictures: Pictures
      readonly arrived: boolean
      readonly milliseconds: number
    }
  /**
   * `directions`: null until they are found, then `zoned` says whether they can be limited to layers already. `search`: how much of the search for what is
   * missing next is done, 0 to 1; null: there is none.
   */
  | {
      readonly type: 'directions'
      readonly slot: string
      readonly directions: DirectionsInfo | null
      readonly zoned: boolean
      readonly search: number | null
    }
  /** `slot` or `client`: whose request it was. */
  | { readonly type: 'failed'; readonly slot?: string; readonly client?: string; readonly message: string }

// Variants of the convolution kernels: tile sizes and widths of reads. All of them sum in the same order and give the same bits, so a
// device may use whichever is fastest; tune.ts measures which.
import type { Activation } from '../activation.ts'
import { channelTile, depthOf, tileFor } from '../tile.ts'
import type { ConvShape } from './shape.ts'

/** To be incremented with every change to this list or the kernels: saved choices are then measured again. */
export const VARIANTS_VERSION = 1

export interface Convolution {
  readonly kind: 'forward' | 'inputGradient' | 'filterGradient'
  readonly shape: ConvShape
  /** Of a forward convolution. */
  readonly activation?: Activation | null
}

/** What an invocation computes: a tile of `rows` x `columns` sums. */
export interface Variant {
  /** Pixels; for the filter gradient input channels. */
  readonly rows: number
  /** Channels of the result. */
  readonly columns: number
  /** Channels read at a time in the inner loop; the filter gradient has no such loop. */
  readonly depth: 1 | 4
}

/** Rows and columns of the tiles to measure. */
const SIDES = [8, 4] as const

/** The default, then all others to measure. */
export function variantsOf(convolution: Convolution): Variant[] {
  const { shape, kind } = convolution
  const usual = defaultVariant(convolution)
  const tiles = SIDES.flatMap((height) =>
    SIDES.map((width) =>
      kind === 'filterGradient' ? channelTiles(shape, height, width) : { ...usual, rows: height, columns: tileWidth(convolution, width) },
    ),
  )
  const otherDepth = usual.depth === 4 || kind === 'filterGradient' || summedChannels(convolution) % 4 !== 0 ? 1 : 4
  const all: Variant[] = [usual, ...tiles, { ...usual, depth: otherDepth }]
  return [...new Map(all.map((variant) => [JSON.stringify(variant), variant])).values()]
}

function defaultVariant(convolution: Convolution): Variant {
  const { kind, shape } = convolution
  if (kind === 'filterGradient') return channelTiles(shape, SIDES[0], SIDES[0])
  const forward = kind === 'forward'
  const pixels = shape.batch * (forward ? shape.outHeight * shape.outWidth : shape.inHeight * shape.inWidth)
  const { rows, columns } = tileFor(pixels, forward ? shape.outChannels : shape.inChannels)
  return { rows, columns: columns.count, depth: depthOf(summedChannels(convolution)) }
}

function channelTiles({ inChannels, outChannels }: ConvShape, height: number, width: number): Variant {
  return { rows: channelTile(inChannels, height).count, columns: channelTile(outChannels, width).count, depth: 1 }
}

function tileWidth({ kind, shape }: Convolution, most: number): number {
  return channelTile(kind === 'forward' ? shape.outChannels : shape.inChannels, most).count
}

function summedChannels({ kind, shape }: Convolution): number {
  return kind === 'forward' ? shape.inChannels : shape.outChannels
}

/** Two for every multiplication; padding counts. */
export function flopsOf({ shape }: Convolution): number {
  const { batch, outHeight, outWidth, outChannels, kernelHeight, kernelWidth, inChannels } = shape
  return 2 * batch * outHeight * outWidth * outChannels * kernelHeight * kernelWidth * inChannels
}

/** A text that identifies a convolution. */
export function keyOf({ kind, shape, activation }: Convolution): string {
  return `${kind} ${Object.values(shape).join(' ')} ${JSON.stringify(activation ?? null)}`
}

/** The variants chosen for a device, by `keyOf`. */
const chosen = new WeakMap<GPUDevice, Map<string, Variant>>()

export function choicesOf(device: GPUDevice): Map<string, Variant> {
  const choices = chosen.get(device) ?? new Map<string, Variant>()
  chosen.set(device, choices)
  return choices
}

/** While convolutions are listed, those that were requested. */
let requested: Map<string, Convolution> | null = null

/** The convolutions in `work`, by `keyOf`. */
export function convolutionsOf(work: () => void): Map<string, Convolution> {
  const found = new Map<string, Convolution>()
  requested = found
  try {
    work()
  } finally {
    requested = null
  }
  return found
}

/** The variant to compute it by on that device. */
export function variantFor(device: GPUDevice, convolution: Convolution): Variant {
  const key = keyOf(convolution)
  requested?.set(key, convolution)
  return choicesOf(device).get(key) ?? defaultVariant(convolution)
}

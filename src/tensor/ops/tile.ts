// Helpers for unrolled WGSL: how many channels one invocation computes, in vectors of which width it reads them, and how these depend on
// the adapter.

export type VectorType = 'f32' | 'vec4<f32>'

/** `count` channels of a tensor [..., channels], read `width` at a time. */
interface ChannelTile {
  readonly count: number
  readonly width: 1 | 4
  /** Reads, `count / width`. */
  readonly vectors: number
  readonly type: VectorType
}

/** What one invocation computes of a matrix: some rows (pixels) of some columns (channels). */
interface Tile {
  readonly rows: number
  readonly columns: ChannelTile
}

/** Rows and columns of the largest tile: 64 sums are about what the registers of an invocation hold. */
const MAX_TILE_SIDE = 8
/** Below this an invocation reads more than it computes. */
const MIN_TILE_SIDE = 4

/** Parameters of generated programs for a kind of adapter. */
interface AdapterParameters {
  /** Invocations that keep the device busy. */
  readonly targetInvocations: number
  /** Channels read at a time in the inner loop of a convolution, where their number allows. */
  readonly depth: 1 | 4
  /** Most items that an invocation processes in sequence where its workgroup has a reduction to do first. */
  readonly maxRun: number
  /** Whether the driver may unroll loops of known length. */
  readonly unrolled: boolean
}

/** A GPU wants many invocations and wide reads. */
const GPU: AdapterParameters = { targetInvocations: 4096, depth: 4, maxRun: 8, unrolled: true }
/**
 * A software adapter has few cores and is fastest with a short inner loop, which stays in the processor's cache of decoded instructions,
 * and with few workgroups that have barriers: measured on llvmpipe.
 */
const SOFTWARE: AdapterParameters = { targetInvocations: 256, depth: 1, maxRun: 256, unrolled: false }

let parameters: AdapterParameters = GPU

/** To be called once, before any program is generated. */
export function configureForAdapter(software: boolean): void {
  parameters = software ? SOFTWARE : GPU
}

export function targetInvocations(): number {
  return parameters.targetInvocations
}

export function maxRun(): number {
  return parameters.maxRun
}

/**
 * WGSL that declares `opaqueZero`, to be added to the bound of a loop of constant length. Drivers unroll such loops. On a GPU that is
 * good, and it is a constant 0. The compiler of a software adapter takes 5 to 10 times as long for the unrolled code, which runs no
 * faster there (measured on llvmpipe): there it is a 0 that is only known at run time.
 * @param groups the number of workgroups, less than 2^31 in each direction
 */
export function declareOpaqueZero(groups: string): string {
  return parameters.unrolled ? 'const opaqueZero = 0;' : `let opaqueZero = i32(${groups}.x >> 31u);`
}

/** Channels read at a time in an inner loop: 4 where it divides them and suits the adapter. */
export function depthOf(channels: number): 1 | 4 {
  return parameters.depth === 4 ? vectorWidth(channels) : 1
}

/** The tile for a matrix: smaller for small matrices, so that there are enough tiles to keep the device busy. */
export function tileFor(rows: number, columns: number): Tile {
  const tiles = [MAX_TILE_SIDE, MIN_TILE_SIDE].flatMap((height) =>
    [MAX_TILE_SIDE, MIN_TILE_SIDE].map((width) => ({ rows: height, columns: channelTile(columns, width) })),
  )
  return (
    tiles.find((tile) => Math.ceil(rows / tile.rows) * (columns / tile.columns.count) >= parameters.targetInvocations) ??
    (tiles.at(-1) as Tile)
  )
}

/** The largest tile up to `limit` that divides the channels. */
export function channelTile(channels: number, limit: number): ChannelTile {
  let count = Math.min(limit, channels)
  while (channels % count !== 0) count--
  const width = vectorWidth(count)
  return { count, width, vectors: count / width, type: vectorType(width) }
}

export function vectorWidth(count: number): 1 | 4 {
  return count % 4 === 0 ? 4 : 1
}

export function vectorType(width: 1 | 4): VectorType {
  return width === 4 ? 'vec4<f32>' : 'f32'
}

/** Component k of a vector of that width, which may be a plain number. */
export function component(name: string, width: 1 | 4, k: number): string {
  return width === 4 ? `${name}.${'xyzw'[k]}` : name
}

/** Channel i of a tile held in the names `${name}0`, `${name}1`, … */
export function channel(name: string, tile: ChannelTile, i: number): string {
  return component(`${name}${Math.floor(i / tile.width)}`, tile.width, i % tile.width)
}

/**
 * 0 <= name < side in one comparison. Join such tests with `&`: every `&&` is a branch, and SwiftShader takes 12 s to compile a
 * program with two dozen of them.
 */
export function inside(name: string, side: string): string {
  return `(u32(${name}) < u32(${side}))`
}

/** One line for each of 0 … count - 1. */
export function unroll(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n')
}

// Images of one size as one block of bytes: what data prepares, training reads and scores measure.

export interface ImageBlock {
  /** [count, size, size, channels], 0 to 255, row by row from the top left. */
  readonly images: Uint8Array
  readonly count: number
  readonly size: number
  readonly channels: 1 | 3
}

/** RGBA pictures of one size, one behind the other: [count, size, size, 4]. */
export interface Pictures {
  readonly count: number
  readonly size: number
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

// Images of one size as one block of bytes: what data prepares, training reads and scores measure.

export interface ImageBlock {
  /** [count, size, size, channels], 0 to 255, row by row from the top left. */
  readonly images: Uint8Array
  readonly count: number
  readonly size: number
  readonly channels: 1 | 3
}

// Inflates with a bound, for whatever a file packs: fflate's own way into a given room goes on when that is full, for as long as data comes.
import type { Inflate, Unzlib } from 'fflate'

/** Packed bytes inflated at once, so that what a lying file can write before it is stopped is bounded too. */
export const INFLATE_STEP = 1 << 14

export interface Inflated {
  readonly bytes: Uint8Array
  /** Whether there was more than was asked for: that is left out. */
  readonly hasMore: boolean
}

/** The first `size` bytes of what is packed; fewer where there are no more. @param Stream by what it is wrapped in: nothing, or zlib */
export function inflateUpTo(size: number, packed: Uint8Array, Stream: typeof Inflate | typeof Unzlib): Inflated {
  const bytes = new Uint8Array(size)
  let written = 0
  let hasMore = false
  const stream = new Stream((chunk) => {
    const part = chunk.subarray(0, size - written)
    bytes.set(part, written)
    written += part.length
    hasMore = part.length < chunk.length
  })
  for (let at = 0; at < packed.length && !hasMore; at += INFLATE_STEP)
    stream.push(packed.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= packed.length)
  return { bytes: bytes.subarray(0, written), hasMore }
}

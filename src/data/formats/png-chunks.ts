// The chunks of a PNG, for all who read it. https://www.w3.org/TR/png-3/
import { ascii, u32be } from '../bytes.ts'
import { crc32 } from '../crc32.ts'

export const SIGNATURE_LENGTH = 8
/** A chunk's length, name and checksum. */
const CHUNK_FRAME = 12

export interface Chunk {
  readonly name: string
  /** Where its length is written. */
  readonly at: number
  readonly length: number
  /** Where its data begins and ends. */
  readonly start: number
  readonly end: number
}

/** Each chunk that is all there. */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  let at = SIGNATURE_LENGTH
  while (at + CHUNK_FRAME <= bytes.length) {
    const length = u32be(bytes, at)
    yield { name: ascii(bytes, at + 4, 4), at, length, start: at + 8, end: at + 8 + length }
    at += CHUNK_FRAME + length
  }
}

/** A chunk as it is written. */
export function chunkOf(name: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(CHUNK_FRAME + data.length)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  for (let i = 0; i < 4; i++) chunk[4 + i] = name.charCodeAt(i)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return chunk
}

// PNG: the size from IHDR, whether the file reaches IEND, and whether its picture is what was written. https://www.w3.org/TR/png-3/
import { ascii, u8, u32be } from '../bytes.ts'
import { crc32 } from '../crc32.ts'
import { ANIMATED, cutShort, damaged, type PictureFacts, Refusal } from '../image.ts'

const SIGNATURE_LENGTH = 8
/** A chunk's length, name and checksum. */
const CHUNK_FRAME = 12
/** Chunks without which there is no picture: browsers refuse them with a wrong checksum, Node's decoder does not. */
const CRITICAL = ['IHDR', 'PLTE', 'IDAT']

/** Each chunk that is all there; `at` is the place of its length. */
function* chunks(bytes: Uint8Array): Generator<{ name: string; at: number; length: number }> {
  let at = SIGNATURE_LENGTH
  while (at + CHUNK_FRAME <= bytes.length) {
    const length = u32be(bytes, at)
    yield { name: ascii(bytes, at + 4, 4), at, length }
    at += CHUNK_FRAME + length
  }
}

function isAnimated(bytes: Uint8Array): boolean {
  for (const { name } of chunks(bytes)) {
    if (name === 'acTL') return true
    if (name === 'IDAT') return false
  }
  return false
}

export function inspectPng(bytes: Uint8Array): PictureFacts {
  if (ascii(bytes, SIGNATURE_LENGTH + 4, 4) !== 'IHDR') throw bytes.length < 33 ? cutShort('png') : damaged('png')
  const changes = u8(bytes, 24) === 16 ? ['16 bits a channel: reduced to 8.'] : []
  if (isAnimated(bytes)) changes.push(ANIMATED)
  return { width: u32be(bytes, 16), height: u32be(bytes, 20), changes }
}

/**
 * Browsers draw half a PNG without a word: only the chunks tell that it is whole. What follows IEND does not matter.
 * @throws Refusal where a checksum is wrong
 */
export function isWholePng(bytes: Uint8Array): boolean {
  for (const { name, at, length } of chunks(bytes)) {
    if (name === 'IEND') return true
    const end = at + 8 + length
    if (CRITICAL.includes(name) && end + 4 <= bytes.length && crc32(bytes.subarray(at + 4, end)) !== u32be(bytes, end))
      throw new Refusal('damaged', 'The PNG is damaged: a checksum is wrong.')
  }
  return false
}

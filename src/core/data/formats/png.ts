// PNG: the size from IHDR, and whether the file reaches IEND. https://www.w3.org/TR/png-3/
import { ascii, u32be } from '../bytes.ts'
import { cutShort, damaged, type PixelSize } from '../image.ts'

const SIGNATURE_LENGTH = 8
/** A chunk's length, name and checksum. */
const CHUNK_FRAME = 12

export function inspectPng(bytes: Uint8Array): PixelSize {
  if (ascii(bytes, SIGNATURE_LENGTH + 4, 4) !== 'IHDR') throw bytes.length < 33 ? cutShort('png') : damaged('png')
  return { width: u32be(bytes, 16), height: u32be(bytes, 20) }
}

/** Browsers draw half a PNG without a word: only the chunks tell that it is whole. What follows IEND does not matter. */
export function isWholePng(bytes: Uint8Array): boolean {
  let at = SIGNATURE_LENGTH
  while (at + CHUNK_FRAME <= bytes.length) {
    if (ascii(bytes, at + 4, 4) === 'IEND') return true
    at += CHUNK_FRAME + u32be(bytes, at)
  }
  return false
}

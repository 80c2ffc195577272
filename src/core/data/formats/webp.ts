// WebP: the size from its first chunk, and whether the file is as long as it says. RFC 9649.
import { ascii, u8, u16le, u24le, u32le } from '../bytes.ts'
import { ANIMATED, cutShort, damaged, type PictureFacts } from '../image.ts'

/** The RIFF header, then the first chunk's name and length. */
const FIRST_CHUNK = 20
const ANIMATION_FLAG = 2

export function inspectWebp(bytes: Uint8Array): PictureFacts {
  if (bytes.length < FIRST_CHUNK + 10) throw cutShort('webp')
  switch (ascii(bytes, 12, 4)) {
    case 'VP8X': {
      const changes = (u8(bytes, FIRST_CHUNK) & ANIMATION_FLAG) === 0 ? [] : [ANIMATED]
      return { width: u24le(bytes, FIRST_CHUNK + 4) + 1, height: u24le(bytes, FIRST_CHUNK + 7) + 1, changes } // size less one
    }
    case 'VP8L': {
      // a signature byte, then 14 bits each, less one
      const bits = u32le(bytes, FIRST_CHUNK + 1)
      if (u8(bytes, FIRST_CHUNK) !== 0x2f) throw damaged('webp')
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, changes: [] }
    }
    case 'VP8 ': // a frame tag of 3 bytes and a start code of 3, then 14 bits each beside 2 of scaling
      return { width: u16le(bytes, FIRST_CHUNK + 6) & 0x3fff, height: u16le(bytes, FIRST_CHUNK + 8) & 0x3fff, changes: [] }
    default:
      throw damaged('webp')
  }
}

export function isWholeWebp(bytes: Uint8Array): boolean {
  return bytes.length >= 8 + u32le(bytes, 4)
}

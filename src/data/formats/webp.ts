// WebP: the size from its first chunk, whether the file is as long as it says, its orientation and its profile. RFC 9649.
import { ascii, u8, u16le, u24le, u32le } from '../bytes.ts'
import { cutShort, damaged } from '../errors.ts'
import { ANIMATED, type HeaderFacts, type NormalisedFile } from '../image.ts'
import { orientationOf, withoutOrientation } from './exif.ts'
import { type Profile, readProfile } from './icc.ts'

/** The RIFF header, then the first chunk's name and length. */
const FIRST_CHUNK = 20
const ANIMATION_FLAG = 2
const EXIF_FLAG = 8
const PROFILE_FLAG = 32

export function inspectWebp(bytes: Uint8Array): HeaderFacts {
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
    case 'VP8 ': // a frame tag of 3 bytes and a start code of 3, then 14 bits each, with 2 of scaling
      return { width: u16le(bytes, FIRST_CHUNK + 6) & 0x3fff, height: u16le(bytes, FIRST_CHUNK + 8) & 0x3fff, changes: [] }
    default:
      throw damaged('webp')
  }
}

export function isWholeWebp(bytes: Uint8Array): boolean {
  return bytes.length >= 8 + u32le(bytes, 4)
}

interface Span {
  readonly at: number
  readonly end: number
}

/** The content of the first chunk of this name, where the header says that there is one. */
function findChunk(bytes: Uint8Array, name: string, flag: number): Span | null {
  if (ascii(bytes, 12, 4) !== 'VP8X' || (u8(bytes, FIRST_CHUNK) & flag) === 0) return null
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = u32le(bytes, at + 4)
    if (ascii(bytes, at, 4) === name) return { at: at + 8, end: Math.min(bytes.length, at + 8 + length) }
    at += 8 + length + (length % 2)
  }
  return null
}

/**
 * Chromium's `<img>` ignores the orientation of a WebP; it is applied here nevertheless, because converters that keep EXIF keep the pixels as the
 * camera stored them, and a set with pictures on their side would teach the networks a wrong upright.
 */
export function normaliseWebp(bytes: Uint8Array): NormalisedFile {
  const exif = findChunk(bytes, 'EXIF', EXIF_FLAG)
  const { orientation, tags } = orientationOf(bytes, exif ? [exif] : [])
  return { bytes: withoutOrientation(bytes, tags), placement: null, orientation }
}

export function webpProfile(bytes: Uint8Array): Profile | null {
  const chunk = findChunk(bytes, 'ICCP', PROFILE_FLAG)
  return chunk && readProfile(bytes.subarray(chunk.at, chunk.end))
}

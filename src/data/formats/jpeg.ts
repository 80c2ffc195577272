// JPEG: the size from the frame header, whether the file reaches its end marker, its orientation and its colours. ITU-T T.81, annex B.
import { ascii, joined, u8, u16be } from '../bytes.ts'
import { cutShort, damaged } from '../errors.ts'
import type { HeaderFacts, NormalisedFile } from '../image.ts'
import { orientationOf, withoutOrientation } from './exif.ts'
import { type Profile, readProfile } from './icc.ts'

const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9
const APP1 = 0xe1
const APP2 = 0xe2
const CMYK_CHANNELS = 4
const CMYK = 'CMYK colours: converted, they may look different.'

/** SOF0 to SOF15; C4, C8 and CC between them are tables. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** Markers that stand alone: TEM, the restarts and the start of the image. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
}

/** The next marker at or after `at`: FF and a code that is neither stuffing (00) nor a fill byte (FF). */
function findMarker(bytes: Uint8Array, at: number): number {
  let found = bytes.indexOf(0xff, at)
  while (found >= 0 && (u8(bytes, found + 1) === 0 || u8(bytes, found + 1) === 0xff)) found = bytes.indexOf(0xff, found + 1)
  return found
}

/** Each marker with the offset of its segment; entropy-coded data is skipped, thumbnails are inside segments. */
function* markers(bytes: Uint8Array): Generator<{ marker: number; at: number }> {
  let at = findMarker(bytes, 0)
  while (at >= 0 && at + 1 < bytes.length) {
    const marker = u8(bytes, at + 1)
    yield { marker, at: at + 2 }
    if (marker === END_OF_IMAGE) return
    at = findMarker(bytes, standsAlone(marker) ? at + 2 : at + 2 + Math.max(2, u16be(bytes, at + 2)))
  }
}

export function inspectJpeg(bytes: Uint8Array): HeaderFacts {
  for (const { marker, at } of markers(bytes)) {
    if (isFrameHeader(marker) && at + 7 <= bytes.length) {
      const changes = u8(bytes, at + 7) === CMYK_CHANNELS ? [CMYK] : []
      return { height: u16be(bytes, at + 3), width: u16be(bytes, at + 5), changes }
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) throw damaged('jpeg')
  }
  throw cutShort('jpeg')
}

/** Browsers fill a missing part with grey: only the end marker shows that a JPEG is complete. */
export function isWholeJpeg(bytes: Uint8Array): boolean {
  for (const { marker } of markers(bytes)) if (marker === END_OF_IMAGE) return true
  return false
}

interface Segment {
  readonly marker: number
  /** Of its content. */
  readonly at: number
  readonly end: number
}

/** The segments in front of the picture. */
function segmentsOf(bytes: Uint8Array): Segment[] {
  const segments: Segment[] = []
  for (const { marker, at } of markers(bytes)) {
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) break
    if (!standsAlone(marker)) segments.push({ marker, at: at + 2, end: Math.min(bytes.length, at + u16be(bytes, at)) })
  }
  return segments
}

const EXIF = 'Exif\0'
const PROFILE = 'ICC_PROFILE\0'
/** A part of a profile begins with this name, its number and the number of parts. */
const PROFILE_START = PROFILE.length + 2

const begins =
  (bytes: Uint8Array, name: string) =>
  ({ at }: Segment) =>
    ascii(bytes, at, name.length) === name

function profileParts(bytes: Uint8Array, segments: readonly Segment[]): Segment[] {
  return segments.filter(({ marker }) => marker === APP2).filter(begins(bytes, PROFILE))
}

function isCmyk(bytes: Uint8Array, segments: readonly Segment[]): boolean {
  const frame = segments.find(({ marker }) => isFrameHeader(marker))
  return frame !== undefined && u8(bytes, frame.at + 5) === CMYK_CHANNELS
}

/** A copy in which no decoder finds the profile. */
function withoutProfile(bytes: Uint8Array, parts: readonly Segment[]): Uint8Array {
  const copy = bytes.slice()
  for (const { at } of parts) copy.fill(0, at, at + PROFILE.length)
  return copy
}

/**
 * The profile of a CMYK picture is removed: it is a lookup table, which every decoder uses differently, while all convert CMYK without a profile
 * alike. With one profile, colours of sharp were up to 56 levels from Chromium's `<img>`, which showed greys with a red cast.
 */
export function normaliseJpeg(bytes: Uint8Array): NormalisedFile {
  const segments = segmentsOf(bytes)
  const exif = segments.filter(({ marker }) => marker === APP1).filter(begins(bytes, EXIF))
  const { orientation, tags } = orientationOf(bytes, exif)
  const upright = withoutOrientation(bytes, tags)
  const parts = profileParts(bytes, segments)
  const normalised = parts.length > 0 && isCmyk(bytes, segments) ? withoutProfile(upright, parts) : upright
  return { bytes: normalised, placement: null, orientation }
}

interface JpegColours {
  readonly isCmyk: boolean
  readonly profile: Profile | null
}

export function jpegColours(bytes: Uint8Array): JpegColours {
  const segments = segmentsOf(bytes)
  const parts = profileParts(bytes, segments).sort((a, b) => u8(bytes, a.at + PROFILE.length) - u8(bytes, b.at + PROFILE.length))
  const profile = joined(...parts.map(({ at, end }) => bytes.subarray(at + PROFILE_START, end)))
  return { isCmyk: isCmyk(bytes, segments), profile: readProfile(profile) }
}

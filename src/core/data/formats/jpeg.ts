// JPEG: the size from the frame header, and whether the file reaches its end marker. ITU-T T.81, annex B.
import { u8, u16be } from '../bytes.ts'
import { cutShort, damaged, type PictureFacts } from '../image.ts'

const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9
const CMYK_CHANNELS = 4

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

/** Each marker with the place of its segment; entropy-coded data and restarts are passed over, thumbnails lie inside segments. */
function* markers(bytes: Uint8Array): Generator<{ marker: number; at: number }> {
  let at = findMarker(bytes, 0)
  while (at >= 0 && at + 1 < bytes.length) {
    const marker = u8(bytes, at + 1)
    yield { marker, at: at + 2 }
    if (marker === END_OF_IMAGE) return
    at = findMarker(bytes, standsAlone(marker) ? at + 2 : at + 2 + Math.max(2, u16be(bytes, at + 2)))
  }
}

export function inspectJpeg(bytes: Uint8Array): PictureFacts {
  for (const { marker, at } of markers(bytes)) {
    if (isFrameHeader(marker) && at + 7 <= bytes.length) {
      const changes = u8(bytes, at + 7) === CMYK_CHANNELS ? ['CMYK colours: converted, they may look different.'] : []
      return { height: u16be(bytes, at + 3), width: u16be(bytes, at + 5), changes }
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) throw damaged('jpeg')
  }
  throw cutShort('jpeg')
}

/** Browsers fill the missing half of a JPEG with grey: only the end marker tells that it is whole. */
export function isWholeJpeg(bytes: Uint8Array): boolean {
  for (const { marker } of markers(bytes)) if (marker === END_OF_IMAGE) return true
  return false
}

// GIF: its size, which is that of the canvas, enlarged to contain the first frame; whether that frame is complete; and the file with that canvas.
// GIF89a, 1990.
import { u8, u16le } from '../bytes.ts'
import { cutShort, damaged } from '../errors.ts'
import { ANIMATED, type HeaderFacts, type NormalisedFile } from '../image.ts'

const HEADER_LENGTH = 13
const EXTENSION = 0x21
const IMAGE = 0x2c

function tableLength(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/** Data is in blocks of up to 255 bytes, ended by an empty one. @returns the offset after it, or -1 where the file ends first */
function skipBlocks(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length) {
    const length = u8(bytes, at)
    at += 1 + length
    if (length === 0) return at
  }
  return -1
}

/** Offset of the first frame's descriptor. */
function findFrame(bytes: Uint8Array): number {
  let at = HEADER_LENGTH + tableLength(u8(bytes, 10))
  while (at >= 0 && at + 10 <= bytes.length) {
    if (u8(bytes, at) === IMAGE) return at
    if (u8(bytes, at) !== EXTENSION) throw damaged('gif')
    at = skipBlocks(bytes, at + 2)
  }
  throw cutShort('gif')
}

/** @returns the offset after a frame, or -1 where the file ends first */
function skipFrame(bytes: Uint8Array, frame: number): number {
  return skipBlocks(bytes, frame + 10 + tableLength(u8(bytes, frame + 9)) + 1)
}

/** Whether there is another frame. */
function isAnimated(bytes: Uint8Array, frame: number): boolean {
  let at = skipFrame(bytes, frame)
  while (at >= 0 && u8(bytes, at) === EXTENSION) at = skipBlocks(bytes, at + 2)
  return at >= 0 && u8(bytes, at) === IMAGE
}

export function inspectGif(bytes: Uint8Array): HeaderFacts {
  const frame = findFrame(bytes)
  return {
    width: Math.max(u16le(bytes, 6), u16le(bytes, frame + 1) + u16le(bytes, frame + 5)),
    height: Math.max(u16le(bytes, 8), u16le(bytes, frame + 3) + u16le(bytes, frame + 7)),
    changes: isAnimated(bytes, frame) ? [ANIMATED] : [],
  }
}

/** Only the first frame is used, so a GIF may be cut after it. */
export function isWholeGif(bytes: Uint8Array): boolean {
  return skipFrame(bytes, findFrame(bytes)) >= 0
}

/** Where the first frame exceeds the canvas, Chromium and Node's decoder enlarge the canvas, and Firefox cuts the frame. */
export function normaliseGif(bytes: Uint8Array): NormalisedFile {
  const { width, height } = inspectGif(bytes)
  const enlarged = bytes.slice()
  enlarged.set([width & 0xff, width >> 8, height & 0xff, height >> 8], 6)
  return { bytes: enlarged, placement: null, orientation: 1 }
}

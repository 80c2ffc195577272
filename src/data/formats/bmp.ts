// BMP: facts and pixels, the same code for the page and the command line. Node's decoder has no BMP; of the libraries, bmp-ts needs Node's
// Buffer, fast-bmp reads neither old headers nor run lengths, and none draws what is odd in a file as browsers do.
// Decoded as Chromium's <img> does, but what is cut short or damaged is refused: half a picture is nothing to learn from. Like Chromium 156,
// this takes calibrated colours (which say "sRGB" in other words or nonsense in nearly every file) for sRGB, and follows no link to a profile.
import { u32le } from '../bytes.ts'
import type { Decode, DecodedImage, PictureFacts } from '../image.ts'
import { type BmpHeader, readBmpHeader, rowLength } from './bmp-header.ts'
import { decodeBmpPixels } from './bmp-pixels.ts'
import { asPng } from './png-writing.ts'

const FILE_HEADER = 14

function readHeader(bytes: Uint8Array): BmpHeader {
  return readBmpHeader(bytes, { format: 'bmp', at: FILE_HEADER, pixelsAt: u32le(bytes, 10) })
}

export function inspectBmp(bytes: Uint8Array): PictureFacts {
  const { width, height } = readHeader(bytes)
  return { width, height, changes: [] }
}

/** Run lengths tell only while they are decoded. */
export function isWholeBmp(bytes: Uint8Array): boolean {
  const header = readHeader(bytes)
  const { packing, height, pixelsAt, profile } = header
  const pixelsEnd = pixelsAt + (packing === 'none' ? rowLength(header) * height : 0)
  return bytes.length >= Math.max(pixelsEnd, profile?.end ?? 0)
}

/** @param decode decodes a PNG: a BMP with a profile becomes one, so that its colours are converted as those of a PNG are */
export async function decodeBmp(bytes: Uint8Array, decode: Decode): Promise<DecodedImage> {
  const header = readHeader(bytes)
  const image = decodeBmpPixels(bytes, header)
  const { profile } = header
  return profile ? decode(asPng(image, bytes.subarray(profile.from, profile.end)), 'png') : image
}

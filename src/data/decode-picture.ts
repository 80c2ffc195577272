// One picture, from its file to upright pixels in sRGB. What decoders do differently (orientation, placement, alpha) is removed from the file
// before they see it and done here, so that the page and the command line get the same pixels.
import { isDeepPng } from './formats/png.ts'
import { decodeDeepPng } from './formats/png-deep.ts'
import type { Decode, DecodedFormat, DecodedImage, Placement } from './image.ts'
import { normaliseFile } from './inspect.ts'

/** @param alpha a picture of the same size whose grey levels become the alpha; both have 8 bits, as every decoder gives for AVIF */
function withAlpha(image: DecodedImage, alpha: DecodedImage, premultiplied: boolean): DecodedImage {
  const { pixels } = image
  if (alpha.pixels.length !== pixels.length) throw new Error('the alpha has another size')
  for (let at = 0; at < pixels.length; at += 4) {
    const opaque = alpha.pixels[at] as number
    pixels[at + 3] = opaque
    if (!premultiplied || opaque === 0) continue
    for (let i = at; i < at + 3; i++) pixels[i] = Math.min(255, Math.round(((pixels[i] as number) * 255) / opaque))
  }
  return image
}

export async function decodePicture(file: Uint8Array, format: DecodedFormat, decode: Decode): Promise<DecodedImage> {
  const { bytes, alpha, placement, orientation } = normaliseFile(file, format)
  let image = (format === 'png' && isDeepPng(bytes) ? decodeDeepPng(bytes) : null) ?? (await decode(bytes, format))
  if (alpha) image = withAlpha(image, await decode(alpha.bytes, format), alpha.premultiplied)
  if (placement) image = placeOnCanvas(image, placement)
  return applyOrientation(image, orientation)
}

/** In the source: index of the result's first pixel, and the steps for one pixel to the right and one down in the result. */
function traversalOf(orientation: number, width: number, height: number): { first: number; right: number; down: number } {
  const [lastColumn, lastRow] = [width - 1, (height - 1) * width]
  switch (orientation) {
    case 2:
      return { first: lastColumn, right: -1, down: width }
    case 3:
      return { first: lastRow + lastColumn, right: -1, down: -width }
    case 4:
      return { first: lastRow, right: 1, down: -width }
    case 5:
      return { first: 0, right: width, down: 1 }
    case 6:
      return { first: lastRow, right: -width, down: 1 }
    case 7:
      return { first: lastRow + lastColumn, right: -width, down: -1 }
    case 8:
      return { first: lastColumn, right: width, down: -1 }
    default:
      return { first: 0, right: 1, down: width }
  }
}

/** A pixel is one or two words of 32 bits: copying words is faster than copying channels. */
function asWords(pixels: DecodedImage['pixels']): Uint32Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : pixels.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
}

function fromWords(words: Uint32Array, like: DecodedImage['pixels']): DecodedImage['pixels'] {
  return like instanceof Uint16Array ? new Uint16Array(words.buffer) : new Uint8Array(words.buffer)
}

/** @param orientation 1 to 8 as in EXIF: from 5 on, width and height are swapped */
export function applyOrientation(image: DecodedImage, orientation: number): DecodedImage {
  if (orientation === 1) return image
  const [width, height] = orientation >= 5 ? [image.height, image.width] : [image.width, image.height]
  const { first, right, down } = traversalOf(orientation, image.width, image.height)
  const from = asWords(image.pixels)
  const size = from.length / (width * height)
  const to = new Uint32Array(from.length)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, source = (first + y * down) * size; x < width; x++, source += right * size) {
      for (let word = 0; word < size; word++) to[at++] = from[source + word] as number
    }
  }
  return { width, height, pixels: fromWords(to, image.pixels) }
}

/** The picture on a transparent canvas; what is outside is cut off. */
export function placeOnCanvas(image: DecodedImage, { left, top, width, height }: Placement): DecodedImage {
  const from = asWords(image.pixels)
  const size = from.length / (image.width * image.height)
  const to = new Uint32Array(width * height * size)
  const begin = Math.max(0, left)
  const end = Math.min(width, left + image.width)
  for (let y = Math.max(0, top); y < Math.min(height, top + image.height); y++) {
    const source = (y - top) * image.width - left
    to.set(from.subarray((source + begin) * size, (source + end) * size), (y * width + begin) * size)
  }
  return { width, height, pixels: fromWords(to, image.pixels) }
}

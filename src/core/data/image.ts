// The vocabulary of an import: a decoded picture, the formats there are, and the sentence that refuses a file.
import type { FindingKind } from '../../spec/files.ts'

/** 8-bit RGBA, straight alpha, row by row from the top left, upright. */
export interface RgbaImage {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array | Uint8ClampedArray
}

/** A picture as a decoder gives it: like RgbaImage, but 16 bits a channel (0 to 65,535) where the file has more than 8. */
export interface DecodedImage extends PixelSize {
  readonly pixels: RgbaImage['pixels'] | Uint16Array
}

export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** What the header of a picture tells. */
export interface PictureFacts extends PixelSize {
  /** What will be done to it that a person should know, in sentences. */
  readonly changes: readonly string[]
}

export const ANIMATED = 'An animation: its first frame is taken.'

/** What is left to the platform's decoder, or to a thread of its own; BMP and ICO are read here, because Node's has none. */
export type DecodedFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'heic' | 'gif' | 'svg'
export type ImageFormat = DecodedFormat | 'bmp' | 'ico'

/** Turns an encoded picture into pixels, upright according to EXIF, the first frame of an animation. Throws when it cannot: a Refusal where it knows why. */
export type Decode = (bytes: Uint8Array, format: DecodedFormat) => Promise<DecodedImage>

/** Why a file is not taken, as a sentence for a person. Any other error is a fault of the program. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: FindingKind

  constructor(kind: FindingKind, message: string) {
    super(message)
    this.kind = kind
  }
}

export const FORMAT_LABELS: Readonly<Record<ImageFormat, string>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  avif: 'AVIF',
  heic: 'HEIC',
  gif: 'GIF',
  bmp: 'BMP',
  ico: 'ICO',
  svg: 'SVG',
}

export function cutShort(format: ImageFormat): Refusal {
  return new Refusal('damaged', `The ${FORMAT_LABELS[format]} ends before its picture does.`)
}

export function damaged(format: ImageFormat): Refusal {
  return new Refusal('damaged', `The ${FORMAT_LABELS[format]} is damaged: its header makes no sense.`)
}

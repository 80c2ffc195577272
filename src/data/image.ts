// The vocabulary of an import: a decoded picture, the formats there are, and the sentence that refuses a file.
import type { FindingKind } from '../spec/files.ts'

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

/** How a picture has to be turned. */
export interface ExifOrientation {
  /** As EXIF numbers them: 1 is upright. */
  readonly orientation: number
  /** Where the file says so, if it is not upright: the place of each entry's tag. */
  readonly tags: readonly number[]
}

/** Where a picture lies on a canvas of this size: with a negative place it is cut. */
export interface Placement extends PixelSize {
  readonly left: number
  readonly top: number
}

/** A picture whose greys are how opaque another one is. */
interface AlphaFile {
  readonly bytes: Uint8Array
  /** Whether the colours of the other one were multiplied by it. */
  readonly premultiplied: boolean
}

/** A file that all decoders read alike, and what is left to be done to its pixels: they get their alpha, are laid on a canvas, then turned. */
export interface NormalisedFile {
  readonly bytes: Uint8Array
  readonly alpha?: AlphaFile | undefined
  readonly placement: Placement | null
  readonly orientation: number
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

/** Turns an encoded picture, of which nothing is left to be turned or cut, into pixels in sRGB: the first frame of an animation. Throws when it cannot: a Refusal where it knows why. */
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

/** Browsers make of such a picture what the screen at hand can show, so that there is no one right set of 8-bit values. */
export function highDynamicRange(format: ImageFormat): Refusal {
  const label = FORMAT_LABELS[format]
  return new Refusal(
    'unfit',
    `An HDR picture (${label} of high dynamic range): how it looks depends on the screen. Save it with standard range.`,
  )
}

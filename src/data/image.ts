// What the readers and decoders of picture files share: decoded pictures and the formats.

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

/** How a picture has to be rotated or mirrored, according to its EXIF. */
export interface ExifOrientation {
  /** 1 to 8 as in EXIF; 1 is upright. */
  readonly orientation: number
  /** Offsets of the tags that say so, if it is not 1. */
  readonly tags: readonly number[]
}

/** Position of a picture on a canvas of this size; what is outside, as at a negative position, is cut off. */
export interface Placement extends PixelSize {
  readonly left: number
  readonly top: number
}

/** A picture whose grey levels are the alpha of another one. */
interface AlphaFile {
  readonly bytes: Uint8Array
  /** Whether the colours of the other one are premultiplied. */
  readonly premultiplied: boolean
}

/** A file that all decoders read alike, and what is then done to its pixels: they get their alpha, are placed on a canvas, then oriented. */
export interface NormalisedFile {
  readonly bytes: Uint8Array
  readonly alpha?: AlphaFile | undefined
  readonly placement: Placement | null
  readonly orientation: number
}

/** From the header of a picture. */
export interface HeaderFacts extends PixelSize {
  /** Sentences about what will be changed in it. */
  readonly changes: readonly string[]
}

export const ANIMATED = 'An animation: its first frame is taken.'

/** Decoded by the platform or, SVG, in a thread of its own; BMP and ICO are decoded here, because Node has no decoder for them. */
export type DecodedFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'heic' | 'gif' | 'svg'
export type ImageFormat = DecodedFormat | 'bmp' | 'ico'

/** Decodes a normalised file to sRGB; of an animation the first frame. @throws a Refusal where the reason is known, else any error */
export type Decode = (bytes: Uint8Array, format: DecodedFormat) => Promise<DecodedImage>

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

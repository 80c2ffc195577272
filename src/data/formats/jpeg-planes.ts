// RGB from the YCbCr planes of a JPEG with the arithmetic of libjpeg, bit for bit, which browsers and Node's decoder use. ImageDecoder gives the
// planes, but its own conversion repeats subsampled chroma where libjpeg interpolates it.
// JFIF 1.02; jdsample.c (h2v2_fancy_upsample) and jdcolor.c of libjpeg-turbo.
import type { RgbaImage } from '../image.ts'

export interface Plane {
  readonly bytes: Uint8Array
  readonly stride: number
}

export interface Planes {
  readonly width: number
  readonly height: number
  readonly luma: Plane
  readonly blue: Plane
  readonly red: Plane
  /** Whether the chroma planes have half the width and height, rounded up (4:2:0). */
  readonly subsampled: boolean
}

/** Fixed-point numbers with 16 fractional bits, and the half for rounding. */
const fixed = (value: number) => Math.floor(value * 65536 + 0.5)
const HALF = 1 << 15
const RED_OF_RED = fixed(1.402)
const BLUE_OF_BLUE = fixed(1.772)
const GREEN_OF_RED = fixed(0.71414)
const GREEN_OF_BLUE = fixed(0.34414)
/** The chroma value of grey. */
const NEUTRAL = 128

/** Upsamples a row of chroma to `width`: 9/16 of the nearest value, 3/16 of its horizontal and of its vertical neighbour, 1/16 of the diagonal one. */
function upsampleRow({ bytes, stride }: Plane, row: number, width: number, height: number, into: Int32Array): void {
  const columns = (width + 1) >> 1
  const rows = (height + 1) >> 1
  const near = (row >> 1) * stride
  const far = Math.min(rows - 1, Math.max(0, (row >> 1) + (row % 2 === 0 ? -1 : 1))) * stride
  const at = (column: number) => 3 * (bytes[near + column] as number) + (bytes[far + column] as number)
  let last = at(0)
  let here = last
  for (let column = 0; column < columns; column++) {
    const next = column + 1 < columns ? at(column + 1) : here
    into[2 * column] = (3 * here + last + 8) >> 4
    into[2 * column + 1] = (3 * here + next + 7) >> 4
    last = here
    here = next
  }
}

function copyRow({ bytes, stride }: Plane, row: number, width: number, into: Int32Array): void {
  for (let x = 0; x < width; x++) into[x] = bytes[row * stride + x] as number
}

export function planesToRgba({ width, height, luma, blue, red, subsampled }: Planes): RgbaImage {
  const pixels = new Uint8ClampedArray(width * height * 4) // clamps, as libjpeg does
  const blues = new Int32Array(width + 1)
  const reds = new Int32Array(width + 1)
  for (let row = 0, to = 0; row < height; row++) {
    if (subsampled) {
      upsampleRow(blue, row, width, height, blues)
      upsampleRow(red, row, width, height, reds)
    } else {
      copyRow(blue, row, width, blues)
      copyRow(red, row, width, reds)
    }
    for (let x = 0; x < width; x++, to += 4) {
      const light = luma.bytes[row * luma.stride + x] as number
      const b = (blues[x] as number) - NEUTRAL
      const r = (reds[x] as number) - NEUTRAL
      pixels[to] = light + ((RED_OF_RED * r + HALF) >> 16)
      pixels[to + 1] = light + ((HALF - GREEN_OF_BLUE * b - GREEN_OF_RED * r) >> 16)
      pixels[to + 2] = light + ((BLUE_OF_BLUE * b + HALF) >> 16)
      pixels[to + 3] = 255
    }
  }
  return { width, height, pixels }
}

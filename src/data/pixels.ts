// Arithmetic on pixels: from 16 bits and chosen levels to 8 bits, luminance, and images as the RGBA that a page or a file shows.
import type { Preparation } from '../spec/config.ts'
import type { ImageBlock, Pictures } from '../spec/image-block.ts'
import type { DecodedImage, RgbaImage } from './image.ts'

export type Levels = Pick<Preparation, 'blackLevel' | 'whiteLevel'>

/** Levels that change nothing. */
export const FULL_RANGE: Levels = { blackLevel: 0, whiteLevel: 255 }

/** 65,535 / 255: one 8-bit step in 16 bits. */
const STEP_16 = 257
const BRIGHTEST = 255

export function isFullRange({ blackLevel, whiteLevel }: Levels): boolean {
  return blackLevel === FULL_RANGE.blackLevel && whiteLevel === FULL_RANGE.whiteLevel
}

/**
 * The picture with 8 bits a channel, rounded to the nearest; colours, but not alpha, are stretched so that the levels become 0 and 255. Levels are
 * applied before rounding: 12 bits stored as 16 would otherwise be left with 17 levels of 256.
 */
export function toEightBits({ width, height, pixels }: DecodedImage, levels: Levels = FULL_RANGE): RgbaImage {
  const step = pixels instanceof Uint16Array ? STEP_16 : 1
  if (!(pixels instanceof Uint16Array) && isFullRange(levels)) return { width, height, pixels }
  const { blackLevel, whiteLevel } = levels
  const gain = BRIGHTEST / (whiteLevel - blackLevel)
  const mapped = new Uint8ClampedArray(pixels.length) // clamps and rounds
  for (let at = 0; at < pixels.length; at += 4) {
    for (let channel = at; channel < at + 3; channel++) mapped[channel] = ((pixels[channel] as number) / step - blackLevel) * gain
    mapped[at + 3] = (pixels[at + 3] as number) / step
  }
  return { width, height, pixels: mapped }
}

const RED = 0.299 // ITU-R BT.601
const GREEN = 0.587
const BLUE = 0.114

export function luminanceOf(red: number, green: number, blue: number): number {
  return RED * red + GREEN * green + BLUE * blue
}

/** Luminance of image i of a set, written to `target`, [size · size]. */
export function luminanceOfImage(images: Uint8Array, i: number, target: Float32Array, channels: 1 | 3): Float32Array {
  const first = i * target.length * channels
  if (channels === 1) {
    target.set(images.subarray(first, first + target.length))
    return target
  }
  for (let pixel = 0, at = first; pixel < target.length; pixel++, at += 3) {
    target[pixel] = RED * (images[at] as number) + GREEN * (images[at + 1] as number) + BLUE * (images[at + 2] as number)
  }
  return target
}

/** [count, size, size, channels] in [-1, 1] → RGBA; grey becomes three equal channels. */
export function toPictures(values: Float32Array, count: number, size: number, channels: number): Pictures {
  return rgba(count, size, channels, (i) => ((values[i] as number) + 1) * 127.5)
}

/** Images of a set as RGBA. */
export function picturesOf({ images, size, channels }: ImageBlock, indices: readonly number[]): Pictures {
  const length = size * size * channels
  return rgba(indices.length, size, channels, (i) => images[(indices[Math.floor(i / length)] as number) * length + (i % length)] as number)
}

/** Turns one picture in place by quarter turns counter-clockwise, as `rotate90` turns a batch. */
export function turnPicture({ size, pixels }: Pictures, index: number, turns: number): void {
  const length = size * size * 4
  const picture = new Uint32Array(pixels.buffer, pixels.byteOffset + index * length, size * size)
  for (let turn = 0; turn < turns; turn++) {
    const before = picture.slice()
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) picture[row * size + column] = before[column * size + (size - 1 - row)] as number
    }
  }
}

function rgba(count: number, size: number, channels: number, byteAt: (i: number) => number): Pictures {
  const pixels = new Uint8ClampedArray(count * size * size * 4) // clamps and rounds
  for (let pixel = 0; pixel < count * size * size; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      pixels[pixel * 4 + channel] = byteAt(pixel * channels + (channels === 1 ? 0 : channel))
    }
    pixels[pixel * 4 + 3] = 255
  }
  return { count, size, pixels }
}

// From what a decoder gives to the 8 bits a channel that everything behind it works with.
import type { DecodedImage, RgbaImage } from './image.ts'

/** 65,535 / 255: the step between two 8-bit values in 16 bits. */
const STEP_16 = 257

/** The same picture with 8 bits a channel, each value rounded to the nearest. */
export function toEightBits({ width, height, pixels }: DecodedImage): RgbaImage {
  if (!(pixels instanceof Uint16Array)) return { width, height, pixels }
  const reduced = new Uint8Array(pixels.length)
  for (let i = 0; i < pixels.length; i++) reduced[i] = Math.round((pixels[i] as number) / STEP_16)
  return { width, height, pixels: reduced }
}

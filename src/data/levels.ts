// From what a decoder gives to the 8 bits a channel that everything behind it works with. Black and white level are applied here, while a
// picture of 16 bits still has all of its steps: 12 bits stored as 16 would otherwise be left with 17 levels of 256.
import type { Preparation } from '../spec/config.ts'
import type { DecodedImage, RgbaImage } from './image.ts'

export type Levels = Pick<Preparation, 'blackLevel' | 'whiteLevel'>

/** What changes nothing. */
export const FULL_RANGE: Levels = { blackLevel: 0, whiteLevel: 255 }

/** 65,535 / 255: the step between two 8-bit values in 16 bits. */
const STEP_16 = 257
const BRIGHTEST = 255

export function isFullRange({ blackLevel, whiteLevel }: Levels): boolean {
  return blackLevel === FULL_RANGE.blackLevel && whiteLevel === FULL_RANGE.whiteLevel
}

/** The same picture with 8 bits a channel, each value rounded to the nearest; colours are stretched between the levels, alpha is not. */
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

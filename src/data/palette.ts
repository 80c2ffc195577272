// Random colours for the drawn sets, always far enough apart in brightness to be distinguished.
import type { RandomStream } from '../spec/rng.ts'
import { luminanceOf } from './pixels.ts'

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** Minimum difference in brightness, of 255, between the background and what is drawn on it. */
const MIN_CONTRAST = 80

export function brightness([red, green, blue]: Colour): number {
  return luminanceOf(red, green, blue)
}

/** From hue, saturation and value, each 0 to 1, to whole numbers. */
function fromHsv(hue: number, saturation: number, value: number): Colour {
  const channel = (offset: number) => {
    const sector = (offset + hue * 6) % 6
    return Math.round(255 * (value - value * saturation * Math.max(0, Math.min(sector, 4 - sector, 1))))
  }
  return [channel(5), channel(3), channel(1)]
}

/** Ranges of HSV value: backgrounds are always dark and what is drawn on them bright, so that this needs no learning. */
const BACKGROUND_VALUES = [0.05, 0.35] as const
const FOREGROUND_VALUES = [0.75, 1] as const
const MAX_FOREGROUND_SATURATION = 0.85

function drawColour(random: RandomStream, [darkest, brightest]: readonly [number, number], maxSaturation: number): Colour {
  return fromHsv(random.uniform(), maxSaturation * random.uniform(), darkest + (brightest - darkest) * random.uniform())
}

/** A background, then colours that each stand out from it. */
export function drawPalette(random: RandomStream, count: number): { background: Colour; colours: Colour[] } {
  const background = drawColour(random, BACKGROUND_VALUES, 1)
  const standsOut = (colour: Colour) => brightness(colour) - brightness(background) >= MIN_CONTRAST
  return {
    background,
    colours: Array.from({ length: count }, () => {
      let colour = drawColour(random, FOREGROUND_VALUES, MAX_FOREGROUND_SATURATION)
      while (!standsOut(colour)) colour = drawColour(random, FOREGROUND_VALUES, MAX_FOREGROUND_SATURATION)
      return colour
    }),
  }
}

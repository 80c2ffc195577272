// Colours for the drawn sets: varied, and always far enough apart in brightness to be seen.
import type { RandomStream } from '../spec/rng.ts'
import { luminanceOf } from './pixels.ts'

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** Least difference in brightness, of 255, between the background and what is drawn on it. */
const CONTRAST = 80

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

/** Dark grounds and bright inks: which is which must not have to be learnt before the shape is. */
const GROUND_VALUES = [0.05, 0.35] as const
const INK_VALUES = [0.75, 1] as const
const INK_SATURATION = 0.85

function drawColour(random: RandomStream, [darkest, brightest]: readonly [number, number], mostSaturated: number): Colour {
  return fromHsv(random.uniform(), mostSaturated * random.uniform(), darkest + (brightest - darkest) * random.uniform())
}

/** A background, then inks that each stand out from it. */
export function drawPalette(random: RandomStream, inks: number): { background: Colour; inks: Colour[] } {
  const background = drawColour(random, GROUND_VALUES, 1)
  const standsOut = (colour: Colour) => brightness(colour) - brightness(background) >= CONTRAST
  return {
    background,
    inks: Array.from({ length: inks }, () => {
      let ink = drawColour(random, INK_VALUES, INK_SATURATION)
      while (!standsOut(ink)) ink = drawColour(random, INK_VALUES, INK_SATURATION)
      return ink
    }),
  }
}

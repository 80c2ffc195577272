// The set `discs`: rings around the centre that look the same in every quarter turn, to the last bit. Rotation cannot be learnt
// from them: a run whose accuracy leaves 25 % on this set gets its answers from somewhere else.
import { RandomStream } from '../spec/rng.ts'
import { type Colour, drawPalette } from './palette.ts'

const MAX_RINGS = 4
/** Outer radius in units of half the image. */
const MIN_RADIUS = 0.45
const MAX_RADIUS = 0.92
/** A ring is at least this part of the radius wide, so that all of them survive at 16 pixels. */
const MIN_RING_WIDTH = 0.16

/** Outer radii from the outside in, in units of half the image; the gaps between them vary. */
function drawRadii(random: RandomStream, rings: number): number[] {
  const outer = MIN_RADIUS + (MAX_RADIUS - MIN_RADIUS) * random.uniform()
  const widths = Array.from({ length: rings }, () => MIN_RING_WIDTH + random.uniform() / rings)
  const total = widths.reduce((sum, width) => sum + width, 0)
  let used = 0
  return widths.map((width) => {
    const radius = outer * (1 - used / total)
    used += width
    return radius
  })
}

interface Distances {
  /** For each pixel the place of its distance in `values`. */
  readonly ofPixel: Uint16Array
  /** The different distances from the centre, in pixels. */
  readonly values: Float64Array
}

/** Distances are distinguished by the whole number they are the root of: what is equally far is equal to the last bit. */
function measure(size: number): Distances {
  const squares = Array.from({ length: size * size }, (_, pixel) => {
    const x = 2 * (pixel % size) - (size - 1)
    const y = 2 * Math.floor(pixel / size) - (size - 1)
    return x * x + y * y
  })
  const different = [...new Set(squares)]
  const places = new Map(different.map((square, place) => [square, place]))
  return {
    ofPixel: Uint16Array.from(squares, (square) => places.get(square) as number),
    values: Float64Array.from(different, (square) => Math.sqrt(square) / 2),
  }
}

/** The colour at each distance, [distances, 3]; rings lie on one another, softened over one pixel. */
function colourByDistance(
  values: Float64Array,
  size: number,
  background: Colour,
  layers: readonly Colour[],
  radii: readonly number[],
): Uint8Array {
  const colours = new Uint8Array(values.length * 3)
  values.forEach((distance, place) => {
    for (let channel = 0; channel < 3; channel++) {
      let value = background[channel] as number
      radii.forEach((radius, ring) => {
        const share = Math.min(1, Math.max(0, (radius * size) / 2 - distance + 0.5))
        value += share * ((layers[ring]?.[channel] as number) - value)
      })
      colours[place * 3 + channel] = Math.round(value)
    }
  })
  return colours
}

/** [count, size, size, 3]. Every other ring has the colour of the background. */
export function drawDiscs(count: number, size: number, seed: number): Uint8Array {
  const length = size * size * 3
  const images = new Uint8Array(count * length)
  const { ofPixel, values } = measure(size)
  for (let i = 0; i < count; i++) {
    const random = new RandomStream(seed, 'dataset', i)
    const rings = 1 + random.below(MAX_RINGS)
    const radii = drawRadii(random, rings)
    const { background, colours: ringColours } = drawPalette(random, rings)
    const layers = ringColours.map((colour, ring) => (ring % 2 === 0 ? colour : background))
    const colours = colourByDistance(values, size, background, layers, radii)
    ofPixel.forEach((place, pixel) => {
      for (let channel = 0; channel < 3; channel++) images[i * length + pixel * 3 + channel] = colours[place * 3 + channel] as number
    })
  }
  return images
}

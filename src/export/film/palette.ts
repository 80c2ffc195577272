// One palette of 256 colours for all frames of a GIF: with one for each frame, areas that stand still would flicker.
import { type Colour, quantize } from 'gifenc'
import { joined } from '../../data/bytes.ts'
import type { FilmPlan } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { layOut } from './frame.ts'

const COLOURS = 256
/** Frames, evenly spaced, and pixels of them from which the palette is made. */
const SAMPLED = { frames: 64, pixels: 1 << 20 }

/** All greys, which is without loss, where there is no other colour. @param frames all of the film */
export function choosePalette(frames: readonly Pictures[], plan: FilmPlan): Colour[] {
  if (frames.every(isGrey)) return Array.from({ length: COLOURS }, (_, level): Colour => [level, level, level])
  return quantize(samplePixels(frames, plan), COLOURS)
}

function isGrey({ pixels }: Pictures): boolean {
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false
  }
  return true
}

/** RGBA of pixels from all over the film, as it shows them. */
function samplePixels(frames: readonly Pictures[], plan: FilmPlan): Uint8Array<ArrayBuffer> {
  const count = Math.min(frames.length, SAMPLED.frames)
  const { settings } = plan
  const sampled = { ...plan, settings: { ...settings, factor: settings.smooth ? settings.factor : 1 } } // squares add no colours
  const perFrame = Math.floor(SAMPLED.pixels / count)
  const samples: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const frame = new Uint32Array(layOut(frames[Math.floor((i * frames.length) / count)] as Pictures, sampled).buffer)
    const every = Math.ceil(frame.length / perFrame)
    samples.push(new Uint8Array((every === 1 ? frame : frame.filter((_, at) => at % every === 0)).buffer))
  }
  return joined(...samples)
}

export interface Indexer {
  /** The nearest colour of the palette for each pixel. @param frame RGBA, [pixels, 4] @returns [pixels] */
  indices(frame: Uint8Array<ArrayBuffer>): Uint8Array
  /** Of a channel, of 255, among all pixels that were asked for. */
  largestDifference(): number
}

const UNKNOWN = -1

/**
 * By hand, because gifenc gives a colour the index of whichever similar one came first in the frame: what stands still would flicker.
 * The index of each of the 2^24 colours is searched for once.
 */
export function createIndexer(palette: readonly Colour[]): Indexer {
  const known = new Int16Array(1 << 24).fill(UNKNOWN)
  const flat = Uint8Array.from(palette.flat())
  let largest = 0

  function search(colour: number): number {
    const [red, green, blue] = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (let i = 0, at = 0; at < flat.length; i++, at += 3) {
      const [r, g, b] = [red - (flat[at] as number), green - (flat[at + 1] as number), blue - (flat[at + 2] as number)]
      const distance = r * r + g * g + b * b
      if (distance >= least) continue
      least = distance
      best = i
    }
    const differences = [red, green, blue].map((level, channel) => Math.abs(level - (flat[3 * best + channel] as number)))
    largest = Math.max(largest, ...differences)
    return best
  }

  return {
    indices(frame) {
      const pixels = new Uint32Array(frame.buffer, frame.byteOffset, frame.length / 4)
      const indices = new Uint8Array(pixels.length)
      for (let at = 0; at < pixels.length; at++) {
        const colour = (pixels[at] as number) & 0xffffff
        if (known[colour] === UNKNOWN) known[colour] = search(colour)
        indices[at] = known[colour] as number
      }
      return indices
    },
    largestDifference: () => largest,
  }
}

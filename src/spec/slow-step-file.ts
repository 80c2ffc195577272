// A step in slow motion as a file: JSON, with the pixels of its pictures in base64. Grey pictures take one byte a pixel.
import type { Pictures } from './image-block.ts'
import type { SlowStep } from './slow-step.ts'

/** The language's library does not name them; browsers, Workers and Node all have them. */
declare function atob(base64: string): string
declare function btoa(bytes: string): string

export interface SlowStepFile {
  /** The set of images that it was trained on, for people. */
  readonly images: string
  readonly slow: SlowStep
}

interface PackedPictures {
  readonly count: number
  readonly size: number
  /** 1: grey; 2: grey and alpha; 4: RGBA. */
  readonly channels: 1 | 2 | 4
  /** base64 */
  readonly packed: string
}

export function writeSlowStep(file: SlowStepFile): string {
  return JSON.stringify(file, (_, value: unknown) => (isPictures(value) ? pack(value) : value))
}

/** @throws SyntaxError where it is no JSON */
export function readSlowStep(text: string): SlowStepFile {
  return JSON.parse(text, (_, value: unknown) => (isPacked(value) ? unpack(value) : value))
}

function isPictures(value: unknown): value is Pictures {
  return typeof value === 'object' && value !== null && 'pixels' in value && value.pixels instanceof Uint8ClampedArray
}

function isPacked(value: unknown): value is PackedPictures {
  return typeof value === 'object' && value !== null && 'packed' in value
}

/** Which of red, green, blue and alpha are kept. */
const KEPT: Readonly<Record<PackedPictures['channels'], readonly number[]>> = { 1: [0], 2: [0, 3], 4: [0, 1, 2, 3] }

function pack({ count, size, pixels }: Pictures): PackedPictures {
  const channels = channelsOf(pixels)
  let bytes = ''
  for (let at = 0; at < pixels.length; at += 4) for (const kept of KEPT[channels]) bytes += String.fromCharCode(pixels[at + kept] as number)
  return { count, size, channels, packed: btoa(bytes) }
}

function channelsOf(pixels: Pictures['pixels']): PackedPictures['channels'] {
  let opaque = true
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return 4
    opaque &&= pixels[at + 3] === 255
  }
  return opaque ? 1 : 2
}

function unpack({ count, size, channels, packed }: PackedPictures): Pictures {
  const bytes = atob(packed)
  const pixels = new Uint8ClampedArray(4 * count * size * size)
  for (let pixel = 0; pixel < count * size * size; pixel++) {
    const byte = (channel: number) => bytes.charCodeAt(pixel * channels + channel)
    const rgba = channels === 4 ? [0, 1, 2, 3].map(byte) : [byte(0), byte(0), byte(0), channels === 2 ? byte(1) : 255]
    pixels.set(rgba, 4 * pixel)
  }
  return { count, size, pixels }
}

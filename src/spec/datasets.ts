// The built-in image sets and the limits of an import. The images themselves are drawn or loaded in src/data.

interface BuiltinSet {
  readonly label: string
  readonly what: string
  readonly channels: 1 | 3
  readonly count: number
}

export const BUILTIN_SETS = {
  shapes: { label: 'Shapes', what: 'Arrows, flags, letters F and L, drawn by the program', channels: 3, count: 4096 },
  digits: { label: 'Digits', what: 'Handwritten digits (MNIST)', channels: 1, count: 10_000 },
  fashion: { label: 'Fashion', what: 'Clothes and shoes (Fashion-MNIST)', channels: 1, count: 10_000 },
  emoji: { label: 'Emoji', what: 'Colour pictures (Twemoji)', channels: 3, count: 1611 },
  discs: { label: 'Discs', what: 'Round things that look the same in every turn: rotation cannot be learnt', channels: 3, count: 4096 },
} as const satisfies Record<string, BuiltinSet>

export type BuiltinName = keyof typeof BUILTIN_SETS

export const BUILTIN_NAMES = Object.keys(BUILTIN_SETS) as readonly BuiltinName[]

export const DEFAULT_BUILTIN: BuiltinName = 'shapes'

export function isBuiltinName(name: string): name is BuiltinName {
  return Object.hasOwn(BUILTIN_SETS, name)
}

/** With fewer images a GAN mostly memorises them. */
export const FEW_IMAGES = 50

/** What one imported file may be, so that no single file can take the tab down. */
export const IMPORT_LIMITS = {
  /** Side of the widest image that is decoded, in pixels. */
  maxSide: 16_384,
  /** Most pixels of one image: decoded as RGBA this is 256 MB. */
  maxPixels: 64_000_000,
  /** Largest file, in bytes, on its own or in a zip; a zip itself may be of any size, since it is read in parts. */
  maxBytes: 256 * 1024 * 1024,
  /** Smaller images are refused. */
  minSide: 8,
} as const

// The built-in sets: two are drawn here, the others are cut from picture atlases that scripts/build-atlases.mjs has made.
import { BUILTIN_SETS, type BuiltinName } from '../spec/datasets.ts'
import type { Dataset, ImageLabels } from './dataset.ts'
import { drawDiscs } from './discs.ts'
import type { Decode, RgbaImage } from './image.ts'
import { toEightBits } from './pixels.ts'
import { resample } from './resample.ts'
import { drawShapes, SHAPE_NAMES } from './shapes.ts'

/** Sets that are drawn. */
const DRAW = { shapes: drawShapes, discs: drawDiscs } as const

function isDrawn(name: BuiltinName): name is keyof typeof DRAW {
  return Object.hasOwn(DRAW, name)
}

/** A file of public/datasets. */
export type FetchBytes = (file: string) => Promise<Uint8Array>

interface Atlas {
  readonly file: string
  readonly count: number
  /** Side of a tile. */
  readonly tile: number
  readonly columns: number
  readonly channels: 1 | 3
  /** Where the kinds do not come in turn: of each image one digit, the index of its label among the names. */
  readonly labels?: { readonly names: readonly string[]; readonly ofImages: string }
}

/** Part of what the drawn sets are: another seed would be another set. */
const SEED = 20_190_620

/** Digits and clothes come at 28 px on black: at 32 px a black border keeps their strokes crisp, where scaling would blur them. */
const MAX_BORDER = 2

/** What the images of a set show, in turn: image i is of kind i modulo their number. */
const KINDS_IN_TURN: Partial<Readonly<Record<BuiltinName, readonly string[]>>> = {
  shapes: SHAPE_NAMES,
  digits: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  fashion: ['T-shirt', 'Trousers', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
}

function labelsInTurn(name: BuiltinName, count: number): ImageLabels | null {
  const names = KINDS_IN_TURN[name]
  return names ? { names, ofImages: Array.from({ length: count }, (_, i) => i % names.length) } : null
}

async function fetchAtlas(name: BuiltinName, fetchBytes: FetchBytes): Promise<Atlas> {
  const letters = Array.from(await fetchBytes('atlases.json'), (byte) => String.fromCharCode(byte)).join('')
  const atlas = (JSON.parse(letters) as Partial<Record<BuiltinName, Atlas>>)[name]
  if (!atlas) throw new Error(`atlases.json does not list ${name}`)
  return atlas
}

/** One tile as [tile, tile, channels]. */
function tileAt({ tile, columns, channels }: Atlas, sheet: RgbaImage, index: number): Uint8Array {
  const values = new Uint8Array(tile * tile * channels)
  const left = (index % columns) * tile
  const top = Math.floor(index / columns) * tile
  for (let pixel = 0; pixel < tile * tile; pixel++) {
    const from = ((top + Math.floor(pixel / tile)) * sheet.width + left + (pixel % tile)) * 4
    for (let channel = 0; channel < channels; channel++) values[pixel * channels + channel] = sheet.pixels[from + channel] as number
  }
  return values
}

function cutTiles(atlas: Atlas, sheet: RgbaImage, size: number): Uint8Array {
  const { count, tile, channels } = atlas
  const gap = (size - tile) / 2
  const border = gap <= MAX_BORDER && gap >= 0 && Number.isInteger(gap) ? gap : 0
  const side = size - 2 * border
  const images = new Uint8Array(count * size * size * channels)
  for (let i = 0; i < count; i++) {
    const fitted = resample(tileAt(atlas, sheet, i), tile, tile, side, channels)
    for (let row = 0; row < side; row++) {
      const line = fitted.subarray(row * side * channels, (row + 1) * side * channels)
      images.set(line, ((i * size + border + row) * size + border) * channels)
    }
  }
  return images
}

async function cutAtlas(name: BuiltinName, size: number, fetchBytes: FetchBytes, decode: Decode): Promise<ImagesAndLabels> {
  const atlas = await fetchAtlas(name, fetchBytes)
  const images = cutTiles(atlas, toEightBits(await decode(await fetchBytes(atlas.file), 'webp')), size)
  const labels = atlas.labels ? { names: atlas.labels.names, ofImages: Array.from(atlas.labels.ofImages, Number) } : null
  return { images, labels }
}

interface ImagesAndLabels {
  readonly images: Uint8Array
  readonly labels: ImageLabels | null
}

export async function loadBuiltin(name: BuiltinName, size: number, fetchBytes: FetchBytes, decode: Decode): Promise<Dataset> {
  const { label, count, channels } = BUILTIN_SETS[name]
  const { images, labels } = isDrawn(name)
    ? { images: DRAW[name](count, size, SEED), labels: null }
    : await cutAtlas(name, size, fetchBytes, decode)
  if (images.length !== count * size * size * channels) throw new Error(`the atlas of ${name} does not hold ${count} images`)
  const known = labels ?? labelsInTurn(name, count)
  return { name: `builtin:${name}`, label, images, count, size, channels, ...(known && { labels: known }) }
}

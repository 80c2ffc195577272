// Decodes PNGs of 16 bits a channel to 16 bits, on the page and in Node by the same code: browsers give only 8. By hand, because the library for
// it (fast-png) inflates without a bound, so that a small file can crash a tab. https://www.w3.org/TR/png-3/
import { Unzlib } from 'fflate'
import { inflateUpTo, joined, u8, u16be, u32be } from '../bytes.ts'
import { cutShort, damaged } from '../errors.ts'
import type { DecodedImage } from '../image.ts'
import { toSrgb } from './colour-space.ts'
import { chunksOf } from './png-chunks.ts'
import { pngColours } from './png-colours.ts'

/** Larger pictures are left to the platform's decoder: this one needs 16 bytes a pixel. */
const MAX_PIXELS = 16_000_000

/** Samples of a pixel by colour type; palettes have no 16 bits. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 }

interface Pass {
  readonly left: number
  readonly top: number
  readonly across: number
  readonly down: number
}

const WHOLE: readonly Pass[] = [{ left: 0, top: 0, across: 1, down: 1 }]
const ADAM7: readonly Pass[] = [
  { left: 0, top: 0, across: 8, down: 8 },
  { left: 4, top: 0, across: 8, down: 8 },
  { left: 0, top: 4, across: 4, down: 8 },
  { left: 2, top: 0, across: 4, down: 4 },
  { left: 0, top: 2, across: 2, down: 4 },
  { left: 1, top: 0, across: 2, down: 2 },
  { left: 0, top: 1, across: 1, down: 2 },
]

interface Header {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly passes: readonly Pass[]
}

function readHeader(bytes: Uint8Array): Header {
  const channels = CHANNELS[u8(bytes, 25)]
  const interlacing = u8(bytes, 28)
  if (!channels || interlacing > 1) throw damaged('png')
  return { width: u32be(bytes, 16), height: u32be(bytes, 20), channels, passes: interlacing ? ADAM7 : WHOLE }
}

/** Columns and rows of a pass. */
function sizeOf({ left, top, across, down }: Pass, { width, height }: Header): readonly [number, number] {
  const columns = Math.ceil(Math.max(0, width - left) / across)
  return [columns, columns === 0 ? 0 : Math.ceil(Math.max(0, height - top) / down)]
}

function unpack(bytes: Uint8Array, header: Header): Uint8Array {
  const parts = [...chunksOf(bytes)].filter(({ name }) => name === 'IDAT').map(({ start, end }) => bytes.subarray(start, end))
  const length = header.passes.reduce((sum, pass) => {
    const [columns, rows] = sizeOf(pass, header)
    return sum + rows * (1 + columns * header.channels * 2)
  }, 0)
  const data = inflateUpTo(length, joined(...parts), Unzlib).bytes
  if (data.length < length) throw cutShort('png')
  return data
}

/** The Paeth predictor. */
function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? above : corner
}

/** Reverses a row's filter in place. @param above the previous row, zeros for the first. @param step bytes of a pixel */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, step: number): void {
  if (filter > 4) throw damaged('png')
  for (let i = 0; filter > 0 && i < row.length; i++) {
    const left = i < step ? 0 : (row[i - step] as number)
    const up = above[i] as number
    const predicted =
      filter === 1
        ? left
        : filter === 2
          ? up
          : filter === 3
            ? (left + up) >> 1
            : paeth(left, up, i < step ? 0 : (above[i - step] as number))
    row[i] = (row[i] as number) + predicted
  }
}

/** The samples of the colour that is transparent (tRNS), or null. */
function readTransparentColour(bytes: Uint8Array, channels: number): readonly number[] | null {
  if (channels % 2 === 0) return null // they have alpha
  for (const { name, start, length } of chunksOf(bytes)) {
    if (name === 'IDAT') return null
    if (name === 'tRNS' && length === 2 * channels) return Array.from({ length: channels }, (_, i) => u16be(bytes, start + 2 * i))
  }
  return null
}

/** Writes a pixel's samples as red, green, blue and alpha. */
function putPixel(
  row: Uint8Array,
  from: number,
  channels: number,
  transparent: readonly number[] | null,
  into: Uint16Array,
  to: number,
): void {
  const sample = (i: number) => ((row[from + 2 * i] as number) << 8) | (row[from + 2 * i + 1] as number)
  const coloured = channels >= 3
  into[to] = sample(0)
  into[to + 1] = coloured ? sample(1) : sample(0)
  into[to + 2] = coloured ? sample(2) : sample(0)
  if (channels % 2 === 0) into[to + 3] = sample(channels - 1)
  else into[to + 3] = transparent?.every((value, i) => value === sample(i)) ? 0 : 65_535
}

function toPixels(data: Uint8Array, header: Header, transparent: readonly number[] | null): Uint16Array {
  const { width, height, channels } = header
  const pixels = new Uint16Array(width * height * 4)
  let at = 0
  for (const pass of header.passes) {
    const [columns, rows] = sizeOf(pass, header)
    const length = columns * channels * 2
    let above: Uint8Array = new Uint8Array(length)
    for (let y = 0; y < rows; y++, at += length + 1) {
      const row = data.subarray(at + 1, at + 1 + length)
      unfilter(data[at] as number, row, above, channels * 2)
      const start = (pass.top + y * pass.down) * width + pass.left
      for (let x = 0; x < columns; x++) putPixel(row, x * channels * 2, channels, transparent, pixels, 4 * (start + x * pass.across))
      above = row
    }
  }
  return pixels
}

/** @returns null for what is left to the platform's decoder, at 8 bits: profiles with lookup tables, and too many pixels */
export function decodeDeepPng(bytes: Uint8Array): DecodedImage | null {
  const header = readHeader(bytes)
  const { space, hasTable } = pngColours(bytes)
  if (hasTable || header.width * header.height > MAX_PIXELS) return null
  const pixels = toPixels(unpack(bytes, header), header, readTransparentColour(bytes, header.channels))
  const image = { width: header.width, height: header.height, pixels }
  return space ? toSrgb(image, space) : image
}

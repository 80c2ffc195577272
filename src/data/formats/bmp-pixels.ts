// The pixels of a BMP or of an icon: rows of palette indices or of colours, or run lengths of them. As Chromium draws them: an index beyond
// the palette is black, and so is what run lengths leave out.
import { u8, u16le, u24le, u32le } from '../bytes.ts'
import type { RgbaImage } from '../image.ts'
import { type BmpHeader, rowLength, rowStart } from './bmp-header.ts'
import { runLengthPixels } from './bmp-runs.ts'

type Channel = (value: number) => number

/** 0 to 255 from the bits under a mask; of more than 8 the highest 8. */
function channelOf(mask: number, ifNone: number): Channel {
  if (mask === 0) return () => ifNone
  const low = 31 - Math.clz32(mask & -mask)
  const length = 32 - Math.clz32(mask) - low
  if (length >= 8) return (value) => (value >>> (low + length - 8)) & 255
  const most = 2 ** length - 1
  return (value) => Math.round((((value >>> low) & most) * 255) / most)
}

/** Red, green, blue and alpha of each palette entry; those beyond its end are black. */
function readPalette(bytes: Uint8Array, { palette: { at, bytesEach, colours } }: BmpHeader): Uint8Array {
  const palette = new Uint8Array(256 * 4)
  for (let i = 0; i < 256; i++) {
    const entry = at + bytesEach * i
    if (i < colours) palette.set([u8(bytes, entry + 2), u8(bytes, entry + 1), u8(bytes, entry)], 4 * i)
    palette[4 * i + 3] = 255
  }
  return palette
}

function indexedPixels(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, pixelsAt } = header
  const palette = readPalette(bytes, header)
  const pixels = new Uint8Array(width * height * 4)
  const perByte = 8 / bits
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + rowLength(header) * y
    const target = rowStart(header, y)
    for (let x = 0; x < width; x++) {
      const packed = u8(bytes, row + Math.floor(x / perByte)) // the leftmost pixel in the highest bits
      const entry = 4 * ((packed >> (8 - bits * ((x % perByte) + 1))) & (2 ** bits - 1))
      for (let i = 0; i < 4; i++) pixels[target + 4 * x + i] = palette[entry + i] as number
    }
  }
  return pixels
}

function colourPixels(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, masks, pixelsAt } = header
  const [red, green, blue, alpha] = masks.map((mask, i) => channelOf(mask, i === 3 ? 255 : 0)) as [Channel, Channel, Channel, Channel]
  const read = bits === 16 ? u16le : bits === 24 ? u24le : u32le
  const pixels = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + rowLength(header) * y
    let at = rowStart(header, y)
    for (let x = 0; x < width; x++, at += 4) {
      const value = read(bytes, row + (x * bits) / 8)
      pixels[at] = red(value)
      pixels[at + 1] = green(value)
      pixels[at + 2] = blue(value)
      pixels[at + 3] = alpha(value)
    }
  }
  return pixels
}
export function decodeBmpPixels(bytes: Uint8Array, header: BmpHeader): RgbaImage {
  const { width, height, packing, bits } = header
  if (packing !== 'none') return { width, height, pixels: runLengthPixels(bytes, header, readPalette(bytes, header)) }
  return { width, height, pixels: bits < 16 ? indexedPixels(bytes, header) : colourPixels(bytes, header) }
}

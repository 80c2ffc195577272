// BMP: size and pixels. Node's decoder has none and the small libraries read only some headers or need Node's Buffer,
// so the page and the command line share this one. Uncompressed with 1, 4, 8, 16, 24 or 32 bits a pixel; run-length packing is refused.
import { i32le, u8, u16le, u32le } from '../bytes.ts'
import { cutShort, damaged, type PictureFacts, type PixelSize, Refusal, type RgbaImage } from '../image.ts'

const INFO_HEADER = 40
const FILE_HEADER = 14
const BIT_FIELDS = 3
const ALPHA_BIT_FIELDS = 6

interface BmpHeader extends PixelSize {
  readonly topDown: boolean
  readonly bits: number
  readonly compression: number
  readonly headerLength: number
  readonly pixelsAt: number
  readonly rowLength: number
}

function readHeader(bytes: Uint8Array): BmpHeader {
  if (bytes.length < FILE_HEADER + 12) throw cutShort('bmp')
  const headerLength = u32le(bytes, FILE_HEADER)
  if (headerLength < INFO_HEADER) throw new Refusal('unknown', 'A BMP of the kind used before Windows 3: save it again in a newer format.')
  const width = i32le(bytes, 18)
  const height = i32le(bytes, 22)
  const bits = u16le(bytes, 28)
  if (width <= 0 || height === 0) throw damaged('bmp')
  return {
    width,
    height: Math.abs(height),
    topDown: height < 0,
    bits,
    compression: u32le(bytes, 30),
    headerLength,
    pixelsAt: u32le(bytes, 10),
    rowLength: Math.ceil((width * bits) / 32) * 4,
  }
}

export function inspectBmp(bytes: Uint8Array): PictureFacts {
  const { width, height } = readHeader(bytes)
  return { width, height, changes: [] }
}

export function isWholeBmp(bytes: Uint8Array): boolean {
  const { pixelsAt, rowLength, height } = readHeader(bytes)
  return bytes.length >= pixelsAt + rowLength * height
}

/** Reads one pixel of a row into `to`, RGBA. */
type ReadPixel = (row: number, x: number, to: Uint8Array, at: number) => void

/** Up to 8 bits a pixel: numbers into a palette of BGR0 entries, the leftmost pixel in the highest bits. */
function paletteReader(bytes: Uint8Array, { bits, headerLength }: BmpHeader): ReadPixel {
  const palette = FILE_HEADER + headerLength
  const perByte = 8 / bits
  const mask = 2 ** bits - 1
  return (row, x, to, at) => {
    const packed = u8(bytes, row + Math.floor(x / perByte))
    const entry = palette + 4 * ((packed >> (8 - bits * ((x % perByte) + 1))) & mask)
    to[at] = u8(bytes, entry + 2)
    to[at + 1] = u8(bytes, entry + 1)
    to[at + 2] = u8(bytes, entry)
    to[at + 3] = 255
  }
}

/** The bits of `value` under a mask as 0 to 255; a channel without a mask is full. */
function channelOf(mask: number): (value: number, ifNone: number) => number {
  if (mask === 0) return (_, ifNone) => ifNone
  const shift = 31 - Math.clz32(mask & -mask)
  const scale = 255 / (mask >>> shift)
  return (value) => Math.round(((value & mask) >>> shift) * scale)
}

/** 16 and 32 bits a pixel: each channel has its own bits. 32 bits without a mask for alpha are opaque. */
function maskReader(bytes: Uint8Array, { bits, compression, headerLength }: BmpHeader): ReadPixel {
  const masked = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS
  const at = FILE_HEADER + INFO_HEADER
  const hasAlpha = compression === ALPHA_BIT_FIELDS || (masked && headerLength >= INFO_HEADER + 16)
  const usual = bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0]
  const masks = masked ? [u32le(bytes, at), u32le(bytes, at + 4), u32le(bytes, at + 8), hasAlpha ? u32le(bytes, at + 12) : 0] : usual
  const channels = masks.map(channelOf)
  const bytesEach = bits / 8
  return (row, x, to, target) => {
    const from = row + x * bytesEach
    const value = bits === 16 ? u16le(bytes, from) : u32le(bytes, from)
    channels.forEach((channel, i) => {
      to[target + i] = channel(value, i === 3 ? 255 : 0)
    })
  }
}

function trueColourReader(bytes: Uint8Array): ReadPixel {
  return (row, x, to, at) => {
    const from = row + 3 * x
    to[at] = u8(bytes, from + 2)
    to[at + 1] = u8(bytes, from + 1)
    to[at + 2] = u8(bytes, from)
    to[at + 3] = 255
  }
}

function readerFor(bytes: Uint8Array, header: BmpHeader): ReadPixel {
  const { bits, compression } = header
  const masked = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS
  if (compression !== 0 && !masked) throw new Refusal('unknown', 'A compressed BMP: save it again as PNG.')
  if (!masked && (bits === 1 || bits === 4 || bits === 8)) return paletteReader(bytes, header)
  if (!masked && bits === 24) return trueColourReader(bytes)
  if (bits === 16 || bits === 32) return maskReader(bytes, header)
  throw damaged('bmp')
}

export function decodeBmp(bytes: Uint8Array): RgbaImage {
  const header = readHeader(bytes)
  const { width, height, topDown, pixelsAt, rowLength } = header
  const read = readerFor(bytes, header)
  const pixels = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + rowLength * (topDown ? y : height - 1 - y) // the last row comes first, unless the height is negative
    for (let x = 0; x < width; x++) read(row, x, pixels, (y * width + x) * 4)
  }
  return { width, height, pixels }
}

// The header of a BMP: OS/2 1.x (12 bytes), OS/2 2.x (16 to 64 bytes), Windows 3 to 98 (40 to 124 bytes), and the one inside an icon.
// Where the format leaves a choice, this does as Chromium's <img>: that is how people have seen their files.
import { i32le, u16le, u32le } from '../bytes.ts'
import { cutShort, damaged, Refusal } from '../errors.ts'
import type { ImageFormat, PixelSize } from '../image.ts'

/** How the pixels are stored: one by one, or as run lengths of 8-bit or 4-bit palette indices or of colours. */
type BmpPacking = 'none' | 'rle8' | 'rle4' | 'rle24'

export interface BmpHeader extends PixelSize {
  readonly topDown: boolean
  readonly bits: number
  readonly packing: BmpPacking
  /** Of red, green, blue and alpha, where a pixel has 16 bits or more; 0 where there is no such channel. */
  readonly masks: readonly number[]
  readonly palette: { readonly at: number; readonly bytesEach: 3 | 4; readonly colours: number }
  readonly pixelsAt: number
  /** An ICC profile. */
  readonly profile: { readonly from: number; readonly end: number } | null
}

/** Bytes of a row, padded to a multiple of 4. */
export const rowLength = ({ width, bits }: BmpHeader) => Math.ceil((width * bits) / 32) * 4

/** Offset among the RGBA pixels of row `y` of the file: in most files the bottom row comes first. */
export const rowStart = ({ width, height, topDown }: BmpHeader, y: number) => 4 * width * (topDown ? y : height - 1 - y)

/** Position of a header, and the format it is part of. */
interface BmpPlace {
  readonly format: Extract<ImageFormat, 'bmp' | 'ico'>
  readonly at: number
  /** Null where the pixels follow the header, its masks and its palette. */
  readonly pixelsAt: number | null
}

const OS2_HEADER = 12
const WINDOWS_3_HEADER = 40
/** Lengths of headers with masks; from 56 bytes on with one for alpha, too. */
const WITH_MASKS = [52, 56, 108, 124]
const WITH_ALPHA_MASK = 56
const WINDOWS_95_HEADER = 108
const WINDOWS_98_HEADER = 124

const PLAIN = 0
const RLE_8 = 1
const RLE_4 = 2
const BIT_FIELDS = 3
/** In OS/2 only; in other headers the same number means JPEG. */
const RLE_24 = 4
const ALPHA_BIT_FIELDS = 6

const EMBEDDED_PROFILE = 0x4d424544 // 'MBED'

type HeaderKind = 'os2-1' | 'os2-2' | 'windows'

/** The fields of a header, not yet validated. */
interface Fields {
  readonly kind: HeaderKind
  readonly length: number
  readonly width: number
  /** Negative where the first row is the top one. */
  readonly signedHeight: number
  readonly bits: number
  readonly compression: number
  readonly colours: number
}

function kindOf(length: number): HeaderKind | null {
  if (length === OS2_HEADER) return 'os2-1'
  if (length === WINDOWS_3_HEADER || WITH_MASKS.includes(length)) return 'windows'
  return (length >= 16 && length <= 64 && length % 4 === 0) || length === 42 || length === 46 ? 'os2-2' : null
}

function readFields(bytes: Uint8Array, { format, at }: BmpPlace): Fields {
  if (bytes.length < at + 4) throw cutShort(format)
  const length = u32le(bytes, at)
  const kind = kindOf(length)
  if (!kind) throw damaged(format)
  if (bytes.length < at + length) throw cutShort(format)
  if (kind === 'os2-1') {
    const [width, signedHeight, bits] = [u16le(bytes, at + 4), u16le(bytes, at + 6), u16le(bytes, at + 10)]
    return { kind, length, width, signedHeight, bits, compression: PLAIN, colours: 0 }
  }
  return {
    kind,
    length,
    width: i32le(bytes, at + 4),
    signedHeight: i32le(bytes, at + 8),
    bits: u16le(bytes, at + 14),
    compression: length >= 20 ? u32le(bytes, at + 16) : PLAIN,
    colours: length >= 36 ? u32le(bytes, at + 32) : 0,
  }
}

const isMasked = ({ compression }: Fields) => compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS

/** Fax compression, JPEG and PNG for printers, CMYK, 64 bits a pixel: Chromium draws none of them. */
function isRare({ kind, bits, compression }: Fields): boolean {
  const rle24 = compression === RLE_24 && kind === 'os2-2'
  return (
    bits === 64 || (compression === BIT_FIELDS && bits === 1) || (compression > BIT_FIELDS && compression !== ALPHA_BIT_FIELDS && !rle24)
  )
}

function packingOf(fields: Fields, format: BmpPlace['format']): BmpPacking {
  const { kind, bits, compression } = fields
  if (isRare(fields)) throw new Refusal('unknown', 'A BMP of a rare kind that this program does not read: save it as PNG.')
  if (isMasked(fields) && kind === 'windows' && (bits === 16 || bits === 32)) return 'none'
  const plainBits = kind === 'os2-1' ? [1, 4, 8, 24] : [1, 2, 4, 8, 16, 24, 32]
  if (compression === PLAIN && plainBits.includes(bits)) return 'none'
  if (format === 'ico') throw damaged(format)
  if (compression === RLE_8 && bits === 8) return 'rle8'
  if (compression === RLE_4 && bits === 4) return 'rle4'
  if (compression === RLE_24 && bits === 24) return 'rle24'
  throw damaged(format)
}

/** Whether the set bits of a mask are contiguous. */
const isOneRun = (mask: number) => ((mask + (mask & -mask)) & mask) === 0

/**
 * Of red, green, blue and alpha. Without bit fields alpha is used only in icons, and where a header of Windows 95 or later has a mask for it: many
 * BMPs of 32 bits have something else there.
 */
function masksOf(bytes: Uint8Array, { format, at }: BmpPlace, fields: Fields): number[] {
  const { bits, compression, length } = fields
  const given = (i: number) => u32le(bytes, at + WINDOWS_3_HEADER + 4 * i) // in the header or directly after it
  if (bits < 16) return []
  if (!isMasked(fields)) {
    const hasAlpha = bits === 32 && (format === 'ico' || (length >= WINDOWS_95_HEADER && given(3) !== 0))
    return bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, hasAlpha ? 0xff000000 : 0]
  }
  const hasAlpha = length >= WITH_ALPHA_MASK || compression === ALPHA_BIT_FIELDS
  const masks = [given(0), given(1), given(2), hasAlpha ? given(3) : 0]
  if (!masks.every((mask) => isOneRun(mask) && mask < 2 ** bits)) throw damaged(format)
  return masks
}

/** Number of palette entries, cut where the pixels begin. */
function coloursOf({ bits, colours }: Fields, room: number): number {
  if (bits >= 16) return 0
  const max = 2 ** bits
  return Math.min(colours === 0 ? max : colours, max, room)
}

export function readBmpHeader(bytes: Uint8Array, place: BmpPlace): BmpHeader {
  const { format, at } = place
  const fields = readFields(bytes, place)
  const { kind, length, width, signedHeight, bits, compression } = fields
  const height = format === 'ico' ? Math.floor(Math.abs(signedHeight) / 2) : Math.abs(signedHeight) // that of an icon includes its mask
  const end = at + length
  const bytesEach = kind === 'os2-1' ? 3 : 4
  if (width <= 0 || height === 0 || (place.pixelsAt !== null && place.pixelsAt < end)) throw damaged(format)
  const packing = packingOf(fields, format)
  const colours = coloursOf(fields, place.pixelsAt === null ? 256 : Math.floor((place.pixelsAt - end) / bytesEach))
  const masksBehind = isMasked(fields) && length === WINDOWS_3_HEADER ? (compression === BIT_FIELDS ? 12 : 16) : 0
  const hasProfile = length === WINDOWS_98_HEADER && u32le(bytes, at + 56) === EMBEDDED_PROFILE && u32le(bytes, at + 116) > 0
  const profileAt = at + u32le(bytes, at + 112)
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bits,
    packing,
    masks: masksOf(bytes, place, fields),
    palette: { at: end, bytesEach, colours },
    pixelsAt: place.pixelsAt ?? end + masksBehind + colours * bytesEach,
    profile: hasProfile ? { from: profileAt, end: profileAt + u32le(bytes, at + 116) } : null,
  }
}

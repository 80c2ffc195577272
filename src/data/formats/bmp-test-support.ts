// Small BMPs and icons for tests, made by code: what they hold, and what Chromium's <img> shows of them (tried in Chromium 156).
// Most are 16 x 16 pixels with four quarters: red and green above blue and yellow.
import { joined } from '../bytes.ts'

export type Colour = readonly [number, number, number]

export const RED: Colour = [220, 40, 30]
export const GREEN: Colour = [30, 190, 60]
export const BLUE: Colour = [40, 60, 210]
export const YELLOW: Colour = [230, 210, 40]
const BLACK: Colour = [0, 0, 0]
const WHITE: Colour = [255, 255, 255]
const QUARTERS = [RED, GREEN, BLUE, YELLOW] as const

export interface Sample {
  /** Of the file. */
  readonly name: string
  readonly bytes: Uint8Array
  /** The middles of the quarters over white: top left, top right, bottom left, bottom right. */
  readonly quarters: readonly Colour[]
}

const SIDE = 16
const HALF = SIDE / 2
export const little = (...numbers: number[]) => numbers.flatMap((n) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24])
const little16 = (n: number) => [n & 255, n >> 8]
const bgr = ([red, green, blue]: Colour) => [blue, green, red]
const times = (count: number, ...values: number[]) => Array.from({ length: count }, () => values).flat()

export interface BmpParts {
  readonly width?: number
  readonly height?: number
  readonly bits: number
  readonly compression?: number
  readonly headerLength?: number
  readonly colours?: number
  /** 32-bit fields of a longer header, by their place in it. */
  readonly fields?: readonly (readonly [at: number, value: number])[]
  /** Masks or palette, right behind the header. */
  readonly behind?: readonly number[]
  readonly rows: readonly number[]
  /** Behind the pixels. */
  readonly end?: ArrayLike<number>
}

/** The header of a BMP of Windows 3 or newer and all behind it. */
function withoutFileHeader(parts: BmpParts): Uint8Array {
  const {
    width = SIDE,
    height = SIDE,
    bits,
    compression = 0,
    headerLength = 40,
    colours = 0,
    fields = [],
    behind = [],
    rows,
    end = [],
  } = parts
  const header = new DataView(new ArrayBuffer(headerLength))
  header.setUint32(0, headerLength, true)
  header.setInt32(4, width, true)
  header.setInt32(8, height, true)
  header.setUint16(12, 1, true)
  header.setUint16(14, bits, true)
  header.setUint32(16, compression, true)
  header.setUint32(32, colours, true)
  for (const [at, value] of fields) header.setUint32(at, value, true)
  return joined(new Uint8Array(header.buffer), behind, rows, end)
}

const withFileHeader = (pixelsAt: number, rest: ArrayLike<number>) => joined([0x42, 0x4d, ...little(14 + rest.length, 0, pixelsAt)], rest)

export function bmp(parts: BmpParts): Uint8Array {
  return withFileHeader(14 + (parts.headerLength ?? 40) + (parts.behind?.length ?? 0), withoutFileHeader(parts))
}

/** Rows from the bottom, with what stands for each quarter's pixels. */
const quarterRows = (one: (quarter: number) => readonly number[]) =>
  [2, 0].flatMap((left) => times(HALF, ...times(HALF, ...one(left)), ...times(HALF, ...one(left + 1))))
const indexRows = quarterRows((quarter) => [quarter])
const colourRows = quarterRows((quarter) => bgr(QUARTERS[quarter] as Colour))
const alphaRows = (alpha: number) => quarterRows((quarter) => [...bgr(QUARTERS[quarter] as Colour), quarter === 3 ? alpha : 255])
const PALETTE = QUARTERS.flatMap((colour) => [...bgr(colour), 0])
const indexed = { bits: 8, colours: 4, behind: PALETTE }

const half = (colour: Colour) => colour.map((value) => Math.round((value * 128) / 255 + 127)) as unknown as Colour
const RGB_MASKS = [0xff0000, 0xff00, 0xff]
const maskFields = [...RGB_MASKS, 0xff000000].map((mask, i) => [40 + 4 * i, mask] as const)

/** Each row as two runs; RLE24 has its colours in them. */
const runs = (one: (quarter: number) => readonly number[]) => [
  ...[2, 0].flatMap((left) => times(HALF, HALF, ...one(left), HALF, ...one(left + 1), 0, 0)),
  0,
  1,
]
const jump = [...times(HALF, HALF, 2, 0, 0), ...times(HALF, 0, 2, HALF, 0, 0, HALF, ...times(HALF, 1), 0, 0), 0, 1]

const oldHeader = [...little(12), ...little16(SIDE), ...little16(SIDE), ...little16(1), ...little16(8)]
const oldPalette = [...QUARTERS.flatMap(bgr), ...times(252 * 3, 0)]

const fives = ([red, green, blue]: Colour) => little16(((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3))

export const BMP_SAMPLES: readonly Sample[] = [
  { name: 'rle8.bmp', bytes: bmp({ ...indexed, compression: 1, rows: runs((quarter) => [quarter]) }), quarters: QUARTERS },
  {
    name: 'rle8-without-end.bmp',
    bytes: bmp({ ...indexed, compression: 1, rows: runs((quarter) => [quarter]).slice(0, -4) }),
    quarters: QUARTERS,
  },
  { name: 'rle8-jumps.bmp', bytes: bmp({ ...indexed, compression: 1, rows: jump }), quarters: [BLACK, GREEN, BLUE, BLACK] },
  { name: 'rle4.bmp', bytes: bmp({ ...indexed, bits: 4, compression: 2, rows: runs((quarter) => [17 * quarter]) }), quarters: QUARTERS },
  {
    name: 'os2-rle24.bmp',
    bytes: bmp({ bits: 24, compression: 4, headerLength: 64, rows: runs((quarter) => bgr(QUARTERS[quarter] as Colour)) }),
    quarters: QUARTERS,
  },
  { name: 'os2-1.bmp', bytes: withFileHeader(26 + 768, [...oldHeader, ...oldPalette, ...indexRows]), quarters: QUARTERS },
  { name: 'os2-2.bmp', bytes: bmp({ ...indexed, headerLength: 64, rows: indexRows }), quarters: QUARTERS },
  {
    name: 'palette-too-short.bmp',
    bytes: bmp({ ...indexed, rows: quarterRows((quarter) => [quarter === 0 ? 20 : quarter]) }),
    quarters: [BLACK, GREEN, BLUE, YELLOW],
  },
  {
    name: '565.bmp',
    bytes: bmp({
      bits: 16,
      compression: 3,
      behind: little(0xf800, 0x7e0, 0x1f),
      rows: quarterRows((quarter) => fives(QUARTERS[quarter] as Colour)),
    }),
    quarters: QUARTERS.map(throughFives),
  },
  { name: 'top-down.bmp', bytes: bmp({ bits: 24, height: -SIDE, rows: colourRows }), quarters: [BLUE, YELLOW, RED, GREEN] },
  { name: '32-bits-say-no-alpha.bmp', bytes: bmp({ bits: 32, rows: alphaRows(0) }), quarters: QUARTERS },
  {
    name: 'v5-alpha.bmp',
    bytes: bmp({ bits: 32, compression: 3, headerLength: 124, fields: maskFields, rows: alphaRows(128) }),
    quarters: [RED, GREEN, BLUE, half(YELLOW)],
  },
  {
    name: 'v4-calibrated.bmp', // gamma 1: Chromium does not look at it
    bytes: bmp({ bits: 24, headerLength: 108, fields: [96, 100, 104].map((at) => [at, 0x10000] as const), rows: colourRows }),
    quarters: QUARTERS,
  },
]

function throughFives([red, green, blue]: Colour): Colour {
  const rounded = (value: number, bits: number) => Math.round(((value >> (8 - bits)) * 255) / (2 ** bits - 1))
  return [rounded(red, 5), rounded(green, 6), rounded(blue, 5)]
}

/** With an ICC profile at its end. */
export function bmpWithProfile(profile: Uint8Array): Uint8Array {
  const pixels = colourRows.length
  const fields = [
    [56, 0x4d424544],
    [112, 124 + pixels],
    [116, profile.length],
  ] as const
  return bmp({ bits: 24, headerLength: 124, fields, rows: colourRows, end: profile })
}

interface IconEntry {
  readonly side?: number
  readonly bits?: number
  readonly picture: Uint8Array
}

/** @param type 1: an icon, 2: a cursor */
export function icon(entries: readonly IconEntry[], type = 1): Uint8Array {
  let at = 6 + 16 * entries.length
  const list = entries.flatMap(({ side = SIDE, bits = 32, picture }) => {
    at += picture.length
    return [side, side, 0, 0, ...little16(1), ...little16(bits), ...little(picture.length, at - picture.length)]
  })
  return joined([0, 0, type, 0, ...little16(entries.length)], list, ...entries.map(({ picture }) => picture))
}

/** One bit a pixel, rows of 4 bytes from the bottom: the right half is transparent. */
const MASK = times(SIDE, 0, 255, 0, 0)
const iconPicture = (parts: BmpParts) => withoutFileHeader({ height: 2 * SIDE, end: MASK, ...parts })

export const ICO_SAMPLES: readonly Sample[] = [
  {
    name: '32-bits.ico',
    bytes: icon([{ picture: iconPicture({ bits: 32, rows: alphaRows(128) }) }]),
    quarters: [RED, GREEN, BLUE, half(YELLOW)],
  },
  {
    name: '32-bits-without-alpha.ico',
    bytes: icon([{ picture: iconPicture({ bits: 32, rows: quarterRows((quarter) => [...bgr(QUARTERS[quarter] as Colour), 0]) }) }]),
    quarters: [RED, WHITE, BLUE, WHITE],
  },
  {
    name: 'mask.ico',
    bytes: icon([{ bits: 8, picture: iconPicture({ ...indexed, rows: indexRows }) }]),
    quarters: [RED, WHITE, BLUE, WHITE],
  },
  { name: 'cursor.cur', bytes: icon([{ picture: iconPicture({ bits: 24, rows: colourRows }) }], 2), quarters: [RED, WHITE, BLUE, WHITE] },
  {
    name: 'two-sizes.ico',
    bytes: icon([
      { side: 8, picture: iconPicture({ width: 8, height: 16, bits: 24, rows: times(8 * 8 * 3, 0), end: times(8, 0, 0, 0, 0) }) },
      { bits: 24, picture: iconPicture({ bits: 24, rows: colourRows, end: [] }) },
    ]),
    quarters: QUARTERS,
  },
]

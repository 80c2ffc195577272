// Writes the picture of an AVIF anew as the plainest AVIF there is: one still picture, opaque, uncut and unturned, and its alpha as another.
// Decoders read that alike; the rest is done here, since they were seen to differ. Chromium cuts a clean aperture at the corner only, and
// takes every sequence for limited range, whatever it says; Node's decoder takes every alpha for full range, and refuses two lists of properties.
import { ascii, joined, u8, u32be } from '../bytes.ts'
import type { Placement, PlainFile } from '../image.ts'
import { isFullRange } from './av1-range.ts'
import { type CodedPicture, firstOfSequence, stillPicture } from './avif-items.ts'
import type { Box } from './boxes.ts'

const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))
const u16 = (value: number) => [(value >> 8) & 255, value & 255]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]

function box(name: string, ...parts: readonly ArrayLike<number>[]): Uint8Array {
  const content = joined(...parts)
  return joined(u32(content.length + 8), letters(name), content)
}

/** A box that begins with a version and flags. */
const fullBox = (name: string, version: number, ...parts: readonly ArrayLike<number>[]) => box(name, [version, 0, 0, 0], ...parts)

/** Left out: what is done here, and what is written anew. */
const NOT_COPIED = ['ispe', 'pixi', 'clap', 'irot', 'imir', 'pasp', 'auxC', 'auxi', 'ccst', 'btrt', 'fiel']
/** Must be understood by whoever decodes. */
const ESSENTIAL = ['av1C', 'lsel', 'a1op']
/** The number of the only item. */
const ITEM = 1

/** Bits and channels by the decoder configuration's third byte: high bit depth, twelve bits, monochrome. */
function depthOf(bytes: Uint8Array, properties: readonly Box[]): { bits: number; channels: number } {
  const configuration = properties.find(({ name }) => name === 'av1C')
  const flags = configuration ? u8(bytes, configuration.start + 2) : 0
  return { bits: flags & 0x20 ? 12 : flags & 0x40 ? 10 : 8, channels: flags & 0x10 ? 1 : 3 }
}

interface Property {
  readonly essential: boolean
  readonly bytes: Uint8Array
}

function propertiesFor(bytes: Uint8Array, { width, height, properties }: CodedPicture): Property[] {
  const { bits, channels } = depthOf(bytes, properties)
  const written = [fullBox('ispe', 0, u32(width), u32(height)), fullBox('pixi', 0, [channels], Array(channels).fill(bits))]
  const copied = properties.filter(({ name }) => !NOT_COPIED.includes(name))
  return [
    ...written.map((one) => ({ essential: false, bytes: one })),
    ...copied.map(({ name, at, end }) => ({ essential: ESSENTIAL.includes(name), bytes: bytes.subarray(at, end) })),
  ]
}

/** The colours of sRGB, so that greys stay what they are, in the range that the data itself is in: no decoder has to look for it. */
function greysAsStored(data: Uint8Array): Property {
  return {
    essential: false,
    bytes: box('colr', letters('nclx'), [...u16(1), ...u16(13), ...u16(6), (isFullRange(data) ?? true) ? 0x80 : 0]),
  }
}

/** An AVIF of one coded picture. */
function write(bytes: Uint8Array, coded: CodedPicture): Uint8Array {
  const data = joined(...coded.data)
  const isGrey = depthOf(bytes, coded.properties).channels === 1
  const hasCodes = coded.properties.some(({ name, start }) => name === 'colr' && ascii(bytes, start, 4) === 'nclx')
  const properties = [...propertiesFor(bytes, coded), ...(isGrey && !hasCodes ? [greysAsStored(data)] : [])]
  const associations = properties.map(({ essential }, i) => (i + 1) | (essential ? 0x80 : 0))
  const list = box('ipco', ...properties.map((property) => property.bytes))
  const type = box('ftyp', letters('avif'), u32(0), letters('avifmif1miaf'))
  const meta = (dataAt: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), letters('pict'), Array(13).fill(0)),
      fullBox('pitm', 0, u16(ITEM)),
      fullBox('iloc', 0, [0x44, 0], u16(1), u16(ITEM), u16(0), u16(1), u32(dataAt), u32(data.length)),
      fullBox('iinf', 0, u16(1), fullBox('infe', 2, u16(ITEM), u16(0), letters('av01\0'))),
      box('iprp', list, fullBox('ipma', 0, u32(1), u16(ITEM), [properties.length, ...associations])),
    )
  const dataAt = type.length + meta(0).length + 8
  return joined(type, meta(dataAt), box('mdat', data))
}

/** Quarter turns against the clock, and the axis of a mirror image, which comes after them, as EXIF numbers them. */
function orientationOf(bytes: Uint8Array, properties: readonly Box[]): number {
  const [turn, mirror] = ['irot', 'imir'].map((kind) => properties.find(({ name }) => name === kind))
  const quarters = turn ? u8(bytes, turn.start) & 3 : 0
  const axis = mirror ? u8(bytes, mirror.start) & 1 : null
  // Top and bottom change places, left and right change places: each for 0 to 3 quarter turns.
  if (axis === 0) return [4, 5, 2, 7][quarters] as number
  if (axis === 1) return [2, 7, 4, 5][quarters] as number
  return [1, 8, 3, 6][quarters] as number
}

/** The clean aperture as a place of the whole picture on a canvas of its size: ISO/IEC 14496-12, 12.1.4. Null where it makes no sense. */
function apertureOf(bytes: Uint8Array, { width, height, properties }: CodedPicture): Placement | null {
  const clap = properties.find(({ name }) => name === 'clap')
  if (!clap) return null
  const fraction = (i: number) => (u32be(bytes, clap.start + 8 * i) | 0) / u32be(bytes, clap.start + 8 * i + 4)
  const [columns, rows] = [fraction(0), fraction(1)]
  const left = (width - columns) / 2 + fraction(2)
  const top = (height - rows) / 2 + fraction(3)
  const fits = [columns, rows, left, top].every(Number.isInteger) && columns > 0 && rows > 0
  if (!fits || left < 0 || top < 0 || left + columns > width || top + rows > height) return null
  return { left: -left, top: -top, width: columns, height: rows }
}

export function plainAvif(bytes: Uint8Array): PlainFile {
  const isSequence = ascii(bytes, 8, 4) === 'avis'
  const picture = (isSequence ? firstOfSequence(bytes) : null) ?? stillPicture(bytes)
  if (!picture) return { bytes, placement: null, orientation: 1 } // tiles: decoders put them together, and turn them
  const { colours, alpha, premultiplied } = picture
  return {
    bytes: write(bytes, colours),
    alpha: alpha ? { bytes: write(bytes, alpha), premultiplied } : undefined,
    placement: apertureOf(bytes, colours),
    orientation: orientationOf(bytes, colours.properties),
  }
}

// AVIF and HEIC, which share a container: the size, whether the file is complete, what is out of the ordinary; and an AVIF written anew as the
// plainest there is: one still picture, opaque, neither cut nor turned, and its alpha as another. Decoders agree on that, and the rest is done
// here, because they differ: Chromium 156 cuts a clean aperture at the corner only, and takes every sequence and every alpha for limited range,
// whatever the file says; Node's decoder takes every alpha for full range, and refuses a file with two lists of properties.
// ISO/IEC 14496-12, 23008-12.
import { ascii, joined, u8, u16be, u32be } from '../bytes.ts'
import { cutShort, damaged, highDynamicRange, Refusal } from '../errors.ts'
import { ANIMATED, type HeaderFacts, type NormalisedFile, type PixelSize, type Placement } from '../image.ts'
import { readSampleFormat, type SampleFormat } from './av1-samples.ts'
import {
  type AvifPicture,
  type Box,
  boxesOf,
  type CodedPicture,
  findBoxes,
  firstOfSequence,
  primaryProperties,
  stillPicture,
} from './avif-container.ts'
import { isHighDynamicRange } from './colour-space.ts'
import { readProfile } from './icc.ts'

function sizeOf(bytes: Uint8Array, format: 'avif' | 'heic'): PixelSize {
  const sizes: PixelSize[] = []
  for (const { start } of findBoxes(bytes, ['meta', 'iprp', 'ipco', 'ispe'])) {
    sizes.push({ width: u32be(bytes, start + 4), height: u32be(bytes, start + 8) })
  }
  // A picture of several tiles lists the tiles too: the largest is the picture.
  const [largest] = sizes.sort((a, b) => b.width * b.height - a.width * a.height)
  const { width, height } = largest ?? firstOfSequence(bytes)?.colours ?? { width: 0, height: 0 }
  if (width === 0) throw isWholeAvif(bytes) ? damaged(format) : cutShort(format)
  return { width, height }
}

const changesOfBrand = (bytes: Uint8Array, sequence: string) => (ascii(bytes, 8, 4) === sequence ? [ANIMATED] : [])

export function inspectHeic(bytes: Uint8Array): HeaderFacts {
  return { ...sizeOf(bytes, 'heic'), changes: changesOfBrand(bytes, 'msf1') }
}

export function inspectAvif(bytes: Uint8Array): HeaderFacts {
  const size = sizeOf(bytes, 'avif')
  const colours = pictureOf(bytes)?.colours
  checkColours(bytes, colours?.properties ?? primaryProperties(bytes))
  const format = colours?.data[0] ? readSampleFormat(colours.data[0]) : null
  // Chromium 156 fails to decode these, also in an `<img>`; other browsers do not.
  if (format?.is422)
    throw new Refusal('unfit', 'An AVIF with 4:2:2 colours, which not every browser can read: save it with 4:2:0 or 4:4:4.')
  const deep = format && format.bits > 8 ? [`${format.bits} bits a channel: reduced to 8.`] : []
  return { ...size, changes: [...deep, ...changesOfBrand(bytes, SEQUENCE_BRAND)] }
}

/** @throws Refusal where the page and the command line could not get the same pixels */
function checkColours(bytes: Uint8Array, properties: readonly Box[]): void {
  for (const { name, start, end } of properties) {
    if (name !== 'colr') continue
    const kind = ascii(bytes, start, 4)
    if (kind === 'nclx' && isHighDynamicRange(u16be(bytes, start + 6))) throw highDynamicRange('avif')
    // No decoder for Node uses such a table of an AVIF.
    if (kind !== 'nclx' && readProfile(bytes.subarray(start + 4, end))?.hasTable)
      throw new Refusal('unfit', 'An AVIF whose colour profile is a table, which not every program can read: save it in sRGB.')
  }
}

/** No box is cut short, and one contains coded data: a file may be cut just in front of it. */
export function isWholeAvif(bytes: Uint8Array): boolean {
  for (const { end } of boxesOf(bytes)) if (end > bytes.length) return false
  const data = [['mdat'], ['meta', 'idat']]
  return data.some((path) => !findBoxes(bytes, path).next().done)
}

const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))
const u16 = (value: number) => [(value >> 8) & 255, value & 255]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]

function box(name: string, ...parts: readonly ArrayLike<number>[]): Uint8Array {
  const content = joined(...parts)
  return joined(u32(content.length + 8), letters(name), content)
}

/** A box that begins with a version and flags. */
const fullBox = (name: string, version: number, ...parts: readonly ArrayLike<number>[]) => box(name, [version, 0, 0, 0], ...parts)

/** Not copied: what is done here, and what is written anew. */
const NOT_COPIED = ['ispe', 'pixi', 'clap', 'irot', 'imir', 'pasp', 'auxC', 'auxi', 'ccst', 'btrt', 'fiel']
/** Properties that a decoder must support. */
const ESSENTIAL = ['av1C', 'lsel', 'a1op']
const SEQUENCE_BRAND = 'avis'
/** The number of the only item. */
const ITEM = 1

interface Property {
  readonly essential: boolean
  readonly bytes: Uint8Array
}

/** sRGB, so that greys stay the same, in the range of the data itself, which decoders would otherwise guess. */
const greysAsStored = (fullRange: boolean) => box('colr', letters('nclx'), [...u16(1), ...u16(13), ...u16(6), fullRange ? 0x80 : 0])

function propertiesFor(bytes: Uint8Array, { width, height, properties }: CodedPicture, format: SampleFormat): Property[] {
  const channels = format.isGrey ? 1 : 3
  const written = [fullBox('ispe', 0, u32(width), u32(height)), fullBox('pixi', 0, [channels], Array(channels).fill(format.bits))]
  const hasCodes = properties.some(({ name, start }) => name === 'colr' && ascii(bytes, start, 4) === 'nclx')
  if (format.isGrey && !hasCodes) written.push(greysAsStored(format.fullRange))
  const copied = properties.filter(({ name }) => !NOT_COPIED.includes(name))
  return [
    ...written.map((one) => ({ essential: false, bytes: one })),
    ...copied.map(({ name, at, end }) => ({ essential: ESSENTIAL.includes(name), bytes: bytes.subarray(at, end) })),
  ]
}

/** An AVIF of one coded picture; null where its data cannot be read. */
function write(bytes: Uint8Array, coded: CodedPicture): Uint8Array | null {
  const data = joined(...coded.data)
  const format = readSampleFormat(data)
  if (!format) return null
  const properties = propertiesFor(bytes, coded, format)
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

/** Rotation (`irot`, counter-clockwise) and then mirroring (`imir`) as an orientation of EXIF. */
function orientationOf(bytes: Uint8Array, properties: readonly Box[]): number {
  const [turn, mirror] = ['irot', 'imir'].map((kind) => properties.find(({ name }) => name === kind))
  const quarters = turn ? u8(bytes, turn.start) & 3 : 0
  const axis = mirror ? u8(bytes, mirror.start) & 1 : null
  // Top and bottom swapped, left and right swapped, not mirrored: each for rotations by 0, 90, 180 and 270 degrees.
  if (axis === 0) return [4, 5, 2, 7][quarters] as number
  if (axis === 1) return [2, 7, 4, 5][quarters] as number
  return [1, 8, 3, 6][quarters] as number
}

/** The clean aperture (ISO/IEC 14496-12, 12.1.4) as a canvas of its size on which the picture is placed. Null where it is invalid. */
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

/** Of a sequence the first frame, which may differ from the still picture that the file has for programs without sequences. */
function pictureOf(bytes: Uint8Array): AvifPicture | null {
  return (ascii(bytes, 8, 4) === SEQUENCE_BRAND ? firstOfSequence(bytes) : null) ?? stillPicture(bytes)
}

/** Grids of tiles, and what cannot be read, are left to the decoder, orientation included. */
export function normaliseAvif(bytes: Uint8Array): NormalisedFile {
  const picture = pictureOf(bytes)
  const colours = picture && write(bytes, picture.colours)
  const alpha = picture?.alpha ? write(bytes, picture.alpha) : null
  if (!colours || (picture.alpha && !alpha)) return { bytes, placement: null, orientation: 1 }
  return {
    bytes: colours,
    alpha: alpha ? { bytes: alpha, premultiplied: picture.premultiplied } : undefined,
    placement: apertureOf(bytes, picture.colours),
    orientation: orientationOf(bytes, picture.colours.properties),
  }
}

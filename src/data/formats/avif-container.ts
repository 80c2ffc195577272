// The container of an AVIF: its boxes, and in them the picture: what describes it and where its coded data lies, in the list of items or, in
// a sequence, in its tracks. ISO/IEC 14496-12 and 23008-12; AV1 Image File Format 1.1.
import { ascii, u8, u16be, u32be, u64be } from '../bytes.ts'
import { damaged } from '../errors.ts'

/** One coded picture: colours or alpha. */
export interface CodedPicture {
  readonly width: number
  readonly height: number
  readonly properties: readonly Box[]
  readonly data: readonly Uint8Array[]
}

export interface AvifPicture {
  readonly colours: CodedPicture
  readonly alpha: CodedPicture | null
  /** Whether the colours were multiplied by alpha. */
  readonly premultiplied: boolean
}

/** A number of `size` bytes: 0, 2, 4 or 8. */
function sized(bytes: Uint8Array, at: number, size: number): number {
  if (size === 8) return u64be(bytes, at)
  return size === 4 ? u32be(bytes, at) : size === 2 ? u16be(bytes, at) : 0
}

/** The number of an item: 2 bytes in old versions of a box, 4 in new ones. */
const idAt = (bytes: Uint8Array, at: number, wide: boolean) => (wide ? u32be(bytes, at) : u16be(bytes, at))

interface Extent {
  readonly from: number
  /** 0 means up to the end of the file. */
  readonly length: number
}

function partsOf(bytes: Uint8Array, extents: readonly Extent[]): Uint8Array[] | undefined {
  const parts: Uint8Array[] = []
  let room = bytes.length
  for (const { from, length } of extents) {
    const part = bytes.subarray(from, length === 0 ? undefined : from + length)
    room -= part.length
    if (room < 0) return undefined
    parts.push(part)
  }
  return parts
}

/**
 * The data of an item, in parts; undefined where the file does not say, or where the parts together would be longer than the file, as only in a
 * file made to exhaust the memory.
 */
function readLocation(bytes: Uint8Array, meta: Box, item: number): Uint8Array[] | undefined {
  const box = findBox(bytes, ['iloc'], meta)
  if (!box) return undefined
  const idat = findBox(bytes, ['idat'], meta)
  const version = u8(bytes, box.start)
  const sizes = u16be(bytes, box.start + 4)
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0]
  const extentSize = indexSize + offsetSize + lengthSize
  const wide = version === 2
  let at = box.start + 6 + (wide ? 4 : 2)
  for (let left = idAt(bytes, box.start + 6, wide); left > 0 && at < box.end; left--) {
    const id = idAt(bytes, at, wide)
    at += wide ? 4 : 2
    const method = version > 0 ? u16be(bytes, at) & 15 : 0
    at += version > 0 ? 4 : 2
    const start = sized(bytes, at, baseSize) + (method === 1 ? (idat?.start ?? 0) : 0)
    at += baseSize
    const count = u16be(bytes, at)
    at += 2
    if (id === item) {
      const extents = Array.from({ length: Math.min(count, extentSize === 0 ? 1 : (box.end - at) / extentSize) }, (_, i) => {
        const extentAt = at + i * extentSize + indexSize
        return { from: start + sized(bytes, extentAt, offsetSize), length: sized(bytes, extentAt + offsetSize, lengthSize) }
      })
      return partsOf(bytes, extents)
    }
    at += count * extentSize
  }
  return undefined
}

/** The properties of each item, in the order in which they apply. */
function readProperties(bytes: Uint8Array, meta: Box): Map<number, Box[]> {
  const list = findBox(bytes, ['iprp', 'ipco'], meta)
  const all = list ? [...boxesWithin(bytes, list)] : []
  const found = new Map<number, Box[]>()
  for (const box of findBoxes(bytes, ['iprp', 'ipma'], meta)) {
    const wideItem = u8(bytes, box.start) > 0
    const wideIndex = (u8(bytes, box.start + 3) & 1) === 1
    let at = box.start + 8
    for (let left = u32be(bytes, box.start + 4); left > 0 && at < box.end; left--) {
      const id = idAt(bytes, at, wideItem)
      at += wideItem ? 4 : 2
      const count = u8(bytes, at++)
      const ofItem = found.get(id) ?? []
      found.set(id, ofItem)
      for (let i = 0; i < count; i++, at += wideIndex ? 2 : 1) {
        const property = all[(wideIndex ? u16be(bytes, at) & 0x7fff : u8(bytes, at) & 0x7f) - 1]
        if (property) ofItem.push(property)
      }
    }
  }
  return found
}

/** References of a kind between items, as pairs [from, to]. */
function referencesOf(bytes: Uint8Array, meta: Box, kind: string): readonly (readonly [number, number])[] {
  const box = findBox(bytes, ['iref'], meta)
  if (!box) return []
  const wide = u8(bytes, box.start) > 0
  const size = wide ? 4 : 2
  return [...findBoxes(bytes, [kind], box)].flatMap(({ start, end }) => {
    const count = Math.min(u16be(bytes, start + size), (end - start - size - 2) / size)
    return Array.from({ length: count }, (_, i) => [idAt(bytes, start, wide), idAt(bytes, start + size + 2 + i * size, wide)] as const)
  })
}

function typeOf(bytes: Uint8Array, meta: Box, item: number): string | null {
  const list = findBox(bytes, ['iinf'], meta)
  if (!list) return null
  const within = { ...list, start: list.start + (u8(bytes, list.start) > 0 ? 8 : 6) }
  for (const { start } of findBoxes(bytes, ['infe'], within)) {
    const wide = u8(bytes, start) > 2
    if (idAt(bytes, start + 4, wide) === item) return ascii(bytes, start + (wide ? 10 : 8), 4)
  }
  return null
}

/** Longer than the name of any kind of auxiliary picture. */
const ALPHA_NAME_LENGTH = 64

const isAlpha = (bytes: Uint8Array, properties: readonly Box[]) =>
  properties.some(
    ({ name, start, end }) => name === 'auxC' && ascii(bytes, start + 4, Math.min(ALPHA_NAME_LENGTH, end - start - 4)).includes('alpha'),
  )

/** The box with the still picture's list of items. */
function metaOf(bytes: Uint8Array): Box | null {
  return findBox(bytes, ['meta'])
}

function primaryItem(bytes: Uint8Array, meta: Box): number {
  const box = findBox(bytes, ['pitm'], meta)
  return box ? idAt(bytes, box.start + 4, u8(bytes, box.start) > 0) : 0
}

/** Properties of the picture itself, not of its alpha or a thumbnail. */
export function primaryProperties(bytes: Uint8Array): readonly Box[] {
  const meta = metaOf(bytes)
  return (meta && readProperties(bytes, meta).get(primaryItem(bytes, meta))) ?? []
}

function codedItem(bytes: Uint8Array, meta: Box, item: number, properties: readonly Box[] = []): CodedPicture | null {
  const data = readLocation(bytes, meta, item)
  const size = properties.find(({ name }) => name === 'ispe')
  if (!size || !data || typeOf(bytes, meta, item) !== 'av01') return null
  return { width: u32be(bytes, size.start + 4), height: u32be(bytes, size.start + 8), properties, data }
}

/** @returns null where it is not one coded picture, such as a grid of tiles, or cannot be read */
export function stillPicture(bytes: Uint8Array): AvifPicture | null {
  const meta = metaOf(bytes)
  if (!meta) return null
  const primary = primaryItem(bytes, meta)
  const properties = readProperties(bytes, meta)
  const colours = codedItem(bytes, meta, primary, properties.get(primary))
  if (!colours) return null
  const toPrimary = referencesOf(bytes, meta, 'auxl').filter(([, to]) => to === primary)
  const auxiliary = [...new Set(toPrimary.map(([from]) => from))].find((from) => isAlpha(bytes, properties.get(from) ?? []))
  const alpha = auxiliary === undefined ? null : codedItem(bytes, meta, auxiliary, properties.get(auxiliary))
  const premultiplied = referencesOf(bytes, meta, 'prem').some(([from]) => from === primary)
  return auxiliary !== undefined && !alpha ? null : { colours, alpha, premultiplied }
}

interface Track {
  readonly id: number
  /** `pict` for colours, `auxv` for alpha. */
  readonly handler: string
  /** The tracks that it is auxiliary to. */
  readonly of: readonly number[]
  readonly premultipliedBy: boolean
  readonly first: CodedPicture
}

function trackOf(bytes: Uint8Array, trak: Box): Track | null {
  const header = findBox(bytes, ['tkhd'], trak)
  const handler = findBox(bytes, ['mdia', 'hdlr'], trak)
  const table = findBox(bytes, ['mdia', 'minf', 'stbl'], trak)
  if (!header || !handler || !table) return null
  const entry = findBox(bytes, ['stsd', 'av01'], table)
  const sizes = findBox(bytes, ['stsz'], table)
  const short = findBox(bytes, ['stco'], table)
  const long = findBox(bytes, ['co64'], table)
  if (!entry || !sizes || !(short || long)) return null
  const same = u32be(bytes, sizes.start + 4) // 0 unless all samples have this size
  const length = same === 0 ? u32be(bytes, sizes.start + 12) : same
  const from = short ? u32be(bytes, short.start + 8) : u64be(bytes, (long as Box).start + 8)
  const references = findBox(bytes, ['tref'], trak)
  const refersTo = (kind: string) => {
    const box = references && findBox(bytes, [kind], references)
    return box ? Array.from({ length: (box.end - box.start) >> 2 }, (_, i) => u32be(bytes, box.start + 4 * i)) : []
  }
  return {
    id: u32be(bytes, header.start + (u8(bytes, header.start) === 1 ? 20 : 12)),
    handler: ascii(bytes, handler.start + 8, 4),
    of: refersTo('auxl'),
    premultipliedBy: refersTo('prem').length > 0,
    first: {
      width: u16be(bytes, entry.start + 24),
      height: u16be(bytes, entry.start + 26),
      properties: [...boxesWithin(bytes, entry)],
      data: [bytes.subarray(from, from + length)],
    },
  }
}

/** The first picture of a sequence; null where it cannot be read. */
export function firstOfSequence(bytes: Uint8Array): AvifPicture | null {
  const tracks = [...findBoxes(bytes, ['moov', 'trak'])].map((trak) => trackOf(bytes, trak)).filter((track) => track !== null)
  const colours = tracks.find(({ handler }) => handler === 'pict')
  if (!colours) return null
  const alpha = tracks.find(({ handler, of }) => handler === 'auxv' && of.includes(colours.id))
  return { colours: colours.first, alpha: alpha?.first ?? null, premultiplied: colours.premultipliedBy }
}

export interface Box {
  readonly name: string
  /** Offset of its length field; `start` is that of its content. */
  readonly at: number
  readonly start: number
  readonly end: number
}

/** Boxes with content in front of the boxes within them: its length. */
const OWN_CONTENT: Readonly<Record<string, number>> = { meta: 4, iref: 4, stsd: 8, av01: 78 }

/** The boxes in a part of the file; the last `end` may exceed it where the file was cut. */
export function* boxesOf(bytes: Uint8Array, from = 0, to = bytes.length): Generator<Box> {
  let at = from
  while (at + 8 <= to) {
    const short = u32be(bytes, at)
    const header = short === 1 ? 16 : 8
    const length = short === 1 ? u64be(bytes, at + 8) : short === 0 ? to - at : short // 0: up to the end
    if (length < header) throw damaged('avif')
    yield { name: ascii(bytes, at + 4, 4), at, start: at + header, end: at + length }
    at += length
  }
}

/** The boxes within a box, cut at its end, so that no content belongs to two boxes. */
function* boxesWithin(bytes: Uint8Array, { name, start, end }: Box): Generator<Box> {
  const last = Math.min(end, bytes.length)
  for (const box of boxesOf(bytes, start + (OWN_CONTENT[name] ?? 0), last)) yield { ...box, end: Math.min(box.end, last) }
}

/** The boxes at a path of names, from the top of the file or within a box. */
export function* findBoxes(bytes: Uint8Array, path: readonly string[], within?: Box): Generator<Box> {
  const [name, ...rest] = path
  for (const box of within ? boxesWithin(bytes, within) : boxesOf(bytes)) {
    if (box.name !== name) continue
    if (rest.length === 0) yield box
    else yield* findBoxes(bytes, rest, box)
  }
}

function findBox(bytes: Uint8Array, path: readonly string[], within?: Box): Box | null {
  return findBoxes(bytes, path, within).next().value ?? null
}

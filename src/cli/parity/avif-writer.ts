// Writes an AVIF around coded pictures: with any properties, an alpha, or as a sequence. ISO/IEC 14496-12 and 23008-12.

export interface Coded {
  /** The AV1 data. */
  readonly data: Buffer
  /** The box `av1C`, whole. */
  readonly configuration: Buffer
}

const u16 = (...values: readonly number[]) => Buffer.from(values.flatMap((value) => [(value >> 8) & 255, value & 255]))
const u32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => {
    bytes.writeInt32BE(value | 0, 4 * i)
  })
  return bytes
}
const text = (letters: string) => Buffer.from(letters, 'latin1')

export function box(name: string, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([u32(content.length + 8), text(name), content])
}

const fullBox = (name: string, version: number, ...parts: readonly Uint8Array[]) => box(name, Buffer.of(version, 0, 0, 0), ...parts)

/** Properties of a picture. */
export const PROPERTIES = {
  nclx: (primaries: number, transfer: number, matrix: number, full: boolean) =>
    box('colr', text('nclx'), u16(primaries, transfer, matrix), Buffer.of(full ? 0x80 : 0)),
  profile: (icc: Buffer) => box('colr', text('prof'), icc),
  irot: (quarters: number) => box('irot', Buffer.of(quarters)),
  imir: (axis: number) => box('imir', Buffer.of(axis)),
  /** Width and height, and how far its middle lies from the picture's. */
  clap: (width: number, height: number, across: number, down: number) => box('clap', u32(width, 1, height, 1, across, 1, down, 1)),
} as const

/** What libheif wrote around its AV1 data. */
export function codedIn(avif: Buffer): Coded {
  const at = avif.indexOf('av1C') - 4
  return { data: contentOf(avif, 'mdat'), configuration: avif.subarray(at, at + avif.readUInt32BE(at)) }
}

function contentOf(file: Buffer, name: string): Buffer {
  const at = file.indexOf(name) - 4
  return file.subarray(at + 8, at + file.readUInt32BE(at))
}

interface Item {
  readonly coded: Coded
  readonly properties: readonly Buffer[]
}

const size = (side: number) => fullBox('ispe', 0, u32(side, side))
const pixi = (channels: number, bits: number) => fullBox('pixi', 0, Buffer.of(channels, ...Array<number>(channels).fill(bits)))
const auxC = fullBox('auxC', 0, text('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'))

function metaBox(items: readonly Item[], references: readonly Buffer[], listsOfProperties: 1 | 2, dataAt: number): Buffer {
  const properties = items.flatMap((item) => item.properties)
  let index = 0
  const associations = items.map((item, i) =>
    Buffer.concat([u16(i + 1), Buffer.of(item.properties.length, ...item.properties.map(() => ++index | 0x80))]),
  )
  const ipma =
    listsOfProperties === 1
      ? [fullBox('ipma', 0, u32(items.length), ...associations)]
      : associations.map((one) => fullBox('ipma', 0, u32(1), one))
  let at = dataAt
  const locations = items.map(({ coded }, i) => {
    at += coded.data.length
    return Buffer.concat([u16(i + 1, 0, 1), u32(at - coded.data.length, coded.data.length)])
  })
  const infos = items.map((_, i) => fullBox('infe', 2, u16(i + 1, 0), text('av01\0')))
  return fullBox(
    'meta',
    0,
    fullBox('hdlr', 0, u32(0), text('pict'), Buffer.alloc(13)),
    fullBox('pitm', 0, u16(1)),
    fullBox('iloc', 0, Buffer.of(0x44, 0), u16(items.length), ...locations),
    fullBox('iinf', 0, u16(items.length), ...infos),
    box('iprp', box('ipco', ...properties), ...ipma),
    ...(references.length > 0 ? [fullBox('iref', 0, ...references)] : []),
  )
}

export interface AvifParts {
  readonly side: number
  readonly bits: number
  readonly colours: Coded
  readonly properties?: readonly Buffer[]
  readonly alpha?: Coded
  readonly premultiplied?: boolean
  readonly listsOfProperties?: 1 | 2
}

function itemsOf({ side, bits, colours, properties = [], alpha }: AvifParts): Item[] {
  const first = { coded: colours, properties: [size(side), pixi(3, bits), colours.configuration, ...properties] }
  return alpha ? [first, { coded: alpha, properties: [size(side), pixi(1, bits), alpha.configuration, auxC] }] : [first]
}

export function writeAvif(parts: AvifParts): Buffer {
  const items = itemsOf(parts)
  const references = [...(parts.alpha ? [box('auxl', u16(2, 1, 1))] : []), ...(parts.premultiplied ? [box('prem', u16(1, 1, 2))] : [])]
  const type = box('ftyp', text('avif'), u32(0), text('avifmif1miaf'))
  const meta = (dataAt: number) => metaBox(items, references, parts.listsOfProperties ?? 1, dataAt)
  const data = box('mdat', ...items.map(({ coded }) => coded.data))
  return Buffer.concat([type, meta(type.length + meta(0).length + 8), data])
}

/** A track of one sample, as far as decoders look at it. */
function track(side: number, coded: Coded, properties: readonly Buffer[], dataAt: number): Buffer {
  const entry = box(
    'av01',
    Buffer.of(0, 0, 0, 0, 0, 0, 0, 1),
    Buffer.alloc(16),
    u16(side, side),
    u32(0x480000, 0x480000, 0),
    u16(1),
    Buffer.alloc(32),
    u16(24, 0xffff),
    coded.configuration,
    ...properties,
    fullBox('ccst', 0, u32(0x7c000000)),
  )
  const table = box(
    'stbl',
    fullBox('stsd', 0, u32(1), entry),
    fullBox('stts', 0, u32(1, 1, 1)),
    fullBox('stsc', 0, u32(1, 1, 1, 1)),
    fullBox('stsz', 0, u32(0, 1, coded.data.length)),
    fullBox('stco', 0, u32(1, dataAt)),
    fullBox('stss', 0, u32(1, 1)),
  )
  const references = box('dinf', fullBox('dref', 0, u32(1), box('url ', Buffer.of(0, 0, 0, 1))))
  const media = box(
    'mdia',
    fullBox('mdhd', 0, u32(0, 0, 30, 1), u16(0x55c4, 0)),
    fullBox('hdlr', 0, u32(0), text('pict'), Buffer.alloc(13)),
    box('minf', box('vmhd', Buffer.of(0, 0, 0, 1), Buffer.alloc(8)), references, table),
  )
  const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
  const header = box('tkhd', Buffer.of(0, 0, 0, 1), u32(0, 0, 1, 0, 1), Buffer.alloc(16), matrix, u32(side << 16, side << 16))
  return box('trak', header, media)
}

/** A sequence whose still picture, for programs that know no sequences, is another than its first frame. */
export function writeSequence(still: AvifParts, frame: Coded, properties: readonly Buffer[]): Buffer {
  const items = itemsOf(still)
  const type = box('ftyp', text('avis'), u32(0), text('avisavifmsf1mif1miaf'))
  const meta = (dataAt: number) => metaBox(items, [], 1, dataAt)
  const movieHeader = fullBox(
    'mvhd',
    0,
    u32(0, 0, 30, 1, 0x10000),
    u16(0x100),
    Buffer.alloc(10),
    u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000),
    Buffer.alloc(24),
    u32(2),
  )
  const movie = (dataAt: number) => box('moov', movieHeader, track(still.side, frame, properties, dataAt))
  const dataAt = type.length + meta(0).length + movie(0).length + 8
  const data = box('mdat', still.colours.data, frame.data)
  return Buffer.concat([type, meta(dataAt), movie(dataAt + still.colours.data.length), data])
}

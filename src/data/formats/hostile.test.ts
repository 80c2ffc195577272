// Readers meet files that are cut, damaged or made to trap them: they end, and a refusal is the only thing they throw.
import { expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { joined } from '../bytes.ts'
import { Refusal } from '../errors.ts'
import { inspect, normaliseFile } from '../inspect.ts'
import { findBoxes, stillPicture } from './avif-container.ts'
import { normalisePng } from './png.ts'
import { chunkOf } from './png-chunks.ts'

const letters = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const u16 = (value: number) => [value >> 8, value & 255]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]

function box(name: string, ...parts: readonly ArrayLike<number>[]): Uint8Array {
  const content = joined(...parts)
  return joined(u32(content.length + 8), letters(name), content)
}

/** An AVIF of one item with every kind of property, and a track. */
function avif(): Uint8Array {
  const properties = [
    box('ispe', u32(0), u32(16), u32(16)),
    box('av1C', [0x81, 0, 0, 0]),
    box('colr', letters('nclx'), u16(1), u16(13), u16(6), [128]),
    box('clap', u32(8), u32(1), u32(8), u32(1), u32(0), u32(1), u32(0), u32(1)),
    box('irot', [1]),
    box('imir', [0]),
  ]
  const associations = [...u32(0), ...u32(1), ...u16(1), 6, 1, 0x82, 3, 4, 5, 6]
  const infe = box('infe', [2, 0, 0, 0], u16(1), u16(0), letters('av01\0'))
  const meta = box(
    'meta',
    u32(0),
    box('pitm', u32(0), u16(1)),
    box('iloc', u32(0), [0x44, 0], u16(1), u16(1), u16(0), u16(1), u32(8), u32(16)),
    box('iinf', u32(0), u16(1), infe),
    box('iprp', box('ipco', ...properties), box('ipma', associations)),
    box('iref', u32(0), box('auxl', u16(2), u16(1), u16(1))),
  )
  const table = box(
    'stbl',
    box('stsd', u32(0), u32(1), box('av01', new Uint8Array(78), properties[1] ?? [])),
    box('stsz', u32(0), u32(4), u32(1)),
    box('stco', u32(0), u32(1), u32(8)),
  )
  const media = box('mdia', box('hdlr', u32(0), u32(0), letters('pict')), box('minf', table))
  const movie = box('moov', box('trak', box('tkhd', new Uint8Array(24)), box('tref', box('auxl', u32(1))), media))
  return joined(box('ftyp', letters('avis'), u32(0), letters('avif')), meta, movie, box('mdat', new Uint8Array(32)))
}

const exif = joined(letters('II*\0'), [8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0])

function webp(): Uint8Array {
  const chunk = (name: string, data: Uint8Array) => joined(letters(name), u32(data.length).reverse(), data)
  const body = joined(
    letters('WEBP'),
    chunk('VP8X', Uint8Array.of(0x28, 0, 0, 0, 15, 0, 0, 15, 0, 0)),
    chunk('ICCP', new Uint8Array(140)),
    chunk('EXIF', exif),
  )
  return chunk('RIFF', body)
}

function jpeg(): Uint8Array {
  const segment = (marker: number, data: Uint8Array) => joined([0xff, marker], u16(data.length + 2), data)
  const frame = Uint8Array.of(8, 0, 16, 0, 16, 4, 1, 0x11, 0)
  return joined(
    [0xff, 0xd8],
    segment(0xe1, joined(letters('Exif\0\0'), exif)),
    segment(0xe2, joined(letters('ICC_PROFILE\0\x01\x01'), new Uint8Array(140))),
    segment(0xc0, frame),
    segment(0xda, Uint8Array.of(1)),
    [0xff, 0xd9],
  )
}

/** What an import does with a file before a decoder sees it. */
function judge(bytes: Uint8Array): void {
  try {
    const { format } = inspect(bytes)
    normaliseFile(bytes, format)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

test.each([
  ['AVIF', avif()],
  ['WebP', webp()],
  ['JPEG', jpeg()],
])('a %s cut at any byte, and a thousand with wrong bytes, are accepted or refused without another error', (_, whole) => {
  expect(inspect(whole).width).toBe(16)
  for (let length = 0; length < whole.length; length++) judge(whole.subarray(0, length))
  const random = new RandomStream(1, 'dataset')
  for (let i = 0; i < 1000; i++) {
    const bytes = whole.slice()
    for (let k = 0; k < 4; k++)
      bytes[Math.floor(random.uniform() * bytes.length)] = random.uniform() < 0.5 ? 255 : Math.floor(random.uniform() * 256)
    judge(bytes)
  }
})

test('huge counts in an AVIF cause no endless loop', () => {
  const endless = (name: string, ...parts: readonly ArrayLike<number>[]) =>
    joined([0, 0, 0, 1], letters(name), [0, 1, 0, 0, 0, 0, 0, 0], ...parts)
  const start = joined(box('ftyp', letters('avif'), u32(0), letters('avif')))
  const inMeta = (...parts: readonly ArrayLike<number>[]) => joined(start, endless('meta', u32(0), box('pitm', u32(0), u16(1)), ...parts))
  judge(inMeta(box('ispe', new Uint8Array(12)), endless('iloc', [2, 0, 0, 0], [0, 0], u32(0xffffffff))))
  const properties = box('ipco', box('ispe', u32(0), u32(16), u32(16)))
  judge(inMeta(endless('iprp', properties, endless('ipma', u32(0), u32(0xffffffff), u16(1), [255]))))
})

/** An AVIF of one item whose coded data lies where `iloc` says, after the version of that box. */
function avifWithLocations(...iloc: readonly ArrayLike<number>[]): Uint8Array {
  const infe = box('infe', [2, 0, 0, 0], u16(1), u16(0), letters('av01\0'))
  const properties = box('iprp', box('ipco', box('ispe', u32(0), u32(16), u32(16))), box('ipma', u32(0), u32(1), u16(1), [1, 1]))
  const meta = box('meta', u32(0), box('pitm', u32(0), u16(1)), box('iloc', u32(0), ...iloc), box('iinf', u32(0), u16(1), infe), properties)
  return joined(box('ftyp', letters('avif'), u32(0), letters('avif')), meta, box('mdat', new Uint8Array(32)))
}

/** The bytes of coded data that an item is said to have. */
const codedBytes = (file: Uint8Array) => stillPicture(file)?.colours.data.reduce((sum, { length }) => sum + length, 0)

test('the parts of an item of an AVIF are never larger than the file together', () => {
  const oneItem = [...u16(1), ...u16(1), ...u16(0)]
  const honest = avifWithLocations([0x44, 0], oneItem, u16(2), u32(8), u32(4), u32(8), u32(4))
  expect(codedBytes(honest)).toBe(8)
  const withoutSizes = avifWithLocations([0, 0], oneItem, u16(0xffff), [0])
  expect(codedBytes(withoutSizes)).toBe(withoutSizes.length)
  const wholeFile = [...u32(0), ...u32(0xffff)]
  expect(codedBytes(avifWithLocations([0x44, 0], oneItem, u16(3), wholeFile, wholeFile, wholeFile))).toBeUndefined()
})

test('of the items of an AVIF only the picture is read', () => {
  const other = [...u16(2), ...u16(0), ...u16(0xffff)]
  const items = Array.from({ length: 400 }, () => other)
  const file = avifWithLocations([0, 0], u16(401), ...items, u16(1), u16(0), u16(1), [0])
  expect(codedBytes(file)).toBe(file.length)
})

test('a box that exceeds its parent is cut at the end of the parent', () => {
  const reaching = box('meta', u32(0), u32(0xffffffff), letters('iprp'))
  const file = joined(reaching, reaching, reaching, box('ipco', box('ispe', new Uint8Array(12))))
  const boxes = [...findBoxes(file, ['meta', 'iprp'])]
  expect(boxes.map(({ end }) => end)).toEqual([1, 2, 3].map((i) => i * reaching.length))
  expect([...findBoxes(file, ['meta', 'iprp', 'ipco', 'ispe'])]).toHaveLength(0)
})

test('the first frame of an animated PNG is never larger than its canvas', () => {
  const animated = (width: number, left: number) =>
    joined(
      letters('\x89PNG\r\n\x1a\n'),
      chunkOf('IHDR', joined(u32(8), u32(8), [8, 6, 0, 0, 0])),
      chunkOf('acTL', joined(u32(1), u32(0))),
      chunkOf('IDAT', new Uint8Array(1)),
      chunkOf('fcTL', joined(u32(0), u32(width), u32(8), u32(left), u32(0), [0, 1, 0, 1, 0, 0])),
      chunkOf('fdAT', new Uint8Array(5)),
      chunkOf('IEND', new Uint8Array()),
    )
  expect(normalisePng(animated(6, 2)).placement).toMatchObject({ left: 2, width: 8 })
  expect(() => normalisePng(animated(16_384, 0))).toThrow('damaged')
  expect(() => normalisePng(animated(6, 3))).toThrow('damaged')
})

test('the properties of an AVIF are read once, however many references there are', () => {
  const associations = joined(...Array.from({ length: 40_000 }, () => [...u16(3), 0]))
  const properties = box('ipco', box('ispe', u32(0), u32(16), u32(16)))
  const meta = box(
    'meta',
    u32(0),
    box('pitm', u32(0), u16(1)),
    box('iloc', u32(0), [0x44, 0], u16(1), u16(1), u16(0), u16(1), u32(8), u32(16)),
    box('iinf', u32(0), u16(1), box('infe', [2, 0, 0, 0], u16(1), u16(0), letters('av01\0'))),
    box('iprp', properties, box('ipma', u32(0), u32(40_001), u16(1), [1, 1], associations)),
    box('iref', u32(0), box('auxl', u16(2), u16(0xffff), joined(...Array.from({ length: 0xffff }, () => u16(1))))),
  )
  const picture = stillPicture(joined(box('ftyp', letters('avif'), u32(0), letters('avif')), meta))
  expect(picture?.colours.width).toBe(16)
  expect(picture?.alpha).toBeNull()
})

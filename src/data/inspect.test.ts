// Recognising formats, sizes that are refused, and files cut at any byte.
import { expect, test } from 'vitest'
import { crc32 } from './bytes.ts'
import { Refusal } from './errors.ts'
import { inspect } from './inspect.ts'

const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))
const big32 = (n: number) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]
const little16 = (n: number) => [n & 255, n >> 8]
const little32 = (n: number) => [...little16(n & 0xffff), ...little16(n >>> 16)]

function png(width: number, height: number, end = true, more: readonly string[] = []): number[] {
  const chunk = (name: string, data: number[]) => {
    const body = [...letters(name), ...data]
    return [...big32(data.length), ...body, ...big32(crc32(Uint8Array.from(body)))]
  }
  const header = chunk('IHDR', [...big32(width), ...big32(height), 8, 6, 0, 0, 0])
  return [
    ...letters('\x89PNG\r\n\x1a\n'),
    ...header,
    ...more.flatMap((name) => chunk(name, [0])),
    ...chunk('IDAT', [1, 2, 3]),
    ...(end ? chunk('IEND', []) : []),
  ]
}

/** A thumbnail with its own end marker in APP1, stuffing and a restart in the data, two scans. */
function jpeg(width: number, height: number, end = true): number[] {
  const segment = (marker: number, data: number[]) => [0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data]
  const frame = segment(0xc2, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
  const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]
  const thumbnail = segment(0xe1, [...jpegStart, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 0xff, 0xd9])
  return [...jpegStart, ...thumbnail, 0xff, ...frame, ...scan, ...segment(0xc4, [0]), ...scan, ...(end ? [0xff, 0xd9] : [])]
}
const jpegStart = [0xff, 0xd8]

function gif(width: number, height: number, end = true): number[] {
  const screen = [...letters('GIF89a'), ...little16(4), ...little16(4), 0x80, 0, 0, ...Array(6).fill(0)]
  const frame = [0x2c, 0, 0, 0, 0, ...little16(width), ...little16(height), 0, 2, 3, 1, 2, 3]
  return [...screen, 0x21, 0xf9, 4, 0, 0, 0, 0, 0, ...frame, ...(end ? [0] : [])]
}

function webp(chunk: string, data: number[], missing = 0): number[] {
  const body = [...letters('WEBP'), ...letters(chunk), ...little32(data.length), ...data]
  return [...letters('RIFF'), ...little32(body.length + missing), ...body]
}
const lossless = (width: number, height: number, missing = 0) =>
  webp('VP8L', [0x2f, ...little32(((width - 1) | ((height - 1) << 14)) >>> 0), ...Array(8).fill(0)], missing)
const extended = (width: number, height: number) =>
  webp('VP8X', [0, 0, 0, 0, ...little32(width - 1).slice(0, 3), ...little32(height - 1).slice(0, 3)])
const lossy = (width: number, height: number) => webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, ...little16(width), ...little16(height)])

function avif(width: number, height: number, missing = 0): number[] {
  const box = (name: string, data: number[], claim = 0) => [...big32(data.length + 8 + claim), ...letters(name), ...data]
  const ispe = (w: number, h: number) => box('ispe', [0, 0, 0, 0, ...big32(w), ...big32(h)])
  const meta = box('meta', [0, 0, 0, 0, ...box('hdlr', [0]), ...box('iprp', box('ipco', [...ispe(8, 8), ...ispe(width, height)]))])
  return [...box('ftyp', letters('mif1\0\0\0\0mif1avif')), ...meta, ...box('mdat', [1, 2, 3], missing)]
}

const read = (bytes: number[]) => inspect(Uint8Array.from(bytes))

test.each([
  ['png', png(100, 50)],
  ['jpeg', jpeg(100, 50)],
  ['gif', gif(100, 50)],
  ['webp', lossless(100, 50)],
  ['webp', lossy(100, 50)],
  ['webp', extended(100, 50)],
  ['avif', avif(100, 50)],
] as const)('%s: the size comes from the header, and bytes behind the end do no harm', (format, bytes) => {
  expect(read([...bytes])).toEqual({ format, width: 100, height: 50, changes: [] })
  if (format !== 'avif') expect(read([...bytes, 1, 2, 3])).toEqual({ format, width: 100, height: 50, changes: [] })
})

test.each([
  ['PNG', png(100, 50, false)],
  ['JPEG', jpeg(100, 50, false)],
  ['GIF', gif(100, 50, false)],
  ['WebP', lossless(100, 50, 10)],
  ['AVIF', avif(100, 50, 10)],
] as const)('a %s that breaks off is refused', (label, bytes) => {
  expect(() => read([...bytes])).toThrow(new Refusal('damaged', `The ${label} ends before its picture does.`))
})

test.each([png, jpeg, gif, lossless, avif])('a file cut at any byte is accepted or refused, without another error: %o', (make) => {
  const bytes = Uint8Array.from(make(100, 50))
  for (let length = 0; length < bytes.length; length++) expect(() => inspect(bytes.subarray(0, length))).toThrow(Refusal)
})

test('a PNG with frames is an animation, one with a wrong checksum is damaged where it matters', () => {
  expect(read(png(100, 50, true, ['acTL'])).changes).toEqual(['An animation: its first frame is taken.'])
  const wrong = (name: string) => {
    const bytes = png(100, 50, true, ['tEXt', 'PLTE'])
    const at = String.fromCharCode(...bytes).indexOf(name) + 7 // the last byte of IHDR's width
    return bytes.with(at, (bytes[at] as number) ^ 1)
  }
  for (const name of ['IHDR', 'PLTE', 'IDAT']) expect(() => read(wrong(name))).toThrow('The PNG is damaged: a checksum is wrong.')
  expect(read(wrong('tEXt')).format).toBe('png')
})

test('too many pixels, too long a side and too few pixels are refused with the size', () => {
  expect(() => read(png(20_000, 20_000))).toThrow('20,000 x 20,000 pixels: more than this page decodes (64 megapixels).')
  expect(() => read(png(20_000, 20_000, false))).toThrow('64 megapixels')
  expect(() => read(png(0xffffffff, 0xffffffff))).toThrow('64 megapixels')
  expect(() => read(png(17_000, 10))).toThrow('17,000 x 10 pixels: longer than this page decodes (16,384 pixels a side).')
  expect(() => read(png(7, 100))).toThrow('7 x 100 pixels: too small to learn from (8 pixels a side at least).')
  expect(() => read(png(0, 100))).toThrow('The PNG is damaged')
})

test('an SVG is recognised by its first element, and has the size at which it will be drawn', () => {
  const facts = { format: 'svg', width: 2048, height: 256, changes: [] }
  expect(read(letters('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'))).toEqual(facts)
})

test.each([
  ['', 'Empty file.'],
  ['<html>hello</html>', 'Not an image: it starts like text.'],
  ['%PDF-1.7 x', 'Not an image: it is a PDF.'],
  ['PK\x03\x04....', 'A zip inside a zip'],
  ['\0\0\0\x18ftypheic....', 'The HEIC ends before its picture does.'],
  ['<?xml version="1.0"?>\n<plist/>', 'Not an image: it starts like text.'],
  ['\0\0\0\x18ftypisom....', 'A video'],
  ['II*\0....', 'A TIFF or raw picture'],
  ['\0\x01\x02\x03....', 'Not an image this page knows'],
])('%j is refused by its kind', (start, sentence) => {
  expect(() => read(letters(start))).toThrow(sentence)
})

test('boxes of length 0 or of any length cause no endless loop', () => {
  const start = [...big32(16), ...letters('ftypavif'), 0, 0, 0, 0]
  expect(() => read([...start, ...big32(2), ...letters('meta')])).toThrow('damaged')
  expect(() => read([...start, ...big32(0), ...letters('free')])).toThrow('ends before its picture')
  expect(() => read([...start, ...big32(1), ...letters('free'), ...big32(0), ...big32(4)])).toThrow('damaged')
})

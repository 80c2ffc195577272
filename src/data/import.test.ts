// An import as a whole, with a decoder of the test: order, channels, findings, limits, progress and cancelling.
import { strFromU8, strToU8, type Zippable, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { CancelledError } from '../spec/cancel.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import type { ImportProgress } from '../spec/image-set.ts'
import { NoImagesError } from './errors.ts'
import type { Decode } from './image.ts'
import { type ImportOptions, importImages, prepareImages } from './import.ts'
import { localImportPool } from './import-pool.ts'
import type { SourceFile } from './sources.ts'

// As in import.ts: the language itself has no timers.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown
declare const setInterval: typeof setTimeout
declare const clearInterval: (timer: unknown) => void

const SIZE = 16
const preparation: Preparation = { ...DEFAULT_PREPARATION, size: SIZE }

/** A GIF as far as the headers go; the colour lies behind its end, where `decode` finds it. */
function picture(red: number, green = red, blue = red): Uint8Array {
  const header = [...strToU8('GIF89a', true), 16, 0, 16, 0, 0, 0, 0]
  return Uint8Array.from([...header, 0x2c, 0, 0, 0, 0, 16, 0, 16, 0, 0, 2, 0, red, green, blue])
}

/** The colour above and below, and between them grey noise of its own: plain pictures and ones that look alike would be left out. */
const decode: Decode = async (bytes) => {
  const [red, green, blue] = bytes.subarray(-3) as unknown as [number, number, number]
  const pixels = new Uint8Array(SIZE * SIZE * 4)
  for (let i = 0; i < SIZE * SIZE; i++) {
    const grey = Math.imul((red << 16) + (green << 8) + blue + 7919 * i + 1, 2654435761) >>> 24
    pixels.set(i < SIZE || i >= SIZE * (SIZE - 1) ? [red, green, blue, 255] : [grey, grey, grey, 255], i * 4)
  }
  return { width: SIZE, height: SIZE, pixels }
}

function file(path: string, bytes: Uint8Array, size = bytes.length): SourceFile {
  return { path, size, read: async (from, to) => Uint8Array.from(bytes.subarray(from, to)).buffer }
}

const name = 'mine'
const prepare = (files: readonly SourceFile[], decode: Decode, options: ImportOptions) =>
  prepareImages(files, preparation, localImportPool(decode), options)
const firstBytes = (set: { images: Uint8Array; count: number; channels: number }) =>
  Array.from({ length: set.count }, (_, i) => set.images[i * SIZE * SIZE * set.channels])

test('the set depends neither on the order of the list nor on which file is decoded first', async () => {
  const files = [file('b/2.gif', picture(3)), file('a.gif', picture(1)), file('Z.gif', picture(0)), file('b/10.gif', picture(2))]
  const slowFirst: Decode = async (bytes, format) => {
    for (let i = 0; i < 50 * (4 - (bytes.at(-1) as number)); i++) await Promise.resolve()
    return decode(bytes, format)
  }
  const set = await prepare(files, slowFirst, { name })
  expect(firstBytes(set)).toEqual([0, 1, 2, 3])
  expect(set).toMatchObject({ name, label: name, count: 4, size: SIZE, channels: 1, findings: [] })
  expect(await prepare(files.toReversed(), decode, { name })).toEqual(set)
})

test('grey pictures become one channel, and three as soon as one has colour', async () => {
  const grey = [file('a', picture(7)), file('b', picture(9, 10, 11))]
  expect((await prepare(grey, decode, { name })).channels).toBe(1)
  const mixed = await prepare([...grey, file('c', picture(200, 100, 0))], decode, { name })
  expect(mixed.channels).toBe(3)
  expect([...mixed.images.subarray(0, 4)]).toEqual([7, 7, 7, 7])
  expect([...mixed.images.subarray(-3)]).toEqual([200, 100, 0])
})

test('what cannot be used is listed with its reason, in order, and stops nothing', async () => {
  const files = [
    file('text.jpg', strToU8('hello, I am text')),
    file('good.gif', picture(1)),
    file('empty.png', new Uint8Array()),
    file('huge.png', picture(1), IMPORT_LIMITS.maxBytes + 1),
    { path: 'gone.png', size: 1, read: () => Promise.reject(new Error('NotFoundError')) },
    file('broken.gif', picture(13)),
  ]
  const picky: Decode = (bytes, format) => (bytes.at(-1) === 13 ? Promise.reject(new Error('bad data')) : decode(bytes, format))
  const { count, findings } = await prepare(files, picky, { name })
  expect(count).toBe(1)
  expect(findings).toEqual([
    { path: 'broken.gif', kind: 'damaged', sentence: expect.stringContaining('The GIF cannot be decoded'), image: null },
    { path: 'empty.png', kind: 'damaged', sentence: 'Empty file.', image: null },
    { path: 'gone.png', kind: 'unreadable', sentence: expect.stringContaining('could not be read'), image: null },
    { path: 'huge.png', kind: 'unfit', sentence: expect.stringContaining('more than the 256 MB'), image: null },
    { path: 'text.jpg', kind: 'unknown', sentence: 'Not an image: it starts like text.', image: null },
  ])
})

test('files of operating systems are ignored', async () => {
  const clutter = ['.DS_Store', 'a/.hidden/x.gif', '__MACOSX/a.gif', 'a/Thumbs.db', 'desktop.ini', '.git/x']
  const files = [...clutter.map((path) => file(path, picture(9))), file('a/b.gif', picture(1))]
  expect(await prepare(files, decode, { name })).toMatchObject({ count: 1, findings: [] })
})

test('an import without a single image fails with the reasons', async () => {
  const failing = prepare([file('a.txt', strToU8('text'))], decode, { name })
  await expect(failing).rejects.toMatchObject({ name: 'NoImagesError', findings: [{ path: 'a.txt' }] })
  await expect(prepare([], decode, { name })).rejects.toThrow(NoImagesError)
})

test('where no file can be used, a reason that all share is in the message', async () => {
  const messages = async (...files: readonly SourceFile[]) => {
    const error = await prepare(files, decode, { name }).catch((reason: unknown) => reason)
    return error instanceof NoImagesError ? [error.message, error.advice] : []
  }
  const text = file('a.txt', strToU8('text'))
  const starts = 'Not an image: it starts like text.'
  expect(await messages(text)).toEqual([`“a.txt” cannot be used. ${starts}`, 'Choose others.'])
  expect(await messages(text, file('b.txt', strToU8('more')))).toEqual([`None of the 2 files can be used. ${starts}`, 'Choose others.'])
  const mixed = await messages(text, file('empty.png', new Uint8Array()))
  expect(mixed).toEqual(['None of the 2 files is an image that can be used.', 'The list says why each file was left out.'])
  const [zip] = await messages(file('cut.zip', pack({ 'x.gif': picture(1) }).subarray(0, 60)))
  expect(zip).toMatch(/^“cut\.zip” cannot be used\. The zip is broken/)
  expect((await messages())[0]).toBe('There are no image files here.')
})

const pack = (entries: Zippable) => zipSync(entries)

test('a zip gives the same images as its folder, at its position among the files', async () => {
  const inner = { 'z.gif': picture(4), a: { 'b.gif': picture(2), '.hidden': picture(9) }, 'a.gif': picture(3) }
  const files = [file('zz.gif', picture(5)), file('m.zip', pack(inner)), file('b.gif', picture(1))]
  const set = await prepare(files, decode, { name })
  // By code units '.' comes before '/': a.gif, then a/b.gif.
  expect(firstBytes(set)).toEqual([1, 3, 2, 4, 5])
})

test('a zip in a zip, a bomb and text inside one are rejected by name; the rest is taken', async () => {
  const zip = pack({
    'in.zip': pack({ 'x.gif': picture(1) }),
    'bomb.png': new Uint8Array(1000),
    'ok.gif': picture(1),
    't.txt': strToU8('hi'),
  })
  const listed = strFromU8(zip, true).lastIndexOf('bomb.png') - 46 // its place in the directory
  new DataView(zip.buffer).setUint32(listed + 24, IMPORT_LIMITS.maxBytes + 1, true)
  const { count, findings } = await prepare([file('all.zip', zip)], decode, { name })
  expect(count).toBe(1)
  expect(findings.map(({ path }) => path)).toEqual(['bomb.png', 'in.zip', 't.txt'])
  expect(findings[0]?.sentence).toBe('The zip is broken: this file cannot be 257 MB, as the zip says.')
  expect(findings[1]?.sentence).toContain('A zip inside a zip')
})

test('broken and empty zips are rejected and stop nothing', async () => {
  const whole = pack({ 'x.gif': picture(1) })
  const files = [file('cut.zip', whole.subarray(0, 60)), file('empty.zip', pack({})), file('ok.gif', picture(1))]
  const { count, findings } = await prepare(files, decode, { name })
  expect(count).toBe(1)
  expect(findings.map(({ sentence }) => sentence)).toEqual([expect.stringContaining('The zip is broken'), 'The zip holds no files.'])
})

test('progress counts what is inside zips and ends complete', async () => {
  const seen: ImportProgress[] = []
  const zip = pack({ 'a.gif': picture(1), 'b.gif': picture(2), 'c.txt': strToU8('no') })
  await prepare([file('z.zip', zip), file('x.gif', picture(3))], decode, { name, onProgress: (p) => seen.push(p) })
  expect(seen.at(-1)).toEqual({ done: 4, total: 4, rejected: 1, examined: null })
})

test('progress of the doctor is reported, but not for every image', async () => {
  const seen: number[] = []
  const onProgress = ({ examined }: ImportProgress) => void (examined !== null && seen.push(examined))
  const files = Array.from({ length: 400 }, (_, i) => file(`${i}`, picture(i % 256, i >> 8, 0)))
  await importImages(files, preparation, localImportPool(decode), { name, onProgress })
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.length).toBeGreaterThan(10)
  expect(seen.length).toBeLessThanOrEqual(101)
  expect(seen.at(-1)).toBe(1)
})

test('progress is reported about ten times a second, and other work gets a turn', async () => {
  const files = Array.from({ length: 60 }, (_, i) => file(`${i}`, picture(1)))
  const busy: Decode = async (bytes, format) => {
    for (const end = Date.now() + 10; Date.now() < end; );
    return decode(bytes, format)
  }
  let reports = 0
  let turns = 0
  const ticking = setInterval(() => turns++, 0)
  await prepare(files, busy, { name, onProgress: () => reports++ })
  clearInterval(ticking)
  expect(reports).toBeGreaterThan(1)
  expect(reports).toBeLessThan(25)
  expect(turns).toBeGreaterThan(1)
})

test('an aborted signal ends the import', async () => {
  const signal = { aborted: false }
  let decoded = 0
  const aborting: Decode = (bytes, format) => {
    signal.aborted = ++decoded >= 10
    return decode(bytes, format)
  }
  const files = Array.from({ length: 1000 }, (_, i) => file(`${i}`, picture(1)))
  await expect(prepare(files, aborting, { name, signal })).rejects.toThrow(CancelledError)
  expect(decoded).toBeLessThan(300) // what was under way
})

test('large pictures are decoded one or two at a time', async () => {
  let running = 0
  let most = 0
  const header = Uint8Array.from([...strToU8('GIF89a', true), 0x40, 0x1f, 0xa0, 0x0f, 0, 0, 0]) // 8000 x 4000
  const large = Uint8Array.from([...header, ...picture(1).subarray(13)])
  const slow: Decode = async (bytes, format) => {
    most = Math.max(most, ++running)
    await new Promise<void>((resume) => setTimeout(resume, 2))
    running--
    return decode(bytes, format)
  }
  const files = Array.from({ length: 8 }, (_, i) => file(`${i}`, large))
  await prepare(files, slow, { name })
  expect(most).toBe(2)
})

test('a programming error is not reported as a bad file', async () => {
  const noPixels: Decode = async () => ({ width: 16, height: 16, pixels: null as unknown as Uint8Array })
  await expect(prepare([file('a', picture(1))], noPixels, { name })).rejects.toThrow(TypeError)
})

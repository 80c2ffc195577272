// Decoding in Node, through the whole import: files that are cut short, animated, rotated, transparent or grey.
import sharp, { type Sharp } from 'sharp'
import { expect, test, vi } from 'vitest'
import { planesToRgba } from '../data/formats/jpeg-planes.ts'
import { prepareImages } from '../data/import.ts'
import { localImportPool } from '../data/import-pool.ts'
import { resample } from '../data/resample.ts'
import type { SourceFile } from '../data/sources.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'
import { decodeInNode } from './decode.ts'
import PLANES from './planes.fixture.json' with { type: 'json' }

const SIZE = 16
const WIDTH = 64

/** Red, green, blue and white quarters, from the top left, row by row. */
const QUARTERS = [
  [250, 10, 10],
  [10, 250, 10],
  [10, 10, 250],
  [250, 250, 250],
] as const

function quarters(): Sharp {
  const pixels = new Uint8Array(WIDTH * WIDTH * 3)
  for (let i = 0; i < WIDTH * WIDTH; i++) {
    const quarter = (i % WIDTH < WIDTH / 2 ? 0 : 1) + (i < (WIDTH * WIDTH) / 2 ? 0 : 2)
    pixels.set(QUARTERS[quarter] as (typeof QUARTERS)[number], 3 * i)
  }
  return sharp(pixels, { raw: { width: WIDTH, height: WIDTH, channels: 3 } })
}

function file(path: string, bytes: Uint8Array): SourceFile {
  return { path, size: bytes.length, read: async (from, to) => Uint8Array.from(bytes.subarray(from, to)).buffer }
}

const prepare = (...files: SourceFile[]) =>
  prepareImages(files, { ...DEFAULT_PREPARATION, size: SIZE }, localImportPool(decodeInNode), { name: 'test' })

/** Colours in the middles of the four quarters of image `i`. */
function middles({ images }: { images: Uint8Array }, i = 0): number[][] {
  return [4, 12].flatMap((y) =>
    [4, 12].map((x) => {
      const at = ((i * SIZE + y) * SIZE + x) * 3
      return [...images.subarray(at, at + 3)]
    }),
  )
}

function expectQuarters(colours: number[][], order: readonly number[], tolerance: number): void {
  colours.forEach((colour, i) => {
    const wanted = QUARTERS[order[i] as number] as readonly number[]
    colour.forEach((value, c) => {
      expect(Math.abs(value - (wanted[c] as number)), `quarter ${i}: ${colour}`).toBeLessThanOrEqual(tolerance)
    })
  })
}

test.each([
  ['png', () => quarters().png().toBuffer(), 1],
  ['jpeg', () => quarters().jpeg({ quality: 95 }).toBuffer(), 8],
  ['progressive jpeg', () => quarters().jpeg({ quality: 95, progressive: true }).toBuffer(), 8],
  ['webp', () => quarters().webp({ lossless: true }).toBuffer(), 1],
  ['lossy webp', () => quarters().webp({ quality: 95 }).toBuffer(), 12],
  ['avif', () => quarters().avif({ quality: 90, effort: 0 }).toBuffer(), 8],
  ['gif', () => quarters().gif().toBuffer(), 4],
  ['palette png', () => quarters().png({ palette: true }).toBuffer(), 4],
] as const)('%s is read, whatever its name', async (_, make, tolerance) => {
  const set = await prepare(file('picture.txt', await make()))
  expect(set.findings).toEqual([])
  expect(set.channels).toBe(3)
  expectQuarters(middles(set), [0, 1, 2, 3], tolerance)
})

test.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('a %s cut at any place is refused', async (format) => {
  const noisy = sharp({
    create: { width: 64, height: 64, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 }, background: '#888' },
  })
  const whole = await noisy.toFormat(format, { effort: format === 'avif' ? 0 : 4 }).toBuffer()
  const files = [0.99, 0.9, 0.5, 0.1].map((part) => file(`${part}.${format}`, whole.subarray(0, Math.floor(whole.length * part))))
  const { count, findings } = await prepare(file('whole', whole), ...files)
  expect(count).toBe(1)
  expect(findings).toHaveLength(4)
  for (const { sentence } of findings) expect(sentence).toMatch(/ends before its picture does/)
})

test('bytes after the end of a picture do not matter', async () => {
  const files = await Promise.all(
    (['jpeg', 'png', 'gif', 'webp'] as const).map(async (format) => {
      const whole = await quarters().toFormat(format).toBuffer()
      return file(format, Buffer.concat([whole, Buffer.from('left behind by a camera')]))
    }),
  )
  expect(await prepare(...files)).toMatchObject({ count: 4 })
})

test('a photo is turned upright as its EXIF says', async () => {
  // Orientation 6: to be turned clockwise for viewing, so the stored left column becomes the top row.
  const turned = await quarters().jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer()
  expect((await sharp(turned).metadata()).orientation).toBe(6)
  expectQuarters(middles(await prepare(file('photo.jpg', turned))), [2, 0, 3, 1], 8)
})

test('transparent pixels show white, half transparent ones a mixture', async () => {
  const pixels = new Uint8Array(WIDTH * WIDTH * 4)
  for (let i = 0; i < WIDTH * WIDTH; i++) pixels.set(i % WIDTH < WIDTH / 2 ? [255, 0, 0, 0] : [255, 0, 0, 128], 4 * i)
  const png = await sharp(pixels, { raw: { width: WIDTH, height: WIDTH, channels: 4 } })
    .png()
    .toBuffer()
  const [left, right] = middles(await prepare(file('glass.png', png)))
  expect(left).toEqual([255, 255, 255])
  expect(right).toEqual([255, 127, 127])
})

test('grey pictures of every kind make a set of one channel, their grey unchanged', async () => {
  const grey = (level: number) => sharp({ create: { width: 40, height: 30, channels: 3, background: { r: level, g: level, b: level } } })
  const set = await prepare(
    file('a.png', await grey(100).toColourspace('b-w').png().toBuffer()),
    file('b.jpg', await grey(150).grayscale().jpeg({ quality: 95 }).toBuffer()),
    file('c.png', await grey(200).png().toBuffer()),
    file('d.png', await grey(50).ensureAlpha().grayscale().png().toBuffer()),
  )
  expect(set).toMatchObject({ channels: 1, count: 4 })
  expect([0, 1, 2, 3].map((i) => set.images[i * SIZE * SIZE])).toEqual([100, 150, 200, 50])
})

test.each(['gif', 'webp'] as const)('the first frame of an animated %s is used, with a finding', async (format) => {
  const frame = (background: string) =>
    sharp({ create: { width: 20, height: 20, channels: 3, background } })
      .png()
      .toBuffer()
  const animation = await sharp([await frame('#ff0000'), await frame('#0000ff')], { join: { animated: true } })
    .toFormat(format, { lossless: true })
    .toBuffer()
  expect((await sharp(animation, { animated: true }).metadata()).pages).toBe(2)
  const set = await prepare(file('moving', animation))
  expect(middles(set)[0]).toEqual([255, 0, 0])
  expect(set.findings).toEqual([{ path: 'moving', kind: 'changed', sentence: 'An animation: its first frame is taken.', image: 0 }])
})

test('a PNG of 16 bits is reduced to 8, with a finding', async () => {
  const set = await prepare(file('deep.png', await quarters().toColourspace('rgb16').png().toBuffer()))
  expectQuarters(middles(set), [0, 1, 2, 3], 1)
  expect(set.findings).toMatchObject([{ kind: 'changed', sentence: '16 bits a channel: reduced to 8.', image: 0 }])
})

test('a CMYK photo is converted, with a finding', async () => {
  const set = await prepare(file('print.jpg', await quarters().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()))
  const [red] = middles(set) as [number[]]
  expect(red[0]).toBeGreaterThan(150)
  expect(red[2]).toBeLessThan(100)
  expect(set.findings).toMatchObject([{ kind: 'changed', sentence: 'CMYK colours: converted, they may look different.', image: 0 }])
})

test('a HEIC photo is refused with what to do', async () => {
  const avif = await quarters().avif({ effort: 0 }).toBuffer()
  const heic = Buffer.from(avif.toString('latin1').replaceAll('avif', 'heic').replaceAll('mif1', 'heic'), 'latin1')
  const { findings } = await prepare(file('a.heic', heic), file('b.png', await quarters().png().toBuffer()))
  expect(findings).toMatchObject([{ kind: 'unknown', sentence: expect.stringContaining('A HEIC picture') }])
})

test('RGB from YCbCr planes equals that of the decoder, also at odd sizes', async () => {
  for (const { jpeg, planes, width, height, halved } of PLANES) {
    const wanted = await decodeInNode(Buffer.from(jpeg, 'base64'), 'jpeg')
    const plane = (i: number) => ({ bytes: Buffer.from(planes[i]?.base64 ?? '', 'base64'), stride: planes[i]?.stride ?? 0 })
    const { pixels } = planesToRgba({ width, height, luma: plane(0), blue: plane(1), red: plane(2), subsampled: halved })
    expect(Buffer.from(pixels).equals(Buffer.from(wanted.pixels))).toBe(true)
  }
})

test('damaged data in a complete file is refused with a sentence; other files are used', async () => {
  const png = await quarters().png().toBuffer()
  const damaged = Uint8Array.from(png)
  damaged.fill(0x55, damaged.indexOf(0x49, 37) + 4, damaged.length - 20)
  const { count, findings } = await prepare(file('a.png', damaged), file('b.png', png))
  expect(count).toBe(1)
  expect(findings[0]?.sentence).toBe('The PNG is damaged: a checksum is wrong.')
})

test('a decoder error becomes a refusal with a sentence', async () => {
  const webp = Uint8Array.from(await quarters().webp({ lossless: true }).toBuffer()).fill(0x55, 30)
  const { findings } = await prepare(file('a.webp', webp), file('b.png', await quarters().png().toBuffer()))
  expect(findings[0]?.sentence).toContain('The WebP cannot be decoded')
})

test.each([
  [48, 48],
  [60, 36],
])("the resampler agrees with libvips' Lanczos, from %i x %i", async (width, height) => {
  const waves = Uint8Array.from(
    { length: width * height },
    (_, i) => 127 + 60 * Math.sin((i % width) / 4) + 60 * Math.cos(Math.floor(i / width) / 5),
  )
  const ours = resample(waves, width, height, 16, 1)
  const theirs = await sharp(waves, { raw: { width, height, channels: 1 } })
    .resize(16, 16, { kernel: 'lanczos3', fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  const inner = (_: number, i: number) => i % 16 > 1 && i % 16 < 14 && i > 32 && i < 224 // the edges are continued differently
  const off = ours.map((value, i) => Math.abs(value - (theirs[i] as number))).filter(inner)
  expect(Math.max(...off)).toBeLessThanOrEqual(2)
})

test('where the decoder of AVIF is not installed, the refusal says what to do', async () => {
  vi.doMock('@napi-rs/canvas', () => Promise.reject(new Error('Cannot find module')))
  const avif = await quarters().avif({ effort: 0 }).toBuffer()
  const { findings } = await prepare(file('a.avif', avif), file('b.png', await quarters().png().toBuffer()))
  vi.doUnmock('@napi-rs/canvas')
  expect(findings[0]).toMatchObject({ kind: 'unreadable', sentence: expect.stringContaining('is not installed') })
})

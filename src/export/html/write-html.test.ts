// The HTML file holds the generator that it was made of, says how exact it is, and lets no name become markup.
import { strFromU8 } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { captureGenerator, type InferenceGenerator } from '../../gan/inference.ts'
import type { Directions } from '../../gan/latent/directions.ts'
import { createModels } from '../../gan/models.ts'
import { createSampler, type Sampler } from '../../gan/sampler.ts'
import { relativeError, TINY } from '../../gan/test-support.ts'
import { findDirections } from '../../player/directions/find-directions.ts'
import { drawPoints } from '../../player/draw-points.ts'
import { modelOf } from '../../player/model.ts'
import { DESCRIPTION_ID, type FileDescription, halfToFloat, NUMBERS_ID, readModel } from '../../player/stored-model.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import { comparePictures, comparisonPoints } from '../comparison.ts'
import type { DrawnPictures } from './compare.ts'
import { floatToHalf, quantise } from './pack-model.ts'
import { writeHtml } from './write-html.ts'

const CLASSES = 3
const STATE = { step: 9, classes: { names: ['<b>one</b>', '</script><script>alert(1)</script>', 'zwölf – 十二'], counts: [3, 1, 2] } }
const ABOUT = { name: '</title></script><!-- "\'& ☃', images: 'a < b > c & "d"', run: 'k3f9x2' }

let generator: InferenceGenerator
let drawn: DrawnPictures
let sampler: Sampler

beforeAll(async () => {
  await openTestDevice('wasm')
  const config = { ...TINY, conditioning: 'random', classCount: CLASSES } as const
  const models = createModels(config, 3, CLASSES)
  sampler = createSampler(models.generator, config)
  generator = await captureGenerator(models.generator, sampler, config, STATE)
  const points = comparisonPoints(CLASSES)
  drawn = { points, pictures: await sampler.pictures(STATE, points) }
})

/** As a browser takes it out of the page. */
const elementText = (html: string, id: string) => new RegExp(`id="${id}">([^<]*)</script>`).exec(html)?.[1] ?? ''
const descriptionOf = (html: string) => JSON.parse(elementText(html, DESCRIPTION_ID)) as FileDescription

describe('the file', () => {
  test.each([
    ['f32', 1, 0],
    ['f16', 4, 2e-3],
    ['int8', 255, 1e-2],
  ] as const)('holds every weight in %s, and says how far its pictures are from those of the run', (precision, pixels, error) => {
    const file = writeHtml(generator, ABOUT, precision, drawn)
    expect(file.precision).toBe(precision)
    expect(file.check.pictures).toBe(drawn.points.length)
    expect(file.check.largestPixelDifference).toBeLessThanOrEqual(pixels)
    const html = strFromU8(file.bytes)
    const { about, ...description } = descriptionOf(html)
    expect(about).toMatchObject({ precision, step: 9, run: 'k3f9x2', ...checkInFile(file.check) })
    const { tensors } = readModel(description, elementText(html, NUMBERS_ID))
    const kept = { ...generator.weights, ...generator.statistics }
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(kept).sort())
    for (const [name, { shape, values }] of Object.entries(kept)) {
      const read = tensors[name] as (typeof tensors)[string]
      expect(read.shape).toEqual(shape)
      const largest = Math.max(...values.map(Math.abs))
      expect(Math.max(...values.map((value, i) => Math.abs(value - (read.values[i] as number))))).toBeLessThanOrEqual(error * largest)
    }
  })

  const checkInFile = ({ largestPixelDifference, pictures }: { largestPixelDifference: number; pictures: number }) => ({
    largestPixelDifference,
    comparedPictures: pictures,
  })

  test('is compared with every class, and with points between seeds and on circles', () => {
    for (const classes of [0, 3, 40, 1000]) {
      const points = comparisonPoints(classes)
      expect(points.length).toBeGreaterThanOrEqual(16)
      expect(points.some(({ towards }) => towards) && points.some(({ loop }) => loop)).toBe(true)
      expect(new Set(points.map((point) => point.class)).size).toBe(classes === 0 ? 1 : Math.min(classes, 64))
    }
  })

  test('whose pictures are not those of the run says so', () => {
    const others = { ...drawn, points: drawn.points.map((point) => ({ ...point, seed: point.seed + 50 })) }
    expect(writeHtml(generator, ABOUT, 'f32', others).check.largestPixelDifference).toBeGreaterThan(20)
  })

  test('takes 8 bits by itself only where it would pass 10 MB', () => {
    expect(writeHtml(generator, ABOUT, 'auto', drawn).precision).toBe('f16')
    const values = new Float32Array(4_000_000).fill(0.5)
    const weights = { ...generator.weights, unread: { shape: [2000, 2000], values } }
    const file = writeHtml({ ...generator, weights }, ABOUT, 'auto', drawn)
    expect(file.precision).toBe('int8')
    expect(file.bytes.length).toBeLessThan(10_000_000)
  })

  test('keeps 32 bits of a matrix with numbers that 16 bits cannot hold', () => {
    const large = { shape: [1, 3], values: Float32Array.of(70_000, 1 / 3, -1e-30) }
    const file = writeHtml({ ...generator, weights: { ...generator.weights, large } }, ABOUT, 'f16', drawn)
    const html = strFromU8(file.bytes)
    expect(readModel(descriptionOf(html), elementText(html, NUMBERS_ID)).tensors.large).toEqual(large)
  })

  test.each([
    ['f32', 1],
    ['f16', 4],
  ] as const)('has the directions of the generator beside its weights in %s, and draws along them', async (precision, most) => {
    const directions = await findDirections(modelOf(generator), { zones: true })
    const points: LatentPoint[] = [
      { seed: 3, directions: [{ set: 'pc', index: 1, sigmas: 2 }] },
      { seed: 3, class: 1, directions: [{ set: 'cf', index: 0, sigmas: -2, zone: 'late' }] },
    ]
    const html = strFromU8(writeHtml(generator, ABOUT, precision, drawn, directions).bytes)
    const { about: _, ...description } = descriptionOf(html)
    const model = readModel(description, elementText(html, NUMBERS_ID))
    const numbersOf = ({ sets, shifts }: Directions) =>
      [...[...sets.pc, ...sets.cf].map(({ vector }) => vector), ...Object.values(shifts ?? {}).flat()].map((row) => [...row])
    for (const [k, row] of numbersOf(model.directions as Directions).entries())
      expect(relativeError(row, numbersOf(directions)[k] ?? [])).toBeLessThan(1e-3)
    expect(description.directions?.shares.pc).toEqual(directions.sets.pc.map(({ share }) => share))
    const wanted = await sampler.pictures(STATE, points, { directions })
    const { largestPixelDifference } = comparePictures(drawPoints(model, points), wanted)
    expect(largestPixelDifference).toBeLessThanOrEqual(most)
  })

  test('can be given up between two pictures', () => {
    const stop = new Error('stop')
    const onProgress = (done: number) => {
      if (done === 2) throw stop
    }
    expect(() => writeHtml(generator, ABOUT, 'f32', drawn, null, onProgress)).toThrow(stop)
  })

  test('shows hostile names as text, and has no other scripts than its own', () => {
    const html = strFromU8(writeHtml(generator, ABOUT, 'f16', drawn).bytes)
    expect(descriptionOf(html).about).toMatchObject({ ...ABOUT, classNames: STATE.classes.names })
    expect(html.match(/<script/g)).toHaveLength(3)
    expect(html.match(/<\/script>/g)).toHaveLength(3)
    expect(html).not.toContain('<!--')
    expect(html).toContain('<title>&lt;/title&gt;&lt;/script&gt;&lt;!-- "\'&amp; ☃</title>')
  })
})

describe('numbers of 16 bits', () => {
  // From the table of examples in the article "Half-precision floating-point format" of Wikipedia.
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [2 ** -24, 0x0001],
    [(1023 / 1024) * 2 ** -14, 0x03ff],
    [2 ** -14, 0x0400],
    [0.333251953125, 0x3555],
    [0.99951171875, 0x3bff],
    [1, 0x3c00],
    [1.0009765625, 0x3c01],
    [-2, 0xc000],
    [65504, 0x7bff],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
  ])('%f is written and read as published', (value, bits) => {
    expect(floatToHalf(value)).toBe(bits)
    expect(halfToFloat(bits)).toBe(value)
  })

  test('are all read back as they are written', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = halfToFloat(bits)
      if (!Number.isNaN(value)) expect(floatToHalf(value)).toBe(bits)
    }
    expect(halfToFloat(floatToHalf(Number.NaN))).toBeNaN()
  })

  test('are the nearest, of two equally near ones the even one', () => {
    expect([1 / 3, 2049, 2051, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 1.5 * 2 ** -24, 65519, 65520].map(floatToHalf)).toEqual([
      0x3555, 0x6800, 0x6802, 0x3c00, 0x3c02, 0, 2, 0x7bff, 0x7c00,
    ])
    expect([2 - 2 ** -12, 2 ** -14 - 2 ** -25].map(floatToHalf)).toEqual([0x4000, 0x0400]) // up to the next exponent
  })
})

test('numbers of 8 bits are steps of the largest of their output channel', () => {
  const { scales, steps } = quantise({ shape: [2, 2], values: Float32Array.of(1.27, -0.5, 0.635, 0) }, 1)
  expect([...scales]).toEqual([Math.fround(1.27 / 127), Math.fround(0.5 / 127)])
  expect([...steps]).toEqual([127, -127, 64, 0]) // 63.5 is rounded up
  expect(quantise({ shape: [2, 2], values: Float32Array.of(1, -2, 0, 0) }, 0)).toEqual({
    scales: Float32Array.of(2 / 127, 0),
    steps: Int8Array.of(64, -127, 0, 0),
  })
})

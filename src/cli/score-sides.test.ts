// The images that a score compares: every measured image counts, and what is left out of the real ones is reported.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dataset } from '../data/dataset.ts'
import type { FeatureTable } from '../eval/features/feature-table.ts'
import { scoreSets } from '../eval/metrics/test-support.ts'
import { NO_CLASS } from '../spec/classes.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'
import type { ImageBlock } from '../spec/image-block.ts'
import { RandomStream } from '../spec/rng.ts'
import { openData } from './files.ts'
import { isSamePath } from './paths.ts'
import { describeCount, describeSide, halvesOf, measuredSide, realSide, sampleOf } from './score-sides.ts'

const SIZE = 16
const at = { ...DEFAULT_PREPARATION, size: SIZE } as const
const COUNT = 60
/** Every other sample is one and the same picture: a generator that has collapsed half-way. */
const sampleNumber = (i: number) => (i % 2 === 0 ? 1000 : 2000 + i)

let folder = ''

/** Noise around a tone: no two seeds are alike, and none is nearly one colour. */
function pixelsOf(seed: number): Uint8Array {
  return Uint8Array.from(new RandomStream(seed, 'dataset').uniforms(SIZE * SIZE), (share) => 60 + Math.floor(130 * share) + (seed % 5) * 10)
}

async function writePictures(name: string, numbers: readonly number[]): Promise<void> {
  await mkdir(join(folder, name))
  for (const [i, number] of numbers.entries()) {
    const png = await sharp(pixelsOf(number), { raw: { width: SIZE, height: SIZE, channels: 1 } })
      .png()
      .toBuffer()
    await writeFile(join(folder, name, `${String(i).padStart(3, '0')}.png`), png)
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-sides-'))
  const numbers = Array.from({ length: COUNT }, (_, i) => i)
  await writePictures('real', [...numbers, 0, 1, 2])
  await writePictures('collapsed', numbers.map(sampleNumber))
  await writeFile(join(folder, 'collapsed', 'notes.png'), 'no picture')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The pixels themselves as features. */
function featuresOf({ images, count }: ImageBlock): FeatureTable {
  return { values: Float32Array.from(images, (value) => value / 255), rows: count, width: images.length / count }
}

const kidOf = (real: ImageBlock, fake: ImageBlock) => scoreSets({ real: featuresOf(real), fake: featuresOf(fake) }, 1).kid as number

const blockOf = (numbers: readonly number[]): ImageBlock => ({
  images: Uint8Array.from(numbers.flatMap((number) => [...pixelsOf(number)])),
  count: numbers.length,
  size: SIZE,
  channels: 1,
})

const openReal = () => openData(join(folder, 'real'), at)
const openFake = () => openData(join(folder, 'collapsed'), at, { examined: false })

const pictureAt = ({ images, count }: ImageBlock, i: number) =>
  String(images.subarray((i * images.length) / count, ((i + 1) * images.length) / count))
const labelAt = ({ labels }: Dataset, i: number) => labels?.names[labels.ofImages[i] as number]

test('a half-collapsed folder scores as the numbers over every sample do', async () => {
  const [real, fake] = [realSide(await openReal()), measuredSide(await openFake())]
  const numbers = Array.from({ length: COUNT }, (_, i) => i)
  const expected = kidOf(blockOf(numbers), blockOf(numbers.map(sampleNumber)))
  expect(kidOf(real.dataset, sampleOf(fake.dataset, 1000, 1).images)).toBeCloseTo(expected, 9)
  const distinct = [...new Set(numbers.map(sampleNumber))]
  expect(expected).toBeGreaterThan(2 * Math.abs(kidOf(blockOf(numbers), blockOf(distinct)))) // cleaning would have hidden it
})

test('the counts of both sides are reported, with what was left out of the real one and what could not be read of the other', async () => {
  const [real, fake] = [realSide(await openReal()), measuredSide(await openFake())]
  expect(real.counts).toEqual({ files: COUNT + 3, images: COUNT, leftOut: { duplicate: 3 }, rejected: {} })
  expect(fake.counts).toEqual({ files: COUNT + 1, images: COUNT, leftOut: {}, rejected: { unknown: 1 } })
  expect(describeSide('real', real.counts)).toBe('real: 60 images of 63 files; left out, as in training: exact copy (3).')
  expect(describeSide('measured', fake.counts)).toBe('measured: 60 images of 61 files; could not be used: of a kind that is not read (1).')
})

test('fewer or more samples than requested are reported', () => {
  expect(describeCount(60, 60, 1)).toBeNull()
  expect(describeCount(60, 1000, 1)).toBe('--count asks for 1,000: there are only 60, and all are compared.')
  expect(describeCount(5000, 1000, 7)).toBe('1,000 of the 5,000 are compared, drawn by seed 7; --count takes more.')
})

test('of a set against itself one half is taken as training sees it, the other whole, and no image is in both', async () => {
  const collection = await openReal()
  const { real, fake } = halvesOf(collection, 1)
  expect(real.counts.files + fake.counts.files).toBe(COUNT + 3)
  expect(fake.dataset.count).toBe(fake.counts.files)
  expect(real.dataset.count).toBe(real.counts.files - (real.counts.leftOut.duplicate ?? 0))
  const ids = ({ images, count }: ImageBlock) => Array.from({ length: count }, (_, i) => images.subarray(i * 256, (i + 1) * 256).join())
  const left = ids(collection)
  for (const id of [...ids(real.dataset), ...ids(fake.dataset)]) expect(left.splice(left.indexOf(id), 1)).toEqual([id])
  expect(left).toHaveLength(real.counts.leftOut.duplicate ?? 0)
})

test('one folder under two names is one set', async () => {
  await symlink(join(folder, 'real'), join(folder, 'link'))
  expect(await isSamePath(join(folder, 'real'), join(folder, 'link/'))).toBe(true)
  expect(await isSamePath('builtin:shapes', 'builtin:shapes')).toBe(true)
  expect(await isSamePath(join(folder, 'real'), join(folder, 'collapsed'))).toBe(false)
})

test('labels of images in the place of samples are held to those of the real images by their names', () => {
  const { images, size, channels } = blockOf([0, 1, 2, 3])
  const dataset = { name: 'x', label: 'x', images, count: 4, size, channels, labels: { names: ['b', 'a'], ofImages: [0, 1, NO_CLASS, 0] } }
  const real = { names: ['a', 'b', 'c'], ofImages: [0, 1, 2] }
  const classOf = new Map([1, 0, NO_CLASS, 1].map((label, i) => [pictureAt(dataset, i), label]))
  const { images: drawn, classes = [] } = sampleOf(dataset, 4, 1, real)
  expect([...classes]).toEqual([0, 1, 2, 3].map((i) => classOf.get(pictureAt(drawn, i))))
  expect(sampleOf(dataset, 4, 1).classes).toBeUndefined()
  expect(sampleOf(dataset, 4, 1, { names: ['other'], ofImages: [0] }).classes).toBeUndefined()
})

test('of a set against itself each half has the labels of its own images', async () => {
  const collection = await openData('builtin:shapes', at)
  const labels = new Map(Array.from({ length: collection.count }, (_, i) => [pictureAt(collection, i), labelAt(collection, i)]))
  for (const { dataset } of Object.values(halvesOf(collection, 1))) {
    expect(dataset.labels?.ofImages).toHaveLength(dataset.count)
    for (let i = 0; i < 50; i++) expect(labelAt(dataset, i)).toBe(labels.get(pictureAt(dataset, i)))
  }
})

// The data that a command line names: folders, zips, single pictures and the built-in sets with their labels.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examine } from '../data/doctor/examine.ts'
import { NoImagesError } from '../data/errors.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { BUILTIN_NAMES, BUILTIN_SETS } from '../spec/datasets.ts'
import { NoDataError } from './errors.ts'
import { openData } from './files.ts'

let folder = ''
const at = (size: Preparation['size']): Preparation => ({ ...DEFAULT_PREPARATION, size })

const plain = (red: number) =>
  sharp({ create: { width: 20, height: 20, channels: 3, background: { r: red, g: 0, b: 0 } } })
    .png()
    .toBuffer()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-'))
  await mkdir(join(folder, 'photos', 'nested', 'deep'), { recursive: true })
  await mkdir(join(folder, 'empty'))
  await writeFile(join(folder, 'photos', 'nested', 'deep', 'b.png'), await plain(20))
  await writeFile(join(folder, 'photos', 'a.png'), await plain(10))
  await writeFile(join(folder, 'photos', 'text.jpg'), 'not a picture')
  await writeFile(join(folder, 'photos', '.hidden'), 'x')
  await symlink(join(folder, 'photos'), join(folder, 'photos', 'circle'))
  await writeFile(join(folder, 'photos.zip'), zipSync({ nested: { deep: { 'b.png': await plain(20) } }, 'a.png': await plain(10) }))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('a folder is read with all below it, without following cycles', async () => {
  const set = await openData(join(folder, 'photos'), at(16))
  expect(set).toMatchObject({ name: 'photos', count: 2, size: 16, channels: 3 })
  expect([set.images[0], set.images[16 * 16 * 3]]).toEqual([10, 20])
  expect(set.findings).toMatchObject([
    { path: 'text.jpg', sentence: 'Not an image: it starts like text.' },
    { path: 'a.png', kind: 'plain', image: 0 }, // the set has been examined
    { path: 'nested/deep/b.png', kind: 'plain', image: 1 },
  ])
})

test('a zip of the folder is the same set, and one picture is a set of one', async () => {
  const { images } = await openData(join(folder, 'photos'), at(16))
  expect(await openData(join(folder, 'photos.zip'), at(16))).toMatchObject({ name: 'photos.zip', images })
  expect(await openData(join(folder, 'photos', 'a.png'), at(16))).toMatchObject({ name: 'a.png', count: 1 })
})

test('a missing path and a folder without images fail with a sentence', async () => {
  await expect(openData(join(folder, 'nowhere'), at(16))).rejects.toThrow(NoDataError)
  await expect(openData('builtin:cats', at(16))).rejects.toThrow('no built-in set called “cats”')
  await expect(openData(join(folder, 'empty'), at(16))).rejects.toThrow(NoImagesError)
})

test.each(BUILTIN_NAMES)('builtin:%s holds as many images as it says', async (name) => {
  const { count, channels, label } = BUILTIN_SETS[name]
  for (const size of [16, 32] as const) {
    const set = await openData(`builtin:${name}`, at(size))
    expect(set).toMatchObject({ name: `builtin:${name}`, label, count, channels, size, findings: [] })
    const pixels = size * size * channels
    expect(set.images).toHaveLength(count * pixels)
    // The last images are pictures too: an atlas cut wrongly would end in empty tiles.
    for (const i of [0, count - 1]) expect(new Set(set.images.subarray(i * pixels, (i + 1) * pixels)).size).toBeGreaterThan(1)
  }
})

/** How far the pixels of an image are from its corner, which is background. */
function figureOf(images: Uint8Array, image: number, length: number): Float64Array {
  const pixels = images.subarray(image * length, (image + 1) * length)
  const figure = Float64Array.from(pixels, (value) => Math.abs(value - (pixels[0] as number)))
  const norm = Math.hypot(...figure) || 1
  return figure.map((value) => value / norm)
}

test.each([
  ['digits', 10],
  ['fashion', 10],
  ['shapes', 4],
] as const)('the labels of builtin:%s tell what its images show: to know the mean image of each is to tell others', async (name, kinds) => {
  const { labels, images, channels, count } = await openData(`builtin:${name}`, at(16))
  if (!labels) throw new Error(`${name} has no labels`)
  expect([labels.names.length, labels.ofImages.length]).toEqual([kinds, count])
  const [known, asked] = [1000, 400]
  const length = 16 * 16 * channels
  const means = labels.names.map(() => new Float64Array(length))
  for (let i = 0; i < known; i++) {
    const mean = means[labels.ofImages[i] as number] as Float64Array
    for (const [k, value] of figureOf(images, i, length).entries()) mean[k] = (mean[k] as number) + value
  }
  const likeness = (one: Float64Array, other: Float64Array) =>
    one.reduce((sum, value, k) => sum + value * (other[k] as number), 0) / Math.hypot(...other)
  const right = Array.from({ length: asked }, (_, i) => known + i).filter((i) => {
    const figure = figureOf(images, i, length)
    const scores = means.map((mean) => likeness(figure, mean))
    return scores.indexOf(Math.max(...scores)) === labels.ofImages[i]
  })
  expect(right.length / asked).toBeGreaterThan(0.6) // blind guessing: 0.1, or 0.25
})

test.each([
  ['digits', 'ink', ['1', '0']],
  ['fashion', 'ink', ['Sandal', 'Coat']],
  ['shapes', 'height', ['flag', 'L']],
] as const)('the labels of builtin:%s are called by their names: by %s the first and the last are %s', async (name, measure, ends) => {
  const { labels, images, channels } = await openData(`builtin:${name}`, at(16))
  const length = 16 * 16 * channels
  const totals = new Map(labels?.names.map((label) => [label, 0]))
  for (let i = 0; i < 1000; i++) {
    const pixels = images.subarray(i * length, (i + 1) * length)
    let [ink, rows] = [0, 0]
    for (const [k, value] of pixels.entries()) {
      ink += Math.abs(value - (pixels[0] as number))
      rows += Math.abs(value - (pixels[0] as number)) * Math.floor(k / channels / 16) // 0 at the top
    }
    const label = labels?.names[labels.ofImages[i] as number] ?? ''
    totals.set(label, (totals.get(label) ?? 0) + (measure === 'ink' ? ink : rows / ink))
  }
  const order = [...totals].sort(([, one], [, other]) => one - other).map(([label]) => label)
  expect([order[0], order.at(-1)]).toEqual(ends)
})

test('emoji are labelled by their groups, discs not at all', async () => {
  const { labels, count } = await openData('builtin:emoji', at(16))
  expect([labels?.names[0], labels?.names.at(-1), labels?.names.length, labels?.ofImages.length]).toEqual([
    'Smileys & Emotion',
    'Flags',
    9,
    count,
  ])
  expect(new Set(labels?.ofImages)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]))
  expect((await openData('builtin:discs', at(16))).labels).toBeUndefined()
})

test('digits are not scaled at 32 px: 28 px in a black border', async () => {
  const { images } = await openData('builtin:digits', at(32))
  const border = images.subarray(0, 32 * 32 * 500).filter((_, i) => {
    const [x, y] = [i % 32, Math.floor(i / 32) % 32]
    return x < 2 || y < 2 || x >= 30 || y >= 30
  })
  expect(Math.max(...border)).toBe(0)
})

test('digits are enlarged to 64 px', async () => {
  const { images, count } = await openData('builtin:digits', at(64))
  expect(images).toHaveLength(count * 64 * 64)
  expect(Math.max(...images.subarray(0, 64 * 64))).toBeGreaterThan(200)
})

test.each(['digits', 'fashion', 'emoji'] as const)('%s gets no warnings', async (name) => {
  const set = await openData(`builtin:${name}`, at(32))
  const { leftOut, warnings } = await examine(set, at(32))
  expect(warnings.map(({ kind }) => kind)).toEqual(set.count < 2000 ? ['few'] : [])
  expect(leftOut.size).toBeLessThanOrEqual(2) // Fashion-MNIST and Twemoji hold a pair of twins each, Twemoji a white flag
})

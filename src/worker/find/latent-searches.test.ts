// Photos of which the nearest picture of a run is searched: prepared like its images, found while it goes on, cancelled, and refused as at import.
import { zipSync } from 'fflate'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { importImages } from '../../data/import.ts'
import { localImportPool } from '../../data/import-pool.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { preparationOf } from '../../spec/config.ts'
import { readLatent } from '../../spec/latent-text.ts'
import * as tf from '../../tensor/tf.ts'
import type { Prepare } from '../images.ts'
import { begin, type Connection, connectOnWasm, endRun, makeSteps, noise, stepsOf, tiny } from '../trainer-test-support.ts'

let connectTo: Awaited<ReturnType<typeof connectOnWasm>>
let tensors: number

beforeAll(async () => {
  connectTo = await connectOnWasm()
})
beforeEach(() => {
  tensors = tf.memory().numTensors
})

/** Files are prepared as in the browser; of their formats only those that need no decoder of the platform. */
const prepare: Prepare = async (source, preparation, _, options) => {
  if (source.kind !== 'files') return noise(preparation.size)
  const files = source.files.map(({ path, file }) => ({
    path,
    size: file?.size ?? 0,
    read: async (from: number, to: number) => (file as File).slice(from, to).arrayBuffer(),
  }))
  const noDecoder = () => Promise.reject(new Error('there is no decoder'))
  return importImages(files, preparation, localImportPool(noDecoder), { name: source.name, ...options })
}

/** A BMP of 24 bits, upside down as they are stored: red above, blue below, with a green line at the left. */
function photo(width: number, height: number): Uint8Array<ArrayBuffer> {
  const stride = Math.ceil((3 * width) / 4) * 4
  const bytes = new Uint8Array(54 + stride * height)
  const view = new DataView(bytes.buffer)
  bytes.set([0x42, 0x4d])
  for (const [at, value] of [[2, bytes.length], [10, 54], [14, 40], [18, width], [22, height]] as const) view.setUint32(at, value, true) // biome-ignore format: a header
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      bytes.set(x < width / 4 ? [0, 255, 0] : y < height / 2 ? [255, 0, 0] : [0, 0, 255], 54 + y * stride + 3 * x)
  }
  return bytes
}

type Found = Extract<TrainerEvent, { type: 'latent-found' | 'find-failed' }>

function begunSearch({ send }: Connection, id: number, path: string, bytes: Uint8Array<ArrayBuffer>, run = 1): void {
  send({ type: 'find-latent', id, source: { run, snapshot: null }, photo: { path, file: new File([bytes], path) } })
}

async function ended({ until }: Connection, id: number): Promise<Found> {
  return (await until((event) => (event.type === 'latent-found' || event.type === 'find-failed') && event.id === id)) as Found
}

function search(page: Connection, id: number, path: string, bytes: Uint8Array<ArrayBuffer>, run = 1): Promise<Found> {
  begunSearch(page, id, path, bytes, run)
  return ended(page, id)
}

test('a photo is prepared as the images of the run were, and the nearest picture is nearer than that of the best seed', async () => {
  const page = connectTo({ prepare })
  await begin(page)
  await makeSteps(page, 2)
  const between = tf.memory().numTensors
  const answer = await search(page, 5, 'holiday.bmp', photo(32, 64))
  if (answer.type !== 'latent-found') throw new Error(`${answer.sentence}`)
  const { found } = answer
  const targets = page.events.flatMap((event) => (event.type === 'find-target' ? [event.target] : []))
  expect(targets).toHaveLength(1)
  const { pixels, size } = targets[0]?.picture ?? { pixels: [], size: 0 }
  expect(size).toBe(16)
  const isNear = (x: number, y: number, colour: readonly number[]) =>
    colour.every((value, channel) => Math.abs((pixels[4 * (16 * y + x) + channel] as number) - value) < 16)
  expect([isNear(1, 8, [0, 255, 0]), isNear(10, 2, [255, 0, 0]), isNear(10, 13, [0, 0, 255])]).toEqual([true, true, true])
  expect(found.error).toBeLessThan(found.seedError)
  expect(found).toMatchObject({ step: 2, class: null })
  expect(readLatent(found.latent)).toHaveLength(8)
  expect(rootMeanSquare(found.picture.pixels, Uint8ClampedArray.from(pixels))).toBeCloseTo(found.error, 0)
  const progress = page.events.flatMap((event) => (event.type === 'find-progress' ? [event] : []))
  expect(progress.length).toBeGreaterThan(0)
  expect(progress.every(({ id, share }) => id === 5 && share > 0 && share <= 1)).toBe(true)
  expect(tf.memory().numTensors).toBe(between)
  await endRun(page, 1)
  expect(tf.memory().numTensors).toBe(tensors)
})

/** Of the colours, not of the alpha. */
function rootMeanSquare(one: Uint8ClampedArray, other: Uint8ClampedArray): number {
  const squares = one.reduce((sum, value, i) => sum + (i % 4 === 3 ? 0 : (value - (other[i] as number)) ** 2), 0)
  return Math.sqrt(squares / (0.75 * one.length))
}

test('a search is cancelled, or given up for another one, while the run trains on, and nothing of it stays', async () => {
  const page = connectTo({ prepare })
  await begin(page)
  await makeSteps(page, 1)
  page.send({ type: 'resume' })
  begunSearch(page, 1, 'first.bmp', photo(16, 16))
  await page.until((event) => event.type === 'find-progress' && event.id === 1)
  const steps = stepsOf(page.events).at(-1) as number
  begunSearch(page, 2, 'second.bmp', photo(16, 16))
  expect(await ended(page, 1)).toMatchObject({ type: 'find-failed', sentence: null })
  await page.until((event) => event.type === 'find-progress' && event.id === 2)
  page.send({ type: 'cancel-find', id: 1 }, { type: 'cancel-find', id: 2 })
  expect(await ended(page, 2)).toMatchObject({ type: 'find-failed', sentence: null })
  const mark = page.events.length
  await page.until(({ type }) => type === 'step', mark)
  expect(stepsOf(page.events).at(-1)).toBeGreaterThan(steps)
  await endRun(page, 1)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('a file that the import would refuse is refused in the same words, and so is more than one picture', async () => {
  const page = connectTo({ prepare })
  await begin(page)
  await makeSteps(page, 1)
  const sentenceOf = async (id: number, path: string, bytes: Uint8Array<ArrayBuffer>, run = 1) => {
    const answer = await search(page, id, path, bytes, run)
    return answer.type === 'find-failed' ? answer.sentence : 'found'
  }
  const atImport = async (path: string, bytes: Uint8Array<ArrayBuffer>) => {
    const source = { kind: 'files', name: path, files: [{ path, file: new File([bytes], path) }] } as const
    page.send({ type: 'open', id: 100, source, preparation: { ...preparationOf(tiny), size: 16 } })
    const event = await page.until((each) => each.type === 'dataset-failed', page.events.length)
    return event.type === 'dataset-failed' ? event.failure?.message : null
  }
  const files = [
    ['broken.bmp', photo(8, 8).subarray(0, 60)],
    ['notes.txt', new TextEncoder().encode('no picture')],
    ['small.bmp', photo(2, 2)],
  ] as const
  for (const [i, [path, bytes]] of files.entries()) {
    const sentence = await sentenceOf(10 + i, path, new Uint8Array(bytes))
    expect(sentence).toContain(`“${path}” cannot be used.`)
    expect(sentence).toBe(await atImport(path, new Uint8Array(bytes)))
  }
  const zip = zipSync({ 'a.bmp': photo(16, 16), 'b.bmp': photo(32, 16) })
  expect(await sentenceOf(20, 'two.zip', new Uint8Array(zip))).toBe('This file holds several pictures. Drop one picture alone.')
  expect(await sentenceOf(21, 'photo.bmp', photo(16, 16), 7)).toMatch(/^The run ended before the search was done/)
  await endRun(page, 1)
})

// Checkpoints as files: what stands in them, and what is said where they are damaged, lie, or come from elsewhere.
import { expect, test } from 'vitest'
import { joined } from '../data/bytes.ts'
import { RandomStream } from '../spec/rng.ts'
import type { SnapshotPictures } from '../spec/runs.ts'
import { sizeOf } from '../tensor/shape.ts'
import { type Checkpoint, encodeCheckpoint, readCheckpoint, readPictures, restoreModels, startFrom, stripCheckpoint } from './checkpoint.ts'
import { CheckpointError } from './errors.ts'
import { stateShapes } from './models.ts'
import { orientableImages, TINY } from './test-support.ts'

const CHANNELS = 3
const stream = new RandomStream(3, 'dataset')
const tensors = Object.fromEntries(
  Object.entries(stateShapes(TINY, CHANNELS)).map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]),
)
const pixels = (count: number) => {
  const rgba = new Uint8ClampedArray(count * TINY.size * TINY.size * 4)
  return { count, size: TINY.size, pixels: rgba.map((_, i) => (i % 4 === 3 ? 255 : stream.below(256))) }
}
const probabilities = Array.from({ length: 16 }, () => [0.25, 0.5, 0.125, 0.125] as const)
const pictures: SnapshotPictures = {
  step: 7,
  wall: { step: 5, seeds: [3, 1, 2], pictures: pixels(3) },
  panel: { step: 6, pictures: pixels(16), probabilities },
}
const about = {
  run: 'k3f9x2b7',
  data: 'builtin:shapes',
  channels: CHANNELS,
  images: { count: 2, hash: 'abc' },
  device: null,
  classCount: 0,
  classes: null,
} as const
const state: Checkpoint = { ...about, config: TINY, step: 7, elapsedSeconds: 1.5, content: 'state', tensors, pictures }
const file = encodeCheckpoint(state)

/** A file whose header is changed, with all else as it was. */
function withHeader(change: (header: Record<string, unknown>) => unknown, data = dataOf(file)): Uint8Array<ArrayBuffer> {
  return fileOf(JSON.stringify(change(headerOf(file))), data)
}

function fileOf(json: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true)
  return joined(length, ascii(json), data)
}

/** A file with nothing but a header of so many bytes. */
function longHeader(length: number): Uint8Array {
  const bytes = new Uint8Array(8 + length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.set(ascii('{'), 8)
  return bytes
}

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const lengthOf = (bytes: Uint8Array<ArrayBuffer>) => Number(new DataView(bytes.buffer).getBigUint64(0, true))
const dataOf = (bytes: Uint8Array<ArrayBuffer>) => bytes.subarray(8 + lengthOf(bytes))
const headerOf = (bytes: Uint8Array<ArrayBuffer>) => JSON.parse(String.fromCharCode(...bytes.subarray(8, 8 + lengthOf(bytes))))
const metadataOf = (header: Record<string, unknown>) => JSON.parse((header.__metadata__ as { quarterturn: string }).quarterturn)

/** The header of version 1, which had no checksum: what a person changes in it is not noticed by that. */
function withMetadata(change: (metadata: Record<string, unknown>) => object): Uint8Array<ArrayBuffer> {
  return withHeader((header) => ({
    ...header,
    __metadata__: { quarterturn: JSON.stringify(change({ ...metadataOf(header), version: 1 })) },
  }))
}

function withEntry(name: string, changes: object, data?: Uint8Array): Uint8Array<ArrayBuffer> {
  const unsealed = withMetadata((metadata) => metadata)
  return fileOf(JSON.stringify({ ...headerOf(unsealed), [name]: { ...headerOf(unsealed)[name], ...changes } }), data ?? dataOf(file))
}

test('everything in a file comes back as it was, pictures with their steps and seeds among it', () => {
  expect(readCheckpoint(file)).toEqual(state)
  const grey = { ...about, channels: 1 as const, config: TINY, step: 1, elapsedSeconds: 0, content: 'pictures' as const, tensors: {} }
  const replicated = pixels(2)
  replicated.pixels.forEach((_, i) => {
    if (i % 4 !== 3) replicated.pixels[i] = replicated.pixels[i - (i % 4)] as number
  })
  const wall = { step: 1, seeds: [1, 2], pictures: replicated }
  expect(readCheckpoint(encodeCheckpoint({ ...grey, pictures: { step: 1, wall, panel: null } })).pictures).toEqual({
    step: 1,
    wall,
    panel: null,
  })
})

test('pictures are read without the networks', async () => {
  let read = 0
  const reader = {
    size: file.length,
    read: async (from: number, to: number) => {
      read += to - from
      return file.subarray(from, to)
    },
  }
  expect(await readPictures(reader)).toEqual(pictures)
  expect(read).toBeLessThan(file.length - 8 * sizeOf(tensors['generator/up1/kernel']?.shape ?? []))
})

test('a file can be stripped to its networks and to its pictures, and says so', async () => {
  const stripped = stripCheckpoint(file, 'networks')
  expect(stripped.length).toBeLessThan(file.length / 2)
  const networks = readCheckpoint(stripped)
  expect(networks).toMatchObject({ content: 'networks', step: 7, config: TINY, pictures })
  const groups = new Set(Object.keys(networks.tensors).map((name) => name.split('/')[0]))
  expect([...groups]).toEqual(['discriminator', 'average', 'spectral'])
  expect(stripCheckpoint(file, 'pictures').length).toBeLessThan(file.length / 10)
  const shown = readCheckpoint(stripCheckpoint(file, 'pictures'))
  expect(shown).toEqual({ ...state, content: 'pictures', tensors: {} })
  expect(() => restoreModels(shown)).toThrow('There are only pictures in this file')
  expect(() => stripCheckpoint(stripCheckpoint(file, 'pictures'), 'networks')).toThrow('There are only pictures in this file')
})

test('files of the first version open: they have no checksum, no pictures, and a header of any length', () => {
  const { pictures: _, content: __, run: ___, ...old } = metadataOf(headerOf(file))
  const places = Object.fromEntries(Object.entries(headerOf(file)).filter(([name]) => name in tensors))
  const data = dataOf(file).subarray(0, sizeOfAll())
  const { run: ____, ...withoutRun } = state
  for (const padding of ['', ' ', '   ']) {
    const json = JSON.stringify({ __metadata__: { quarterturn: JSON.stringify({ ...old, version: 1 }) }, ...places }) + padding
    expect(readCheckpoint(fileOf(json, data))).toEqual({ ...withoutRun, pictures: { step: 7, wall: null, panel: null } })
  }
})

const sizeOfAll = () => Object.values(tensors).reduce((sum, { values }) => sum + values.byteLength, 0)

test('a file that was cut anywhere is refused with a sentence, and so is one with a single bit changed', () => {
  for (let percent = 0; percent < 100; percent++) {
    const cut = file.subarray(0, Math.floor((file.length * percent) / 100))
    expect(() => readCheckpoint(cut), `${percent} %`).toThrow(CheckpointError)
  }
  const bits = new RandomStream(5, 'dataset')
  const header = file.length - dataOf(file).length
  for (let i = 0; i < 200; i++) {
    const at = i % 2 === 0 ? bits.below(header) : bits.below(file.length)
    const bit = 1 << bits.below(8)
    expect(() => readCheckpoint(file.with(at, (file[at] as number) ^ bit)), `bit ${bit} of byte ${at}`).toThrow(CheckpointError)
  }
})

const far = 2 ** 53 - 1
const first = 'generator/linear/weight'
const wide = { ...TINY, width: 64, size: 64 }

test.each<[string, Uint8Array, string]>([
  ['that is empty', new Uint8Array(), 'This is not a checkpoint, or its beginning is missing.'],
  ['of another kind', ascii('GIF89a, and more of it').fill(0, 8), 'This is not a checkpoint, or its beginning is missing.'],
  ['with a header of nearly 2^53 bytes', joined([255, 255, 255, 255, 255, 255, 31, 0], ascii('{}')), 'This is not a checkpoint'],
  ['with a header of 200 MB', longHeader(200 * 1024 * 1024), 'This is not a checkpoint'],
  ['without JSON', fileOf('{no json', new Uint8Array()), 'its header cannot be read'],
  ['with a list for a header', fileOf('[1]', new Uint8Array()), 'This is not a checkpoint'],
  ['of another program', withHeader(({ __metadata__: _, ...rest }) => rest), 'was not written by Quarterturn'],
  ['of a newer version', withMetadata((metadata) => ({ ...metadata, version: 99 })), 'written by a newer Quarterturn: reload the page'],
  ['of no version', withMetadata((metadata) => ({ ...metadata, version: '1' })), 'does not say which version'],
  ['with a setting that cannot be', withMetadata((metadata) => ({ ...metadata, config: { size: 17 } })), 'settings cannot be used'],
  ['of no step', withMetadata((metadata) => ({ ...metadata, step: -1 })), 'does not say where its run stands'],
  ['of a run whose id is a path', withMetadata((metadata) => ({ ...metadata, run: '../x' })), 'does not say where its run stands'],
  ['of a run whose id is a number', withMetadata((metadata) => ({ ...metadata, run: 7 })), 'does not say where its run stands'],
  ['of five channels', withMetadata((metadata) => ({ ...metadata, channels: 5 })), 'does not say where its run stands'],
  ['of unknown content', withMetadata((metadata) => ({ ...metadata, content: 'all' })), 'does not say what is in it'],
  [
    'whose settings are those of larger networks',
    withMetadata((metadata) => ({ ...metadata, config: wide })),
    `“${first}” is missing or has`,
  ],
  ['without a tensor', withHeader(({ [first]: _, ...rest }) => rest), `does not begin where the one before it ends`],
  ['with a tensor of another type', withEntry(first, { dtype: 'F16' }), `“${first}” is of the type F16`],
  ['with a shape that lies', withEntry(first, { shape: [1, 1] }), `“${first}” is missing or has`],
  ['with a shape of nearly 2^53', withEntry(first, { shape: [far, far] }), `“${first}” is missing or has`],
  ['with a shape of many sides', withEntry(first, { shape: Array(1000).fill(1) }), `“${first}” is missing or has`],
  ['with a negative side', withEntry(first, { shape: [-8, -128] }), `“${first}” is missing or has`],
  ['with offsets near 2^53', withEntry(first, { shape: [1], data_offsets: [far - 5, far - 1] }), 'does not begin where'],
  ['with offsets that run backwards', withEntry(first, { data_offsets: [4096, 0] }), `“${first}” is missing or has`],
  [
    'with two tensors in one place',
    withEntry('another', { dtype: 'F32', shape: [8, 128], data_offsets: [0, 4096] }),
    'does not begin where',
  ],
  ['with one tensor for another', withEntry(first, headerOf(file)['average/linear/weight']), 'does not begin where'],
  [
    'with something behind its end',
    joined(
      withMetadata((metadata) => metadata),
      [0],
    ),
    'something follows after its end',
  ],
  ['with an infinite weight', withEntry(first, {}, infinite(0)), `in “${first}” is a value that is not a number`],
  [
    'with a wall of the wrong size',
    withMetadata((metadata) => ({ ...metadata, pictures: { wall: { step: 1, seeds: [1] }, panel: null } })),
    '“pictures/',
  ],
  ['with probabilities that are none', withEntry(first, {}, infinite(sizeOfAll())), '“pictures/probabilities”'],
])('a file %s is refused with a sentence', (_, bytes, sentence) => {
  expect(() => readCheckpoint(bytes)).toThrow(CheckpointError)
  expect(() => readCheckpoint(bytes)).toThrow(sentence)
})

function infinite(at: number): Uint8Array {
  const data = dataOf(file).slice()
  new DataView(data.buffer).setFloat32(at, Number.POSITIVE_INFINITY, true)
  return data
}

test('a header with a tensor twice is that of a damaged file', () => {
  const json = JSON.stringify(headerOf(withMetadata((metadata) => metadata)))
  const twice = json.replace(`"${first}":`, `"${first}":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"${first}":`)
  expect(readCheckpoint(fileOf(twice, dataOf(file))).tensors).toEqual(tensors) // the later one counts, and is right
  const wrong = json.replace(/\}$/, `,"${first}":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`)
  expect(() => readCheckpoint(fileOf(wrong, dataOf(file)))).toThrow('does not begin where')
})

test('weights for other settings are refused, and the sentence names each setting', () => {
  const dataset = orientableImages(8, 32, 1)
  expect(() => startFrom(state, { ...TINY, size: 32, width: 8, latent: 16 }, dataset)).toThrow(
    'The weights of that run do not fit: “Image size” is 16 there and 32 here; “Width” is 4 there and 8 here; “Latent size” is 8 there and 16 here; its images are in colour, and these in grey.',
  )
  expect(() => startFrom(state, { ...TINY, architecture: 'resnet' }, orientableImages(8))).toThrow('“Architecture” is')
  expect(() => startFrom(state, { ...TINY, spectralNorm: false }, orientableImages(8))).toThrow(
    '“Spectral norm” is true there and false here',
  )
})

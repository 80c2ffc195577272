// The classes of a run in checkpoints: what stands in which files, that lies about them are refused, and that old files have none.
import { describe, expect, test } from 'vitest'
import { ascii, joined, u64le } from '../data/bytes.ts'
import { MAX_CLASS_NAME } from '../spec/classes.ts'
import type { RunConfig } from '../spec/config.ts'
import { FIELDS } from '../spec/fields.ts'
import { RandomStream } from '../spec/rng.ts'
import { sizeOf } from '../tensor/shape.ts'
import {
  type Checkpoint,
  encodeCheckpoint,
  maxCheckpointBytes,
  readCheckpoint,
  readPictures,
  restoreRun,
  startFrom,
  stripCheckpoint,
} from './checkpoint.ts'
import type { ClassLabels } from './class-labels.ts'
import { CheckpointError } from './errors.ts'
import { stateShapes } from './models.ts'
import { classesInTurn, orientableImages, TINY } from './test-support.ts'

const COUNT = 24
const CONFIG: RunConfig = { ...TINY, conditioning: 'co-trained' }
const CLASSES: ClassLabels = { ...classesInTurn(COUNT, [5, 0, 3], 4), names: ['a cat', 'ein Hund “groß”', '鳥'] }
const NO_TABLES = { ofImages: new Int32Array(), confidence: new Float32Array(), given: new Int32Array() }

function stateOf(config: RunConfig, classCount: number, classes: ClassLabels | null): Checkpoint {
  const stream = new RandomStream(3, 'dataset')
  const shapes = Object.entries(stateShapes(config, 3, classCount))
  const tensors = Object.fromEntries(shapes.map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]))
  const pixels = new Uint8ClampedArray(2 * config.size ** 2 * 4).map((_, i) => (i % 4 === 3 ? 255 : i % 256))
  const wall = { step: 5, seeds: [3, 1], ...(classCount > 0 && { classes: [2, 0] }), pictures: { count: 2, size: config.size, pixels } }
  const about = { data: 'own', channels: 3, images: { count: COUNT, hash: 'abc' }, device: null, elapsedSeconds: 1 } as const
  return { ...about, config, step: 7, classCount, classes, content: 'state', tensors, pictures: { step: 7, wall, panel: null } }
}

const STATE = stateOf(CONFIG, 3, CLASSES)
const FILE = encodeCheckpoint(STATE)

test('everything known of the classes comes back as it was, with the class of each picture of the wall', () => {
  expect(readCheckpoint(FILE)).toEqual(STATE)
})

test('without the state of training, names, counts and the classes of the wall are left: what pictures need', async () => {
  for (const content of ['networks', 'pictures'] as const) {
    const stripped = stripCheckpoint(FILE, content)
    const checkpoint = readCheckpoint(stripped)
    expect(checkpoint).toMatchObject({ content, classCount: 3, pictures: STATE.pictures })
    expect(checkpoint.classes).toEqual({ ...CLASSES, ...NO_TABLES })
    expect(stripCheckpoint(stripped, content)).toEqual(stripped)
    const read = async (from: number, to: number) => stripped.subarray(from, to)
    expect(await readPictures({ size: stripped.length, read })).toEqual(STATE.pictures)
  }
})

test('a run whose classes have not been found is kept without them; 300 classes are kept', () => {
  const early = { ...STATE, classes: null }
  expect(readCheckpoint(encodeCheckpoint(early))).toEqual(early)
  const many = stateOf({ ...TINY, conditioning: 'given' }, 300, classesInTurn(COUNT, Array(300).fill(1)))
  expect(readCheckpoint(encodeCheckpoint(many))).toEqual(many)
})

test('no file of a run is larger than the largest that is read, whatever its classes', () => {
  for (const [config, count] of [
    [{ ...CONFIG, conditioning: 'clusters', classCount: 40 }, 40],
    [{ ...CONFIG, size: 32, width: 32 }, 1000],
  ] as const) {
    const floats = Object.values(stateShapes(config, 3, count)).reduce((sum, shape) => sum + sizeOf(shape), 0)
    expect(maxCheckpointBytes(config, 3)).toBeGreaterThan(4 * floats)
  }
  expect(maxCheckpointBytes(TINY, 3)).toBeLessThan(maxCheckpointBytes({ ...TINY, conditioning: 'clusters', classCount: 2 }, 3))
})

interface Place {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}
type Header = Record<string, Place> & { readonly __metadata__: { readonly quarterturn: string } }
type Info = Record<string, unknown>

/** The file as one of the first version, which has no checksum, with its header changed. */
function changed(
  change: (info: Info) => Info,
  places: (header: Header) => object = (header) => header,
  from = FILE,
): Uint8Array<ArrayBuffer> {
  const end = 8 + u64le(from, 0)
  const header: Header = JSON.parse(ascii(from, 8, end - 8))
  const quarterturn = JSON.stringify(change({ ...JSON.parse(header.__metadata__.quarterturn), version: 1 }))
  const json = asciiBytes(JSON.stringify({ ...places(header), __metadata__: { quarterturn } }))
  const start = new Uint8Array(8)
  new DataView(start.buffer).setBigUint64(0, BigInt(json.length), true)
  return joined(start, json, from.subarray(end))
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
const asciiBytes = (json: string) => Uint8Array.from(json.replace(/[\u0080-\uffff]/g, escaped), (character) => character.charCodeAt(0))

const facts = (changes: object) => changed((info) => ({ ...info, classes: { ...(info.classes as object), ...changes } }))
const wallOf = (classes: unknown) => changed((info) => ({ ...info, pictures: { wall: { step: 5, seeds: [3, 1], classes }, panel: null } }))
const same = (info: Info) => info
const place = (name: string, changes: object) => changed(same, (header) => ({ ...header, [name]: { ...header[name], ...changes } }))

/** The file with another value in one of its tables. */
function withValue(name: string, at: number, value: number, kind: 'setInt32' | 'setFloat32'): Uint8Array<ArrayBuffer> {
  const file = changed(same)
  const end = 8 + u64le(file, 0)
  const header: Header = JSON.parse(ascii(file, 8, end - 8))
  new DataView(file.buffer)[kind](end + (header[name] as Place).data_offsets[0] + 4 * at, value, true)
  return file
}

const UNSAID = 'does not say which classes its run has'

describe('a file is refused with a sentence', () => {
  test.each<[string, Uint8Array, string]>([
    ['with a class more than its networks have', changed((info) => ({ ...info, classCount: 4 })), UNSAID],
    ['with networks of other sizes', changed((info) => ({ ...info, classCount: 4, classes: null })), 'is missing or has the wrong size'],
    ['with more classes than can be', changed((info) => ({ ...info, classCount: 1e9, classes: null })), UNSAID],
    ['with half a class', changed((info) => ({ ...info, classCount: 2.5, classes: null })), UNSAID],
    ['with classes where the settings have none', changed((info) => ({ ...info, config: TINY })), UNSAID],
    ['with settings of classes and none', changed((info) => ({ ...info, classCount: 0, classes: null })), UNSAID],
    ['with several classes for a single label', changed((info) => ({ ...info, config: { ...CONFIG, conditioning: 'single' } })), UNSAID],
    ['with a name too few', facts({ names: ['a', 'b'] }), UNSAID],
    ['with a name of absurd size', facts({ names: ['a', 'b', 'x'.repeat(MAX_CLASS_NAME + 1)] }), UNSAID],
    ['with a number for a name', facts({ names: ['a', 'b', 3] }), UNSAID],
    ['with names that are no list', facts({ names: 'abc' }), UNSAID],
    ['with a count too many', facts({ counts: [1, 2, 3, 4] }), UNSAID],
    ['with a negative count', facts({ counts: [1, 2, -3] }), UNSAID],
    ['with a count that is none', facts({ counts: [1, 2, null] }), UNSAID],
    ['with classes found later than its step', facts({ step: 8 }), UNSAID],
    ['with a list for its classes', changed((info) => ({ ...info, classes: [] })), UNSAID],
    ['with a picture of a class that there is not', wallOf([2, 3]), 'does not say what its pictures are'],
    ['with a picture of no class', wallOf([-1, 0]), 'does not say what its pictures are'],
    ['with a picture more than classes', wallOf([2]), 'does not say what its pictures are'],
    [
      'with tables of another length than its images',
      changed((info) => ({ ...info, images: { count: 25, hash: 'abc' } })),
      '“labels/ofImages”',
    ],
    ['with tables of two lengths', place('labels/given', { shape: [COUNT, 1] }), '“labels/given”'],
    ['with a table of another type', place('labels/given', { dtype: 'F32' }), '“labels/given”'],
    ['with tables and no classes', changed((info) => ({ ...info, classes: null })), '“labels/ofImages”'],
    ['with an image of a class that there is not', withValue('labels/ofImages', 5, 3, 'setInt32'), 'of a class that there is not'],
    ['with a known label that there is not', withValue('labels/given', 23, -2, 'setInt32'), 'of a class that there is not'],
    ['with a confidence that is none', withValue('labels/confidence', 0, Number.NaN, 'setFloat32'), 'of a class that there is not'],
    ['with a confidence of 2', withValue('labels/confidence', 7, 2, 'setFloat32'), 'of a class that there is not'],
  ])('%s', (_, bytes, sentence) => {
    expect(() => readCheckpoint(bytes)).toThrow(CheckpointError)
    expect(() => readCheckpoint(bytes)).toThrow(sentence)
  })

  test('but opens where nothing was changed, also where it does not say how many images there were', () => {
    expect(readCheckpoint(changed(same))).toEqual(STATE)
    expect(readCheckpoint(changed((info) => ({ ...info, images: null })))).toEqual({ ...STATE, images: null })
  })
})

test('names from a file change nothing of the text around them, on a terminal or a page', () => {
  expect(readCheckpoint(facts({ names: ['a\u001b[2J', 'b\u202e', '鳥'] })).classes?.names).toEqual(['a\ufffd[2J', 'b\ufffd', '鳥'])
})

test('a file from before there were classes has none', () => {
  const plain = stateOf(TINY, 0, null)
  const file = changed(
    ({ classCount: _, classes: __, config, ...info }) => {
      const { conditioning, classCount, rampUntil, ...settings } = config as RunConfig
      expect([conditioning, classCount, rampUntil]).toEqual(['none', 10, 0])
      return { ...info, config: settings }
    },
    undefined,
    encodeCheckpoint(plain),
  )
  expect(readCheckpoint(file)).toEqual(plain)
})

test('networks with other classes do not fit, and the sentence names them', () => {
  const { label } = FIELDS.conditioning
  const dataset = orientableImages(COUNT)
  const labels = { names: ['a', 'b', 'c'], ofImages: Array.from({ length: COUNT }, (_, i) => i % 3) }
  expect(() => startFrom(STATE, TINY, dataset)).toThrow(
    `The weights of that run do not fit: “${label}” is co-trained there and none here; its networks know 3 classes, and these no classes.`,
  )
  expect(() => startFrom(STATE, { ...CONFIG, conditioning: 'single' }, dataset)).toThrow('its networks know 3 classes, and these one class')
  expect(() => startFrom(STATE, { ...CONFIG, conditioning: 'given' }, { ...dataset, labels })).toThrow(
    `fit: “${label}” is co-trained there and given here.`,
  )
  expect(() => startFrom(stateOf(TINY, 0, null), { ...TINY, conditioning: 'clusters' }, dataset)).toThrow(
    'fit: its networks know no classes, and these 10 classes.',
  )
  expect(() => startFrom(STATE, CONFIG, dataset)).toThrow('These settings need labels')
  expect(() => restoreRun(STATE, orientableImages(COUNT - 1))).toThrow('knows the classes of 24 images; the data given has 23')
})

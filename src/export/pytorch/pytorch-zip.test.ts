// What stands in the zip of a PyTorch export, and what is refused.
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { type Checkpoint, encodeCheckpoint, stripCheckpoint } from '../../gan/checkpoint.ts'
import { CheckpointError } from '../../gan/errors.ts'
import type { Directions } from '../../gan/latent/directions.ts'
import { stateShapes } from '../../gan/models.ts'
import { headerEnd, LENGTH_BYTES, parseHeader } from '../../gan/safetensors.ts'
import { classesInTurn, TINY } from '../../gan/test-support.ts'
import { RandomStream } from '../../spec/rng.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { PYTORCH_FILES } from './files.ts'
import { pytorchZip } from './pytorch-zip.ts'

const IMAGES = 24
const NAMES = ['"""\'\'\'\\', 'x\u2028}{%s} </script>', 'grüße 🐈 \ud800']
const CONFIG = { ...TINY, conditioning: 'given' } as const
const ABOUT = { name: 'My "run"\n é', run: 'k3f9x2' }
const stream = new RandomStream(5, 'dataset')
const tensors = Object.fromEntries(
  Object.entries(stateShapes(CONFIG, 3, NAMES.length)).map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]),
)
const checkpoint: Checkpoint = {
  config: CONFIG,
  data: 'folder',
  channels: 3,
  step: 7,
  elapsedSeconds: 1,
  images: { count: IMAGES, hash: 'abc' },
  device: null,
  classCount: NAMES.length,
  classes: { ...classesInTurn(IMAGES, [5, 9, 3]), names: NAMES },
  content: 'state',
  tensors,
  pictures: { step: 7, wall: null, panel: null },
}
const bytes = encodeCheckpoint(checkpoint)
const DIRECTIONS: Directions = {
  sets: { pc: [{ share: 0.5, vector: Float32Array.of(1, 0) }], cf: [{ share: 0.5, vector: Float32Array.of(0, -1) }] },
  shifts: { norm: [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)] },
}
const filesOf = (zip: Uint8Array) => unzipSync(zip) as Readonly<Record<string, Uint8Array>>

/** `toEqual` takes seconds for so many bytes. */
function isSame(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one?.length === other.length && one.every((byte, i) => byte === other[i])
}

test('the zip has the state as it is kept, the settings, and programs that can be read', () => {
  const zip = pytorchZip(bytes, ABOUT, DIRECTIONS)
  const { 'weights.safetensors': weights, 'directions.safetensors': directions, 'config.json': config, ...others } = filesOf(zip)
  expect(isSame(weights, bytes)).toBe(true)
  expect(Object.keys(others).sort()).toEqual(
    [
      'README.md',
      ...'checkpoint data directions draws latents losses model passes philox picture_code sample train training weights'
        .split(' ')
        .map((name) => `${name}.py`),
    ].sort(),
  )
  for (const [name, text] of Object.entries(others)) expect(strFromU8(text)).toBe(PYTORCH_FILES[name])
  expect(strFromU8(config as Uint8Array)).toContain('"seed": 1,')
  expect(zip.length - bytes.length).toBeLessThan(35_000)
  expect(isSame(pytorchZip(bytes, ABOUT, DIRECTIONS), zip)).toBe(true)
})

test('the directions stand beside the state as tensors of their own, with the step that they are of', () => {
  const file = filesOf(pytorchZip(bytes, ABOUT, DIRECTIONS))['directions.safetensors'] as Uint8Array
  const end = headerEnd(file, file.length)
  const { metadata, places } = parseHeader(file.subarray(LENGTH_BYTES, end), file.length)
  expect(metadata).toEqual({ quarterturn: '{"step":7}' })
  const numbers = Object.entries(places).map(([name, { shape, from, to }]) => [
    name,
    shape,
    [...new Float32Array(file.slice(from, to).buffer)],
  ])
  expect(numbers).toEqual([
    ['directions/pc', [1, 2], [1, 0]],
    ['directions/cf', [1, 2], [0, -1]],
    ['directions/shifts/norm', [2, 3], [1, 2, 3, 4, 5, 6]],
  ])
})

test('settings, progress and classes stand in config.json whatever their names are, in ASCII', () => {
  const json = strFromU8(filesOf(pytorchZip(bytes, ABOUT, DIRECTIONS))['config.json'] as Uint8Array)
  expect(JSON.parse(json)).toEqual({
    ...ABOUT,
    data: 'folder',
    step: 7,
    content: 'state',
    channels: 3,
    classCount: 3,
    classes: { names: NAMES, counts: [5, 9, 3] },
    images: { count: IMAGES, hash: 'abc' },
    config: CONFIG,
  })
  for (const text of [json, ...Object.values(PYTORCH_FILES)]) expect([...text].filter((letter) => letter > '~')).toEqual([])
})

test('a snapshot of the networks alone becomes a zip that says so, and one of pictures is refused', () => {
  const networks = stripCheckpoint(bytes, 'networks')
  const files = filesOf(pytorchZip(networks, ABOUT, DIRECTIONS))
  expect(isSame(files['weights.safetensors'], networks)).toBe(true)
  expect(JSON.parse(strFromU8(files['config.json'] as Uint8Array))).toMatchObject({ content: 'networks', classes: { names: NAMES } })
  const pictures = stripCheckpoint(bytes, 'pictures')
  expect(() => pytorchZip(pictures, ABOUT, DIRECTIONS)).toThrow(CheckpointError)
  expect(() => pytorchZip(pictures, ABOUT, DIRECTIONS)).toThrow('only pictures in this snapshot')
  expect(() => pytorchZip(bytes.with(bytes.length - 1, 77), ABOUT, DIRECTIONS)).toThrow('damaged')
})

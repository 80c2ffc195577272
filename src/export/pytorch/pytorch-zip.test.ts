// What stands in the zip of a PyTorch export, and what is refused.
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { type Checkpoint, encodeCheckpoint, stripCheckpoint } from '../../gan/checkpoint.ts'
import { CheckpointError } from '../../gan/errors.ts'
import { stateShapes } from '../../gan/models.ts'
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
const filesOf = (zip: Uint8Array) => unzipSync(zip) as Readonly<Record<string, Uint8Array>>

/** `toEqual` takes seconds for so many bytes. */
function isSame(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one?.length === other.length && one.every((byte, i) => byte === other[i])
}

test('the zip has the state as it is kept, the settings, and programs that can be read', () => {
  const zip = pytorchZip(bytes, ABOUT)
  const { 'weights.safetensors': weights, 'config.json': config, ...others } = filesOf(zip)
  expect(isSame(weights, bytes)).toBe(true)
  expect(Object.keys(others).sort()).toEqual(
    [
      'README.md',
      ...'checkpoint data draws latents losses model passes philox picture_code sample train training weights'
        .split(' ')
        .map((name) => `${name}.py`),
    ].sort(),
  )
  for (const [name, text] of Object.entries(others)) expect(strFromU8(text)).toBe(PYTORCH_FILES[name])
  expect(strFromU8(config as Uint8Array)).toContain('"seed": 1,')
  expect(zip.length - bytes.length).toBeLessThan(35_000)
  expect(isSame(pytorchZip(bytes, ABOUT), zip)).toBe(true)
})

test('settings, progress and classes stand in config.json whatever their names are, in ASCII', () => {
  const json = strFromU8(filesOf(pytorchZip(bytes, ABOUT))['config.json'] as Uint8Array)
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
  const files = filesOf(pytorchZip(networks, ABOUT))
  expect(isSame(files['weights.safetensors'], networks)).toBe(true)
  expect(JSON.parse(strFromU8(files['config.json'] as Uint8Array))).toMatchObject({ content: 'networks', classes: { names: NAMES } })
  const pictures = stripCheckpoint(bytes, 'pictures')
  expect(() => pytorchZip(pictures, ABOUT)).toThrow(CheckpointError)
  expect(() => pytorchZip(pictures, ABOUT)).toThrow('only pictures in this snapshot')
  expect(() => pytorchZip(bytes.with(bytes.length - 1, 77), ABOUT)).toThrow('damaged')
})

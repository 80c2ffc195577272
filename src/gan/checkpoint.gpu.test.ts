// A run that is saved and resumed must be the run it would have been; a file that is damaged must say so.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../data/dataset.ts'
import { presetConfig } from '../spec/presets.ts'
import type { Device } from '../tensor/backend.ts'
import { setValues } from '../tensor/stream.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import {
  type Checkpoint,
  captureCheckpoint,
  encodeCheckpoint,
  readCheckpoint,
  restoreModels,
  restoreRun,
  startFrom,
  stripCheckpoint,
} from './checkpoint.ts'
import { CheckpointError, TrainingError } from './errors.ts'
import { stateOf } from './models.ts'
import { createRun, type Run } from './run.ts'
import { TINY, valuesOf } from './test-support.ts'

const config = {
  ...presetConfig('smoke'),
  width: TINY.width,
  batch: TINY.batch,
  latent: TINY.latent,
  flip: true,
  augmentColor: 1,
  generatorNorm: 'self-modulated' as const,
}
const images = Uint8Array.from({ length: 6 * 16 * 16 * 3 }, (_, i) => (i * 7919) % 256)
const dataset: Dataset = { name: 'noise', label: 'Noise', images, count: 6, size: 16, channels: 3 }

const record = { backend: 'webgpu', name: 'an adapter', threads: 1 } as const
const about = { data: 'builtin:noise', channels: 3 as const, elapsedSeconds: 0, images: null, device: record }

let device: Device

/** Faster than to compare them as lists, and without printing both. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i])
}

/** Every tensor of a run, read back while it stands still. */
async function tensorsOf({ models }: Run): Promise<Checkpoint['tensors']> {
  const state = stateOf(models)
  const values = await valuesOf(state)
  return Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, { shape, values: values[name] as Float32Array }]))
}

/** Losses of each of the next steps, and then a few pictures. */
async function follow(run: Run, steps: number) {
  const reports: unknown[] = []
  for (let i = 0; i < steps; i++) {
    run.advance()
    await device.settle()
    reports.push(await run.report())
  }
  return { reports, pixels: (await run.samples([1, 2])).pictures.pixels }
}

describe.each(TEST_DEVICES)('on %s', (name) => {
  beforeAll(async () => {
    device = await openTestDevice(name)
  })

  test('a resumed run makes the very steps and pictures that the uninterrupted one makes', async () => {
    const before = tf.memory().numTensors
    const run = createRun(config, dataset)
    await follow(run, 3)
    const bytes = await captureCheckpoint(run, { ...about, elapsedSeconds: 12.5 })
    const uninterrupted = await follow(run, 2)
    run.dispose()

    const checkpoint = readCheckpoint(bytes)
    expect(checkpoint).toMatchObject({ step: 3, elapsedSeconds: 12.5, data: 'builtin:noise', channels: 3, config, device: record })
    const resumed = restoreRun(checkpoint, dataset)
    const again = await follow(resumed, 2)
    resumed.dispose()
    const withoutClock = (reports: unknown[]) => reports.map((report) => ({ ...(report as object), elapsedSeconds: 0 }))
    expect(withoutClock(again.reports)).toEqual(withoutClock(uninterrupted.reports))
    expect(again.pixels).toEqual(uninterrupted.pixels)
    expect(tf.memory().numTensors).toBe(before)
  })

  test('a checkpoint is the state of the moment in which it was asked for, bit for bit, though training goes on at once', async () => {
    const before = tf.memory().numTensors
    const run = createRun(config, dataset)
    await follow(run, 3)
    const tensors = await tensorsOf(run)
    const captured = captureCheckpoint(run, about)
    for (let i = 0; i < 3; i++) run.advance()
    run.tune({ learningRateG: 1e-3 })
    const bytes = await captured
    expect(run.step).toBe(6)
    expect(await tensorsOf(run)).not.toEqual(tensors)
    run.dispose()
    const pictures = { step: 3, wall: null, panel: null }
    const slowly = encodeCheckpoint({ ...about, config, step: 3, classCount: 0, classes: null, content: 'state', tensors, pictures })
    expect(isSame(bytes, slowly)).toBe(true)
    expect(tf.memory().numTensors).toBe(before)
  })

  test('a state with a value that is not a number is never kept', async () => {
    const run = createRun(config, dataset)
    const last = Object.values(run.models.discriminator.adam.second).at(-1) as tf.Variable
    setValues(last, new Float32Array(last.size).fill(Number.NaN, last.size - 1))
    const saving = captureCheckpoint(run, about)
    await expect(saving).rejects.toThrow(TrainingError)
    await expect(saving).rejects.toMatchObject({ failure: { reason: 'not-finite' } })
    run.dispose()
  })

  test('the networks alone draw the same pictures; training does not go on from them, but may begin with them anew', async () => {
    const before = tf.memory().numTensors
    const run = createRun(config, dataset)
    const { pixels } = await follow(run, 3)
    const panel = await run.rotations()
    const whole = await captureCheckpoint(run, about)
    run.dispose()
    const bytes = stripCheckpoint(whole, 'networks')
    expect(bytes.length).toBeLessThan(whole.length / 3)
    const checkpoint = readCheckpoint(bytes)
    expect(checkpoint).toMatchObject({ content: 'networks', step: 3, config })

    const models = restoreModels(checkpoint)
    const viewed = createRun(checkpoint.config, dataset, models, checkpoint)
    expect((await viewed.samples([1, 2])).pictures.pixels).toEqual(pixels)
    expect(await viewed.rotations()).toEqual(panel)
    viewed.dispose()
    expect(() => restoreRun(checkpoint, dataset)).toThrow('Training cannot go on from this file')

    const begun = startFrom(checkpoint, { ...config, seed: 9, batch: 4 }, dataset)
    const { tensors } = checkpoint
    const state = await tensorsOf(begun)
    for (const [name, { values }] of Object.entries(state)) {
      const kept = tensors[name] ?? tensors[name.replace('generator/', 'average/')]
      expect(values, name).toEqual(name.startsWith('adam/') ? new Float32Array(values.length) : kept?.values)
    }
    expect(begun.step).toBe(0)
    expect((await begun.samples([1, 2])).pictures.pixels).toEqual(pixels)
    begun.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

test('a damaged or foreign file is refused with a sentence', async () => {
  await openTestDevice('wasm')
  const run = createRun(config, dataset)
  const bytes = await captureCheckpoint(run, about)
  run.dispose()
  const text = (json: string) =>
    Uint8Array.from([json.length, 0, 0, 0, 0, 0, 0, 0, ...Array.from(json, (character) => character.charCodeAt(0))])
  for (const damaged of [
    new Uint8Array(),
    new Uint8Array(100).fill(255),
    bytes.slice(0, 50),
    bytes.slice(0, bytes.length - 1),
    text('no json'),
    text('{}'),
    text('{"__metadata__":{"quarterturn":"{\\"version\\":99}"}}'),
  ]) {
    expect(() => readCheckpoint(damaged)).toThrow(CheckpointError)
  }
  const { 'generator/image/bias': _, ...tensors } = readCheckpoint(bytes).tensors
  expect(() => restoreRun({ ...readCheckpoint(bytes), tensors }, dataset)).toThrow('generator/image/bias')
  expect(() => restoreRun(readCheckpoint(bytes), { ...dataset, channels: 1 })).toThrow(CheckpointError)
})

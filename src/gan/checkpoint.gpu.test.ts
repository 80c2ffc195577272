// A run that is saved and resumed must be the run it would have been; a file that is damaged must say so.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../data/dataset.ts'
import { presetConfig } from '../spec/presets.ts'
import type { Device } from '../tensor/backend.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { readCheckpoint, restoreRun, writeCheckpoint } from './checkpoint.ts'
import { CheckpointError } from './errors.ts'
import { createRun, type Run } from './run.ts'
import { TINY } from './test-support.ts'

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
const about = { data: 'builtin:noise', channels: 3, elapsedSeconds: 0, images: null, device: record }

let device: Device

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
    const bytes = await writeCheckpoint(run, { ...about, elapsedSeconds: 12.5 })
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
})

test('a damaged or foreign file is refused with a sentence', async () => {
  await openTestDevice('wasm')
  const run = createRun(config, dataset)
  const bytes = await writeCheckpoint(run, about)
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

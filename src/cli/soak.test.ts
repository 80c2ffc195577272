// The soak, as short as a test can be: nothing grows with the steps, and the run is kept up to its last step.
import { expect, test } from 'vitest'
import { firstAndLastTenth, soak } from '../bench/soak/training.ts'
import { readPictures } from '../gan/checkpoint.ts'
import type { RunConfig } from '../spec/config.ts'
import { presetConfig } from '../spec/presets.ts'
import { MemoryFolder } from '../store/memory-folder.ts'
import { openRun } from '../store/run-files.ts'
import { openDevice } from '../tensor/backend.ts'
import { nodeWasmHost } from './wasm-host.ts'

test('after 200 steps in the trainer of the page, with classes that are found anew, no tensor is left over, and the run is kept at the last step', async () => {
  const small = { ...presetConfig('smoke'), width: 4, batch: 4, latent: 8, discriminatorSteps: 1, steps: 200 }
  const config: RunConfig = { ...small, conditioning: 'clusters', classCount: 4, labelFeatures: 'discriminator', relabelEvery: 50 }
  const root = new MemoryFolder()
  let reports = 0
  const { samples, savedStep, failedSaves } = await soak(config, {
    device: await openDevice('wasm', nodeWasmHost(1)),
    root,
    now: () => performance.now() / 1000,
    memory: () => 0,
    progress: () => void reports++,
  })
  expect([samples.at(-1)?.step, savedStep, failedSaves, reports]).toEqual([200, 200, 0, samples.length])
  expect(new Set(samples.slice(1).map(({ tensors }) => tensors)).size).toBe(1)
  const runs = await root.folder('runs')
  const [id = ''] = await runs.names()
  const run = await openRun(await runs.folder(id), readPictures)
  expect(run.record.step).toBe(200)
  expect((await run.events()).flatMap(({ event, step }) => (event === 'labelled' ? [step] : []))).toEqual([0, 50, 100, 150])
})

test('speed and memory are those of the first and the last tenth', () => {
  const samples = Array.from({ length: 100 }, (_, i) => ({ step: i, seconds: i < 50 ? i : 2 * i, bytes: i < 50 ? 10 : 20, tensors: 5 }))
  expect(firstAndLastTenth(samples)).toEqual({
    first: { stepsPerSecond: 1, bytes: 10, tensors: 5 },
    last: { stepsPerSecond: 0.5, bytes: 20, tensors: 5 },
  })
  expect(() => firstAndLastTenth(samples.slice(0, 19))).toThrow('too few')
})

// Pictures are drawn by replay: byte for byte those of the averaged generator asked directly, and nothing is allocated for them.
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { toPictures } from '../data/pixels.ts'
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import type { ExecutionMode } from '../tensor/replay.ts'
import { OP_DEVICES, openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { latentOfSeed } from './latent/latent.ts'
import { createModels, disposeModels } from './models.ts'
import { createRun } from './run.ts'
import { createSampler } from './sampler.ts'
import { askedDirectly, orientableImages, TINY } from './test-support.ts'

const images = orientableImages(24)
const START = { step: 0, classes: null }

const calibrationOf = (latent: number) => {
  const stream = new RandomStream(0, 'calibration')
  return Array.from({ length: 64 }, () => stream.normals(latent))
}

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test.each(['batch', 'self-modulated'] as const)(
    'replayed pictures are those of the generator asked directly, byte for byte, while it trains and for every count: %s norm',
    async (generatorNorm) => {
      const config: RunConfig = { ...TINY, generatorNorm, learningRateG: 1e-2, emaDecay: 0.5 }
      const run = createRun(config, images)
      const walls = []
      for (let step = 0; step < 4; step++) {
        for (const count of [10, 64, 1, 17]) {
          const seeds = Array.from({ length: count }, (_, i) => i + 1 + step)
          const { pictures } = await run.samples(seeds)
          const latents = seeds.map((seed) => latentOfSeed(seed, config.latent))
          const wanted = await askedDirectly(run.models, calibrationOf(config.latent), latents)
          expect(pictures.pixels).toEqual(toPictures(wanted, count, config.size, 3).pixels)
          if (count === 64) walls.push(pictures.pixels.slice())
        }
        run.advance()
      }
      expect(walls[3]).not.toEqual(walls[2]) // the weights did change
      run.dispose()
    },
  )

  test('more latents than are drawn at once are drawn in turns, and the order of asking does not matter', async () => {
    const models = createModels(TINY, 3)
    const seeds = Array.from({ length: 70 }, (_, i) => i)
    const drawn = await Promise.all(
      (['replayed', 'eager'] as ExecutionMode[]).map(async (mode) => {
        const sampler = createSampler(models.generator, TINY, mode)
        const few = await sampler.samples(START, seeds.slice(0, 3))
        const many = await sampler.samples(START, seeds)
        const again = await sampler.samples(START, seeds.slice(0, 3))
        expect(again).toEqual(few)
        sampler.dispose()
        return { few, many }
      }),
    )
    expect(drawn[0]?.many.pictures.count).toBe(70)
    expect(drawn[1]).toEqual(drawn[0])
    disposeModels(models)
  })
})

describe('on WebGPU', () => {
  beforeAll(async () => {
    await openTestDevice('webgpu')
  })
  let stopWatching: () => void = () => undefined
  afterEach(() => stopWatching())

  /** Calls at the device since the last look, by name. */
  function watchDevice() {
    const { device } = tf.engine().backend as tf.WebGPUBackend
    const { createBuffer, createBindGroup } = device
    const calls = { createBuffer: 0, createBindGroup: 0 }
    device.createBuffer = (descriptor) => {
      calls.createBuffer++
      return createBuffer.call(device, descriptor)
    }
    device.createBindGroup = (descriptor) => {
      calls.createBindGroup++
      return createBindGroup.call(device, descriptor)
    }
    stopWatching = () => Object.assign(device, { createBuffer, createBindGroup })
    return () => {
      const taken = { ...calls }
      Object.assign(calls, { createBuffer: 0, createBindGroup: 0 })
      return taken
    }
  }

  test('drawing again, with other weights, makes no buffer, no tensor and no bind group', async () => {
    const run = createRun(TINY, images)
    const take = watchDevice()
    const everything = async () => {
      run.advance()
      await run.samples()
      await run.pictures([{ seed: 1, towards: { seed: 2, at: 0.5, method: 'slerp' } }])
      await run.rotations()
    }
    await everything()
    expect(take().createBindGroup).toBeGreaterThan(0)
    const { numTensors } = tf.memory()
    for (let i = 0; i < 3; i++) await everything()
    expect(take()).toEqual({ createBuffer: 0, createBindGroup: 0 })
    expect(tf.memory().numTensors).toBe(numTensors)
    run.dispose()
  })

  test('what drawing took is given back', async () => {
    const models = createModels(TINY, 3)
    const { device } = tf.engine().backend as tf.WebGPUBackend
    const { createBuffer } = device
    const held = new Set<GPUBuffer>()
    device.createBuffer = (descriptor) => {
      const buffer = createBuffer.call(device, descriptor)
      const destroy = buffer.destroy.bind(buffer)
      held.add(buffer)
      buffer.destroy = () => {
        held.delete(buffer)
        return destroy()
      }
      return buffer
    }
    stopWatching = () => Object.assign(device, { createBuffer })
    const round = async () => {
      const before = tf.memory().numTensors
      const sampler = createSampler(models.generator, TINY)
      await sampler.samples(START, [1, 2])
      await sampler.samples({ ...START, step: 1 }, [1, 2])
      sampler.dispose()
      expect(tf.memory().numTensors).toBe(before)
    }
    await round()
    const after = held.size // buffers that TensorFlow.js keeps for later
    for (let i = 0; i < 3; i++) await round()
    expect(held.size).toBe(after)
    disposeModels(models)
  })
})

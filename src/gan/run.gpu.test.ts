// Promises of a run: the same seed is the same run, a picture is a function of its seed, and nothing leaks.
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RunConfig } from '../spec/config.ts'
import type { Device } from '../tensor/backend.ts'
import { choicesOf, convolutionsOf, variantsOf } from '../tensor/ops/conv2d/variants.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import type { WasmBackend } from '../tensor/wasm/module.ts'
import { stateOf } from './models.ts'
import { createRun, type Run, WALL_SEEDS } from './run.ts'
import { orientableImages, TINY, valuesOf } from './test-support.ts'
import { train } from './train.ts'

const images = orientableImages(24)
/** Every random choice there is: mirroring, all augmentation, several updates of D. */
const EVERYTHING: RunConfig = {
  ...TINY,
  discriminatorSteps: 2,
  flip: true,
  augmentColor: 1,
  augmentTranslation: 1,
  augmentCutout: 0.5,
  generatorNorm: 'self-modulated',
}

let device: Device

async function reportsOf(run: Run, steps: number, every: number) {
  const reports = []
  while (run.step < steps) {
    run.advance()
    if (run.step % every === 0) reports.push(await run.report())
  }
  return reports
}

describe.each(TEST_DEVICES)('on %s', (name) => {
  beforeAll(async () => {
    device = await openTestDevice(name)
  })

  test('two runs of 20 steps with one seed are bit-identical in every report and weight; another seed is another run', async () => {
    const results = []
    for (const [seed, steps] of [
      [7, 20],
      [7, 20],
      [8, 5],
    ] as const) {
      const run = createRun({ ...EVERYTHING, discriminatorSteps: 1, seed }, images)
      results.push({ reports: await reportsOf(run, steps, 5), state: await valuesOf(stateOf(run.models)) })
      run.dispose()
    }
    const [one, same, other] = results
    expect(same).toEqual(one)
    expect(other?.reports[0]?.statistics.lossD).not.toBe(one?.reports[0]?.statistics.lossD)
    expect(one?.reports.map((report) => report?.step)).toEqual([5, 10, 15, 20])
  })

  test('a report is the mean of the steps since the last one', async () => {
    const [single, summed] = [createRun(TINY, images), createRun(TINY, images)]
    const each = await reportsOf(single, 3, 1)
    const [mean] = await reportsOf(summed, 3, 3)
    expect(mean?.statistics.lossD).toBeCloseTo(each.reduce((total, report) => total + (report?.statistics.lossD ?? Number.NaN), 0) / 3, 5)
    expect(await summed.report()).toBeNull()
    single.dispose()
    summed.dispose()
  })

  test('a report has every statistic under the name that scripts rely on, and no accuracy where no image is rotated', async () => {
    const losses = ['lossD', 'lossDAdversarial', 'lossDRotation', 'dReal', 'dFake', 'lossG', 'lossGAdversarial', 'lossGRotation']
    for (const [rotatedShare, accuracy] of [
      [1, expect.any(Number)],
      [0, null],
    ] as const) {
      const run = createRun({ ...TINY, rotatedShare }, images)
      const [report] = await reportsOf(run, 1, 1)
      const wanted = Object.fromEntries(losses.map((loss) => [loss, expect.any(Number)]))
      expect(report?.statistics).toEqual({ ...wanted, rotationAccuracyReal: accuracy, rotationAccuracyFake: accuracy })
      run.dispose()
    }
  })

  describe.each(['batch', 'self-modulated'] as const)('samples with %s norm', (generatorNorm) => {
    test('the picture of a seed is the same alone, among others and at any place', async () => {
      const run = createRun({ ...TINY, generatorNorm }, images)
      await reportsOf(run, 3, 3)
      const wall = await run.samples()
      const length = 16 * 16 * 4
      for (const seeds of [[5], [9, 5], [5, 9, 5, 1, 2]]) {
        const grid = await run.samples(seeds)
        expect(grid.seeds).toEqual(seeds)
        seeds.forEach((seed, i) => {
          const picture = (pixels: ArrayLike<number>, at: number) => Array.from(pixels).slice(at * length, (at + 1) * length)
          const among = picture(wall.pictures.pixels, WALL_SEEDS.indexOf(seed))
          const gaps = picture(grid.pictures.pixels, i).map((byte, k) => Math.abs(byte - (among[k] as number)))
          expect(Math.max(...gaps)).toBeLessThanOrEqual(1) // of 255: a device may add up a batch of one in another order
        })
      }
      const ends = await run.pictures([0, 1].map((at) => ({ seed: 5, towards: { seed: 9, at, method: 'slerp' } })))
      expect(ends.pixels).toEqual((await run.samples([5, 9])).pictures.pixels)
      run.dispose()
    })
  })

  describe('leaks', () => {
    test('as many tensors before as after a step, a report, pictures, panels, interpolation and a change of settings', async () => {
      const empty = tf.memory().numTensors
      const run = createRun(EVERYTHING, images)
      const everything = async () => {
        run.advance()
        await run.report()
        await run.samples()
        await run.rotations()
        await run.pictures([{ seed: 1, towards: { seed: 2, at: 0.5, method: 'lerp' } }])
        run.tune({ alpha: 0.5 })
      }
      await everything() // the first pictures measure the generator's statistics and keep them
      const before = tf.memory()
      for (let i = 0; i < 2; i++) await everything()
      run.advance()
      expect(tf.memory().numTensors).toBe(before.numTensors)
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers)
      run.dispose()
      expect(tf.memory().numTensors).toBe(empty)
    })

    test('a loop that is paused, resumed and left frees what it took', async () => {
      const empty = tf.memory().numTensors
      const run = createRun({ ...TINY, steps: 4 }, images)
      const before = tf.memory().numTensors
      let time = 0
      const now = () => time
      const settle = () => {
        time++ // each step lasts a second
        return device.settle()
      }
      for await (const step of train(run, { settle }, now)) if (step === 2) break
      expect(tf.memory().numTensors).toBe(before)
      time += 1000 // the pause
      const rest = []
      for await (const step of train(run, { settle }, now)) rest.push(step)
      expect(rest).toEqual([3, 4])
      expect((await run.report())?.elapsedSeconds).toBe(4) // four steps, none of the pause
      expect(tf.memory().numTensors).toBe(before)
      run.dispose()
      expect(tf.memory().numTensors).toBe(empty)
    })

    test('a loss that is not a number is an error in plain words', async () => {
      const run = createRun({ ...TINY, loss: 'wasserstein', spectralNorm: false, learningRateD: 1e30 }, images)
      run.advance()
      run.advance()
      run.advance()
      await expect(run.report()).rejects.toMatchObject({ failure: { reason: 'not-finite' } })
      run.dispose()
    })
  })
})

test.each(['wasm', 'wasm on 2 threads'] as const)('after its first steps a run on %s needs no more memory', async (name) => {
  await openTestDevice(name)
  const backend = tf.engine().backend as unknown as WasmBackend
  const held = () => ({ bytes: backend.wasm.HEAPU8.byteLength, lists: backend.numDataIds() })
  const run = createRun(TINY, images)
  await reportsOf(run, 5, 5)
  const before = held()
  await reportsOf(run, 30, 5)
  expect(held()).toEqual(before)
  run.dispose()
})

test.each(['sndcgan', 'resnet'] as const)('on WebAssembly one thread and two give the same bits: %s', async (architecture) => {
  const ends = []
  for (const name of ['wasm', 'wasm on 2 threads'] as const) {
    device = await openTestDevice(name)
    const run = createRun({ ...TINY, architecture, width: 16 }, images) // wide enough that threads share most of it
    ends.push({ reports: await reportsOf(run, 2, 1), state: await valuesOf(stateOf(run.models)) })
    run.dispose()
  }
  const [one, two] = ends
  expect(two?.reports).toEqual(one?.reports)
  const differing = Object.entries(one?.state ?? {}).filter(([name, values]) => values.some((value, i) => value !== two?.state[name]?.[i]))
  expect(differing.map(([name]) => name)).toEqual([])
})

describe('on WebGPU alone', () => {
  beforeAll(async () => {
    device = await openTestDevice('webgpu')
  })

  test.each([
    ['as it is', EVERYTHING],
    ['without colour, plain norm, hinge', { ...TINY, flip: true, augmentTranslation: 1 }],
    ['residual blocks', { ...TINY, architecture: 'resnet', flip: true, augmentTranslation: 1 }],
    ['real and fake images in pairs', { ...TINY, loss: 'relativistic', discriminatorSteps: 2, augmentColor: 1 }],
  ] as [string, RunConfig][])(
    'a replayed run is bit-identical to one queued operation by operation, tuned on the way: %s',
    async (_, config) => {
      const ends = []
      for (const mode of ['eager', 'replayed'] as const) {
        const run = createRun(config, images, undefined, undefined, mode)
        const reports = await reportsOf(run, 4, 2)
        run.tune({ alpha: 0.7, beta: 0.3, learningRateG: 1e-3, adamBeta1: 0.3, emaDecay: 0.5, augmentTranslation: 0.5, flip: false })
        reports.push(...(await reportsOf(run, 8, 2)))
        run.tune({ augmentColor: config.augmentColor > 0 ? 0 : 0.5 }) // another list of operations
        reports.push(...(await reportsOf(run, 11, 1)))
        ends.push({ reports, state: await valuesOf(stateOf(run.models)), wall: await run.samples([1, 2]) })
        run.dispose()
      }
      expect(ends[1]).toEqual(ends[0])
      expect(ends[0]?.reports.length).toBe(7)
    },
  )

  test('a set too large to lie on the device is streamed, and trains alike', async () => {
    const { device } = tf.engine().backend as tf.WebGPUBackend
    const limits = device.limits
    const losses = []
    for (const maxStorageBufferBindingSize of [limits.maxStorageBufferBindingSize, images.images.length - 1]) {
      Object.defineProperty(device, 'limits', {
        value: new Proxy(limits, {
          get: (all, name) => (name === 'maxStorageBufferBindingSize' ? maxStorageBufferBindingSize : Reflect.get(all, name, all)),
        }),
        configurable: true,
      })
      const run = createRun({ ...TINY, flip: true }, images)
      const [report] = await reportsOf(run, 4, 4)
      losses.push(report?.statistics.lossD ?? Number.NaN)
      run.dispose()
    }
    Object.defineProperty(device, 'limits', { value: limits, configurable: true })
    expect(losses[1]).toBeCloseTo(losses[0] as number, 5)
  })

  describe('preparing', () => {
    test('compiles every program of ours ahead, and changes nothing', async () => {
      device = await openTestDevice('webgpu') // a fresh one, for which nothing has been compiled
      const { device: gpu } = tf.engine().backend as tf.WebGPUBackend
      const run = createRun(TINY, images)
      const before = { state: await valuesOf(stateOf(run.models)), tensors: tf.memory().numTensors }
      const progress: [number, number][] = []
      await run.prepare((done, total) => progress.push([done, total]))
      expect(await valuesOf(stateOf(run.models))).toEqual(before.state)
      expect(tf.memory().numTensors).toBe(before.tensors)
      expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1])
      expect(progress.length).toBeGreaterThan(20)

      const compiled: string[] = []
      const createComputePipeline = gpu.createComputePipeline.bind(gpu)
      gpu.createComputePipeline = (descriptor) => {
        compiled.push(descriptor.label ?? '')
        return createComputePipeline(descriptor)
      }
      await reportsOf(run, 2, 1)
      await run.samples()
      await run.rotations()
      gpu.createComputePipeline = createComputePipeline
      expect(compiled.filter((label) => !/Program$/.test(label))).toEqual([]) // those of TensorFlow.js are few
      run.dispose()
    })
  })

  describe('tuning', () => {
    const backend = () => tf.engine().backend as tf.WebGPUBackend
    const now = () => 0 // nothing is measured here
    afterEach(() => choicesOf(backend().device).clear())

    test('a run is the same, bit for bit, whatever variants of its convolutions were chosen', async () => {
      const ends = []
      for (const place of [0, -1]) {
        choicesOf(backend().device).clear()
        const run = createRun(TINY, images)
        const rehearsal = createRun(TINY, images, undefined, undefined, 'eager')
        const convolutions = convolutionsOf(() => rehearsal.advance())
        rehearsal.dispose()
        const saved = Object.fromEntries([...convolutions].map(([key, one]) => [key, variantsOf(one).at(place) ?? variantsOf(one)[0]]))
        const store = { load: async () => saved, save: async () => undefined }
        const { count } = await run.prepare(() => undefined, { store, now })
        expect(count).toBe(0)
        expect(Object.fromEntries(choicesOf(backend().device))).toEqual(saved)
        ends.push({ reports: await reportsOf(run, 3, 1), state: await valuesOf(stateOf(run.models)) })
        run.dispose()
      }
      for (const end of ends) expect(end).toEqual(ends[0])
    })

    test('a run that is disposed of while it is tuned goes no further', async () => {
      const run = createRun(TINY, images)
      const load = async () => run.dispose()
      let saved = false
      const save = async () => {
        saved = true
      }
      const progress: number[] = []
      expect(await run.prepare((done) => progress.push(done), { store: { load, save }, now })).toMatchObject({ count: 0 })
      expect({ saved, progress, settled: choicesOf(backend().device).size }).toEqual({ saved: false, progress: [], settled: 0 })
    })
  })
})

// Promises of a run with classes: a picture is a function of its seed and its class, whatever it is drawn with; replayed steps are those queued
// one operation at a time; and a run that is saved and resumed is the run it would have been, with all that is known of its classes.
import { beforeAll, describe, expect, test } from 'vitest'
import { fingerprint } from '../data/fingerprint.ts'
import { toPictures } from '../data/pixels.ts'
import type { RunConfig } from '../spec/config.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { SampleGrid } from '../spec/report.ts'
import { RandomStream } from '../spec/rng.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { captureCheckpoint, readCheckpoint, restoreModels, restoreRun, startFrom, stripCheckpoint } from './checkpoint.ts'
import { classOfSeed } from './class-draws.ts'
import type { ClassLabels } from './class-labels.ts'
import { proportionalClasses } from './latent/codes.ts'
import { latentOfSeed } from './latent/latent.ts'
import { disposeModels, networkNames, stateOf } from './models.ts'
import { createRun, type Run, WALL_SEEDS } from './run.ts'
import { createSampler } from './sampler.ts'
import { askedDirectly, classesInTurn, orientableImages, TINY, valuesOf } from './test-support.ts'

const COUNT = 24
const images = orientableImages(COUNT)
const labelled = (ofImages: (image: number) => number) => ({
  ...images,
  labels: { names: ['a', 'b', 'c'], ofImages: Array.from({ length: COUNT }, (_, i) => ofImages(i)) },
})
const dataset = labelled((image) => image % 3)
const FIRST = classesInTurn(COUNT, [5, 1, 3])
/** What is found later: other classes of images, and other proportions. */
const LATER: ClassLabels = { ...FIRST, ofImages: FIRST.ofImages.toReversed(), counts: [1, 0, 9], step: 4 }

/** Everything that knows of classes: a predictor, labelled batches, norms that see both, a ramp that is half-way up after three steps. */
const EVERYTHING: RunConfig = {
  ...TINY,
  conditioning: 'co-trained',
  labelledBatch: 0.5,
  rampUntil: 0.048,
  generatorNorm: 'self-modulated',
  learningRateG: 1e-2,
  emaDecay: 0.5,
}
const CLUSTERS: RunConfig = { ...TINY, conditioning: 'clusters', classCount: 3 }
const RANDOM: RunConfig = { ...TINY, conditioning: 'random' }
const about = { data: 'synthetic', channels: 3, elapsedSeconds: 0, images: null, device: null } as const

/** Advances with the classes that are found before steps 0 and 4. */
async function follow(run: Run, until: number) {
  const reports: unknown[] = []
  while (run.step < until) {
    if (run.step === 0) run.setClasses(FIRST)
    if (run.step === 4) run.setClasses(LATER)
    run.advance()
    reports.push(await run.report())
  }
  return reports
}

/** Of the bytes, so that a comparison is short, also where it fails. */
const sumOf = ({ buffer, byteOffset, byteLength }: Uint8ClampedArray | Float32Array) =>
  fingerprint(new Uint8Array(buffer, byteOffset, byteLength))
const sumOfPicture = ({ pixels, size }: Pictures, i: number) => sumOf(pixels.subarray(i * size * size * 4, (i + 1) * size * size * 4))
const summed = ({ pictures, ...grid }: SampleGrid) => ({ ...grid, sum: sumOf(pictures.pixels) })
const drawn = async (run: Run, ...request: Parameters<Run['samples']>) => summed(await run.samples(...request))

async function sumsOf({ models }: Run): Promise<Record<string, string>> {
  const values = await valuesOf(stateOf(models))
  return Object.fromEntries(Object.entries(values).map(([name, one]) => [name, sumOf(one)]))
}

/** A latent beside its class, half-way up the ramp. */
const codeOf = (z: Float32Array, index: number) => Float32Array.of(...z, ...[0, 1, 2].map((k) => (k === index ? 0.5 : 0)))

function calibrationCodes(): Float32Array[] {
  const stream = new RandomStream(0, 'calibration')
  const classes = proportionalClasses(FIRST.counts, 256)
  return classes.map((index) => codeOf(stream.normals(TINY.latent), index))
}

async function expectExactResume(config: RunConfig): Promise<void> {
  const before = tf.memory().numTensors
  const run = createRun(config, dataset)
  await follow(run, 3)
  const bytes = await captureCheckpoint(run, about)
  const uninterrupted = { reports: await follow(run, 6), wall: await drawn(run, [1, 2, 3]) }
  run.dispose()
  const checkpoint = readCheckpoint(bytes)
  expect(checkpoint).toMatchObject({ classCount: 3, classes: FIRST })
  const resumed = restoreRun(checkpoint, images) // the labels of the set are gone meanwhile
  expect({ reports: await follow(resumed, 6), wall: await drawn(resumed, [1, 2, 3]) }).toEqual(uninterrupted)
  resumed.dispose()
  expect(tf.memory().numTensors).toBe(before)
}

function testPicturesAndResuming(): void {
  test('a seed and a class are one picture: in a mixed wall, a row of a class, a morph, many or few, replayed or not, from a checkpoint', async () => {
    const run = createRun(EVERYTHING, dataset)
    await follow(run, 3) // half-way up the ramp
    run.setClasses({ ...LATER, step: 3 })
    await run.samples([1]) // with other proportions in its calibration
    run.setClasses(FIRST)
    const wall = await run.samples()
    expect(wall.classes).toEqual(WALL_SEEDS.map((seed) => classOfSeed(seed, FIRST.counts)))
    const codes = wall.seeds.map((seed, i) => codeOf(latentOfSeed(seed, TINY.latent), wall.classes?.[i] as number))
    const wanted = await askedDirectly(run.models, calibrationCodes(), codes)
    expect(sumOf(wall.pictures.pixels)).toBe(sumOf(toPictures(wanted, 64, TINY.size, 3).pixels))
    const picture = sumOfPicture(wall.pictures, 6)
    const [seed, index] = [wall.seeds[6] as number, wall.classes?.[6] as number]
    const other = (index + 1) % 3
    expect((await run.samples([seed])).classes).toEqual([index])
    const row = await run.samples([9, 8, seed, 7], { classes: [index, index, index, index] })
    const wide = await run.samples(Array(70).fill(seed), { classes: Array.from({ length: 70 }, (_, i) => (i === 69 ? index : other)) })
    expect(row.classes).toEqual([index, index, index, index])
    const morphing = [0, 0.5, 1].map((at) => ({ seed, class: index, towards: { seed, class: other, at, method: 'lerp' } }) as const)
    const morph = await run.pictures(morphing)
    const way = await run.pictures([0, 1].map((at) => ({ seed: 2, towards: { seed, at, method: 'slerp' } })))
    for (const [pictures, i] of [
      [row.pictures, 2],
      [wide.pictures, 69],
      [morph, 0],
      [way, 1],
    ] as const)
      expect(sumOfPicture(pictures, i)).toBe(picture)
    const inOther = sumOfPicture(wide.pictures, 0)
    expect(sumOfPicture(morph, 2)).toBe(inOther)
    expect(new Set([picture, inOther, sumOfPicture(morph, 1)]).size).toBe(3)

    const whole = await captureCheckpoint(run, about, { wall, panel: null })
    run.dispose()
    for (const [bytes, mode] of [
      [whole, 'replayed'],
      [stripCheckpoint(whole, 'networks'), 'eager'],
    ] as const) {
      const checkpoint = readCheckpoint(bytes)
      expect(checkpoint.pictures.wall && summed(checkpoint.pictures.wall)).toEqual(summed(wall))
      const models = restoreModels(checkpoint)
      const sampler = createSampler(models.generator, checkpoint.config, mode)
      expect(summed(await sampler.samples(checkpoint, wall.seeds))).toEqual(summed(wall))
      const again = await sampler.pictures(checkpoint, morphing)
      expect(sumOf(again.pixels)).toBe(sumOf(morph.pixels))
      sampler.dispose()
      disposeModels(models)
    }
  })

  test('a resumed run makes the very steps and pictures that the uninterrupted one makes', async () => {
    await expectExactResume(EVERYTHING)
  })
}

describe('on WebGPU', () => {
  beforeAll(async () => {
    await openTestDevice('webgpu')
  })

  testPicturesAndResuming()

  test('a replayed run is bit-identical to one queued operation by operation, before and after other classes are found', async () => {
    const ends = []
    for (const mode of ['eager', 'replayed'] as const) {
      const run = createRun(EVERYTHING, dataset, undefined, undefined, mode)
      const walls = [await drawn(run, [1, 2])]
      const reports = await follow(run, 3)
      walls.push(await drawn(run, [1, 2]))
      reports.push(...(await follow(run, 4)))
      run.setClasses({ ...LATER, step: 4 })
      walls.push(await drawn(run, [1, 2])) // other proportions at the same weights
      reports.push(...(await follow(run, 6)))
      walls.push(await drawn(run, [1, 2]))
      ends.push({ reports, walls, state: await sumsOf(run) })
      run.dispose()
    }
    expect(ends[1]).toEqual(ends[0])
    expect(ends[0]?.reports).toHaveLength(6)
  })

  test('steps, pictures by class and other classes make no buffer, no tensor and no bind group once each was done', async () => {
    const { device: gpu } = tf.engine().backend as tf.WebGPUBackend
    const run = createRun(EVERYTHING, dataset)
    const everything = async (classes: ClassLabels) => {
      run.setClasses(classes)
      run.advance()
      await run.report()
      await run.samples()
      await run.samples([1, 2], { classes: [2, 0] })
      await run.pictures([{ seed: 1, class: 0, towards: { seed: 1, class: 2, at: 0.5, method: 'slerp' } }])
    }
    await everything(FIRST)
    const { createBuffer, createBindGroup } = gpu
    const calls: string[] = []
    gpu.createBuffer = (descriptor) => {
      calls.push('buffer')
      return createBuffer.call(gpu, descriptor)
    }
    gpu.createBindGroup = (descriptor) => {
      calls.push('bind group')
      return createBindGroup.call(gpu, descriptor)
    }
    const { numTensors } = tf.memory()
    for (const classes of [LATER, FIRST, LATER]) await everything(classes)
    Object.assign(gpu, { createBuffer, createBindGroup })
    expect(calls).toEqual([])
    expect(tf.memory().numTensors).toBe(numTensors)
    run.dispose()
  })
})

describe('on WebAssembly', () => {
  beforeAll(async () => {
    await openTestDevice('wasm on 2 threads')
  })

  testPicturesAndResuming()

  test.each([
    ['clusters found anew', CLUSTERS],
    ['random labels', RANDOM],
  ])('a resumed run makes the very steps and pictures that the uninterrupted one makes: %s', async (_, config) => {
    await expectExactResume(config)
  })

  test('without conditioning the labels of a set change no bit', async () => {
    const ends = []
    for (const set of [images, dataset, labelled((image) => (image * 7) % 3)]) {
      const run = createRun({ ...TINY, labelledBatch: 0.5, labelShare: 0.1, rampUntil: 1 }, set)
      for (let i = 0; i < 2; i++) run.advance()
      ends.push({ report: await run.report(), state: await sumsOf(run), wall: await drawn(run, [1, 2]) })
      run.dispose()
    }
    expect(ends[1]).toEqual(ends[0])
    expect(ends[2]).toEqual(ends[0])
    expect(ends[0]?.wall).not.toHaveProperty('classes')
  })

  test('a run whose classes have not been found steps, draws and is saved, and says that it has none', async () => {
    const run = createRun(CLUSTERS, images)
    run.advance()
    expect(await run.report()).toMatchObject({ step: 1 })
    expect(new Set((await run.samples()).classes)).toEqual(new Set([0, 1, 2]))
    const checkpoint = readCheckpoint(await captureCheckpoint(run, about))
    run.dispose()
    expect(checkpoint).toMatchObject({ classCount: 3, classes: null })
    const losses = []
    for (const classes of [null, FIRST, LATER]) {
      const resumed = restoreRun(checkpoint, images)
      if (classes) resumed.setClasses(classes)
      resumed.advance()
      losses.push((await resumed.report())?.statistics.lossD)
      expect(resumed.classes).toEqual(classes)
      resumed.dispose()
    }
    expect(new Set(losses).size).toBe(3) // each is another step
  })

  test('classes of other images, or more than its networks have, are refused', async () => {
    const run = createRun(CLUSTERS, images)
    expect(() => run.setClasses(classesInTurn(COUNT, [1, 1]))).toThrow('networks of 3')
    expect(() => run.setClasses(classesInTurn(COUNT + 1, [1, 1, 1]))).toThrow(`given for ${COUNT}`)
    expect(run.classes).toBeNull()
    await expect(run.samples([1], { classes: [3] })).rejects.toThrow('there is no class 3')
    await expect(run.pictures([{ seed: 1, class: 0, towards: { seed: 2, class: -1, at: 0, method: 'lerp' } }])).rejects.toThrow(
      'there is no class -1',
    )
    run.setClasses(FIRST)
    const checkpoint = readCheckpoint(await captureCheckpoint(run, about))
    run.dispose()
    expect(() => restoreRun(checkpoint, orientableImages(COUNT + 1))).toThrow('knows the classes of 24 images; the data given has 25')
  })

  test('a run may begin with the networks of another with as many classes, which are found anew', async () => {
    const run = createRun(CLUSTERS, images)
    await follow(run, 1)
    const checkpoint = readCheckpoint(await captureCheckpoint(run, about))
    const networks = await sumsOf(run)
    run.dispose()
    const begun = startFrom(checkpoint, { ...CLUSTERS, conditioning: 'given' }, dataset)
    expect([begun.step, begun.classes, begun.classCount]).toEqual([0, null, 3])
    const sums = await sumsOf(begun)
    for (const name of networkNames(Object.keys(sums))) expect(sums[name], name).toBe(networks[name])
    begun.dispose()
  })
})

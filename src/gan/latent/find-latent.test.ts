// The search for the latent of a picture: that it finds those of the generator itself, that its loss and its gradient are what they are said to be,
// and that it can be cancelled and repeated.
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunConfig } from '../../spec/config.ts'
import { SEARCHED_SEEDS } from '../../spec/find-latent.ts'
import { readLatent } from '../../spec/latent-text.ts'
import { RandomStream } from '../../spec/rng.ts'
import { contiguousVariables } from '../../tensor/placement.ts'
import { readNumbers } from '../../tensor/readback.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { captureDiscriminator, captureGenerator, type InferenceGenerator, type InferenceNetwork } from '../inference.ts'
import { createModels, disposeModels } from '../models.ts'
import { buildNetwork } from '../networks/build.ts'
import { createSampler } from '../sampler.ts'
import { TINY } from '../test-support.ts'
import { type FoundLatent, findLatent, type SearchProgress } from './find-latent.ts'
import { latentOfSeed } from './latent.ts'
import { createJudge, judgedGradients, LatentGroup } from './latent-group.ts'
import { comparedFeatures, comparedLayers, FEATURE_WEIGHT, LENGTH_WEIGHT } from './latent-loss.ts'

interface Networks {
  readonly generator: InferenceGenerator
  readonly discriminator: InferenceNetwork
}

let plain: Networks
let withClasses: Networks
let tensors: number

beforeAll(async () => {
  await openTestDevice('wasm')
  plain = await capture(TINY, 0)
  withClasses = await capture({ ...TINY, conditioning: 'given', generatorNorm: 'self-modulated' }, 3)
})
beforeEach(() => {
  tensors = tf.memory().numTensors
})
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensors)
})

/** Networks with ten times their first weights: then pictures differ as much as those of trained ones. */
async function capture(config: RunConfig, classCount: number): Promise<Networks> {
  const models = createModels(config, 3, classCount)
  const sampler = createSampler(models.generator, config)
  const classes = classCount > 0 ? { names: ['a', 'b', 'c'], counts: [3, 2, 1] } : null
  const generator = await captureGenerator(models.generator, sampler, config, { step: 0, classes })
  const discriminator = await captureDiscriminator(models.discriminator)
  sampler.dispose()
  disposeModels(models)
  const scaled = (values: Float32Array) => values.map((value) => 10 * value)
  const kernel = generator.weights['image/kernel'] as { shape: readonly number[]; values: Float32Array }
  const weights = { ...generator.weights, 'image/kernel': { ...kernel, values: scaled(kernel.values) } }
  return { generator: { ...generator, weights }, discriminator }
}

const black = new Float32Array(16 * 16 * 3).fill(-1)

/** G's picture of a latent. */
async function pictureOf({ generator, discriminator }: Networks, latent: Float32Array, weights = new Float32Array(0)) {
  const group = new LatentGroup(generator, discriminator, black, 1)
  const [one] = await group.judge([{ latent, class: null, weights }])
  group.dispose()
  return (one as { image: Float32Array }).image
}

async function searchToEnd({ generator, discriminator }: Networks, target: Float32Array) {
  const progress: SearchProgress[] = []
  const search = findLatent(generator, discriminator, target)
  for (;;) {
    const { done, value } = await search.next()
    if (done) return { ...(value as FoundLatent), progress }
    progress.push(value)
  }
}

describe('a latent that no seed has', () => {
  test('is found from its picture, and the text of the result draws the picture whose error is told', async () => {
    const target = await pictureOf(plain, latentOfSeed(4711, 8))
    const { found, bestSeed, progress } = await searchToEnd(plain, target)
    expect(found.error).toBeLessThan(0.05 * bestSeed.error)
    const drawn = await pictureOf(plain, readLatent(found.text) as Float32Array)
    expect(drawn).toEqual(found.image)
    expect(meanSquare(drawn, target)).toBeCloseTo(found.error, 6)
    expect(progress.at(-1)?.share).toBe(1)
    expect(progress.map(({ share }) => share)).toEqual(progress.map(({ share }) => share).toSorted((a, b) => a - b))
    expect(lengthOf(found.latent)).toBeCloseTo(lengthOf(latentOfSeed(4711, 8)), 0)
  })

  test('is found in its class among others', async () => {
    const target = await pictureOf(withClasses, latentOfSeed(4711, 8), Float32Array.of(0, 0, 1))
    const search = findLatent(withClasses.generator, withClasses.discriminator, target)
    const errors: number[] = []
    for (let update = -SEARCHED_SEEDS / 16; update < 40; update++) {
      const { best } = (await search.next()).value as SearchProgress
      errors.push(best.error)
      if (update === 39) expect(best.class).toBe(2)
    }
    await search.return(undefined)
    expect(errors.at(-1)).toBeLessThan(0.5 * (errors[SEARCHED_SEEDS / 16 - 1] as number))
  })
})

const meanSquare = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, i) => sum + (value - (other[i] as number)) ** 2, 0) / one.length
const lengthOf = (z: Float32Array) => Math.sqrt(z.reduce((sum, value) => sum + value * value, 0) / z.length)

test('a class that is asked for is the only one that is looked at', async () => {
  const { generator, discriminator } = withClasses
  const search = findLatent(generator, discriminator, black, { class: 1 })
  const first = await search.next()
  expect(first.value).toMatchObject({ best: { class: 1 } })
  await search.return(undefined)
  await expect(findLatent(generator, discriminator, black, { class: 3 }).next()).rejects.toThrow('there is no class 3 among 3')
})

test('a search that is left frees what it had, and another one on the same picture goes the same way', async () => {
  const { generator, discriminator } = plain
  const begin = async () => {
    const search = findLatent(generator, discriminator, black)
    const seen: unknown[] = []
    for (let i = 0; i < 20; i++) {
      const { share, updates, best } = (await search.next()).value as SearchProgress
      seen.push({ share, updates, error: best.error, latent: [...best.latent] })
    }
    await search.return(undefined)
    return seen
  }
  expect(await begin()).toEqual(await begin())
})

test('an image of another size, or with a value that is none of a pixel, is refused before anything is done', async () => {
  const { generator, discriminator } = plain
  const refused = (target: Float32Array) => expect(findLatent(generator, discriminator, target).next()).rejects.toThrow(RangeError)
  await refused(black.subarray(3))
  await refused(Float32Array.of(...black, 0))
  for (const value of [Number.NaN, 1.01, Number.NEGATIVE_INFINITY]) await refused(black.with(7, value))
})

test('a latent whose picture is not finite is farther than all others, and a generator that draws no other is refused', async () => {
  const { generator, discriminator } = plain
  const group = new LatentGroup(generator, discriminator, black, 2)
  const latents = [new Float32Array(8).fill(Number.NaN), latentOfSeed(1, 8)]
  const judged = await group.judge(latents.map((latent) => ({ latent, class: null, weights: new Float32Array(0) })))
  expect(judged.map(({ loss }) => loss)).toEqual([Number.POSITIVE_INFINITY, expect.closeTo((judged[1] as { error: number }).error, 0)])
  group.dispose()
  const kernel = generator.weights['image/kernel'] as { shape: readonly number[]; values: Float32Array }
  const weights = { ...generator.weights, 'image/kernel': { ...kernel, values: kernel.values.with(0, Number.NaN) } }
  await expect(findLatent({ ...generator, weights }, discriminator, black).next()).rejects.toThrow('are not finite numbers')
})

/** Judges three latents beside a target, on the device. */
async function judging<T>(
  { generator, discriminator }: Networks,
  task: (judge: ReturnType<typeof createJudge>, z: tf.Tensor2D, target: tf.Tensor4D) => Promise<T>,
): Promise<T> {
  const ofG = contiguousVariables({ ...generator.weights, ...generator.statistics })
  const ofD = contiguousVariables(discriminator.weights)
  const [g, d] = [buildNetwork(generator.definition), buildNetwork(discriminator.definition)]
  const classes = generator.classes.counts.length
  tf.engine().startScope()
  try {
    const images = tf.tensor4d(new RandomStream(3, 'dataset').normals(3 * 16 * 16 * 3).map(Math.tanh), [3, 16, 16, 3])
    const weights = classes === 0 ? null : tf.tensor2d([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3])
    const judge = createJudge({ generator: g, ofG, discriminator: d, ofD }, { images, features: comparedFeatures(d, ofD, images) }, weights)
    return await task(judge, tf.tensor2d(new RandomStream(5, 'dataset').normals(3 * 8), [3, 8]), images)
  } finally {
    tf.engine().endScope()
    tf.dispose([ofG, ofD].flatMap((group) => Object.values(group)))
  }
}

test.each([
  ['batch norm', () => plain],
  ['self-modulated norm and classes', () => withClasses],
] as const)('the gradient is that of finite differences: %s', async (_, networks) => {
  await judging(networks(), async (judge, z) => {
    const { gradients } = judgedGradients(judge, z)
    const gradient = await readNumbers(gradients.z as tf.Tensor)
    const step = 1e-3
    const lossesAt = (entry: number, h: number) => {
      const moved = tf.tensor2d(
        Float32Array.from({ length: 24 }, (_, i) => (i % 8 === entry ? h : 0)),
        [3, 8],
      )
      return readNumbers(judge(tf.add(z, moved)).losses)
    }
    const slopes = new Float32Array(24)
    for (let entry = 0; entry < 8; entry++) {
      const [before, after] = [await lossesAt(entry, -step), await lossesAt(entry, step)]
      for (let row = 0; row < 3; row++) slopes[8 * row + entry] = ((after[row] as number) - (before[row] as number)) / (2 * step)
    }
    expect(meanSquare(slopes, gradient)).toBeLessThan(1e-3 * meanSquare(gradient, new Float32Array(24))) // corners of ReLUs are between
  })
})

test('the loss is the difference of pixels, that of features at every resolution, and how far the length of the latent is off', async () => {
  const { discriminator } = plain
  expect(comparedLayers(buildNetwork(discriminator.definition))).toEqual(['conv1', 'conv3', 'conv5', 'conv7'])
  await judging(plain, async (judge, z, target) => {
    const { losses, errors, images } = judge(z)
    const network = buildNetwork(discriminator.definition)
    const weights = Object.fromEntries(
      Object.entries(discriminator.weights).map(([name, { values, shape }]) => [name, tf.tensor(values, [...shape])]),
    )
    const read = (some: tf.Tensor4D[]) => Promise.all(some.map((layer) => layer.data()))
    const [ofImages, ofTarget] = await Promise.all([images, target].map((some) => read(comparedFeatures(network, weights, some))))
    const [loss, error, latents, pixels, wanted] = await Promise.all([losses, errors, z, images, target].map((one) => one.data()))
    for (let row = 0; row < 3; row++) {
      const rowOf = (all: ArrayLike<number> | undefined) => {
        const values = Float32Array.from(all as ArrayLike<number>)
        return values.subarray((row * values.length) / 3, ((row + 1) * values.length) / 3)
      }
      const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)
      const distances = (ofImages as ArrayLike<number>[]).map((layer, i) => {
        const [own, other] = [rowOf(layer), rowOf((ofTarget as ArrayLike<number>[])[i])]
        return squares(own.map((value, k) => value - (other[k] as number))) / squares(other)
      })
      const mean = distances.reduce((sum, one) => sum + one, 0) / distances.length
      expect(mean).toBeGreaterThan(0.01) // or the term would not be seen
      const pixelError = meanSquare(rowOf(pixels), rowOf(wanted))
      const excess = squares(rowOf(latents)) / 8 - 1
      expect(error?.[row]).toBeCloseTo(pixelError, 5)
      expect(loss?.[row]).toBeCloseTo(pixelError + FEATURE_WEIGHT * mean + LENGTH_WEIGHT * excess ** 2, 4)
    }
  })
})

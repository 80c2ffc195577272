// A point that goes along directions, also in some layers alone, is the same picture by the sampler and by the player; and layers of two states mix.
import { beforeAll, describe, expect, test } from 'vitest'
import { captureGenerator, type InferenceGenerator } from '../../gan/inference.ts'
import { createModels, disposeModels, type Models } from '../../gan/models.ts'
import { createSampler } from '../../gan/sampler.ts'
import { TINY } from '../../gan/test-support.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { type DirectionEdit, LAYER_ZONES, type LatentPoint } from '../../spec/picture-code.ts'
import { RandomStream } from '../../spec/rng.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { drawPoints } from '../draw-points.ts'
import { mixModels } from '../mix.ts'
import { type GeneratorModel, modelOf } from '../model.ts'
import { directionsFor } from './asked-directions.ts'

beforeAll(async () => {
  await openTestDevice('wasm')
})

function scatter({ generator: { ema } }: Models, seed: number): void {
  const stream = new RandomStream(seed, 'dataset')
  for (const variable of Object.values(ema)) {
    tf.tidy(() => variable.assign(tf.add(variable, tf.mul(tf.tensor(stream.normals(variable.size), variable.shape), 0.3))))
  }
}

const largestDifference = (a: Pictures, b: Pictures) =>
  a.pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.pixels[i] as number))), 0)

const POINTS: readonly LatentPoint[] = [
  { seed: 1 },
  { seed: 1, directions: [{ set: 'pc', index: 0, sigmas: 2 }] },
  ...LAYER_ZONES.map((zone): LatentPoint => ({ seed: 1, directions: [{ set: 'cf', index: 1, sigmas: -2, zone }] })),
  {
    seed: 2,
    variety: 0.7,
    directions: [
      { set: 'pc', index: 2, sigmas: 1.5, zone: 'late' },
      { set: 'pc', index: 2, sigmas: -1, zone: 'early' },
      { set: 'cf', index: 0, sigmas: 0.5 },
    ],
  },
  { seed: 1 },
]

const KINDS: readonly [string, Partial<RunConfig>, number][] = [
  ['SNDCGAN', {}, 0],
  ['SNDCGAN, class-conditional', {}, 3],
  ['ResNet, self-modulated', { architecture: 'resnet', generatorNorm: 'self-modulated' }, 0],
]

test.each(KINDS)('the sampler and the player draw the same: %s', async (_, changes, classes) => {
  const config: RunConfig = { ...TINY, ...changes, conditioning: classes > 0 ? 'random' : 'none', classCount: Math.max(2, classes) }
  const models = createModels(config, 3, classes)
  scatter(models, 5)
  const sampler = createSampler(models.generator, config)
  const counts = Array.from({ length: classes }, (_, k) => k + 1)
  const state = { step: 3, classes: classes > 0 ? { names: counts.map(String), counts } : null }
  const generator = await captureGenerator(models.generator, sampler, config, state)
  const directions = await directionsFor(POINTS, async () => generator)
  const drawn = await sampler.pictures(state, POINTS, { directions })
  const model: GeneratorModel = { ...modelOf(generator), ...(directions && { directions }) }
  expect(largestDifference(drawPoints(model, POINTS), drawn)).toBeLessThanOrEqual(1)

  const one = (i: number): Pictures => ({ ...drawn, count: 1, pixels: drawn.pixels.slice(i * 1024, (i + 1) * 1024) })
  for (const i of [1, 2, 3, 4]) expect(largestDifference(one(0), one(i))).toBeGreaterThan(4) // each goes somewhere
  expect(largestDifference(one(3), one(4))).toBeGreaterThan(4)
  expect(one(6)).toEqual(one(0)) // and the next one is not moved by it
  sampler.dispose()
  disposeModels(models)
})

test('directions are looked for only where a point goes along one, and those of layers only where it is limited to some', async () => {
  const never = () => Promise.reject(new Error('nobody asked'))
  expect(await directionsFor([{}, { directions: [] }], never)).toBeNull()
  await expect(directionsFor(POINTS, never)).rejects.toThrow('nobody asked')
  const generator = await generatorOf(1)
  const along = (...edits: DirectionEdit[]) => directionsFor([{ directions: edits }], async () => generator)
  expect((await along({ set: 'pc', index: 0, sigmas: 1 }))?.shifts).toBeNull()
  expect((await along({ set: 'pc', index: 0, sigmas: 1, zone: 'late' }))?.shifts).toHaveProperty('norm3')
})

async function generatorOf(seed: number, changes: Partial<RunConfig> = {}): Promise<InferenceGenerator> {
  const config = { ...TINY, ...changes }
  const models = createModels(config, 3, 0)
  scatter(models, seed)
  const sampler = createSampler(models.generator, config)
  const generator = await captureGenerator(models.generator, sampler, config, { step: seed, classes: null })
  sampler.dispose()
  disposeModels(models)
  return generator
}

describe('the mix of two states', () => {
  const capture = async (seed: number, changes: Partial<RunConfig> = {}) => modelOf(await generatorOf(seed, changes))

  test('has later layers of the other, with the statistics of their norms, and is either one where nothing is different', async () => {
    const [a, b] = await Promise.all([capture(1), capture(2)])
    const mix = mixModels(a, b, 'late')
    const of = (model: GeneratorModel) =>
      Object.entries(mix.tensors).flatMap(([name, { values }]) => (values === model.tensors[name]?.values ? name : []))
    expect(of(a)).toEqual(expect.arrayContaining(['linear/weight', 'norm0/mean', 'up2/kernel', 'norm2/scale', 'norm2/variance']))
    expect(of(b).sort()).toEqual([
      'image/bias',
      'image/kernel',
      ...['mean', 'offset', 'scale', 'variance'].map((part) => `norm3/${part}`),
      'up3/kernel',
    ])
    const earlier = mixModels(a, b, 'middle')
    expect(earlier.tensors['up2/kernel']).toBe(b.tensors['up2/kernel'])
    expect(earlier.tensors['up1/kernel']).toBe(a.tensors['up1/kernel'])
    const points = POINTS.filter(({ directions }) => !directions)
    expect(drawPoints(mixModels(a, a, 'middle'), points)).toEqual(drawPoints(a, points))
    expect(largestDifference(drawPoints(mix, points), drawPoints(a, points))).toBeGreaterThan(4)
    expect(largestDifference(drawPoints(mix, points), drawPoints(b, points))).toBeGreaterThan(4)
  })

  test('of another architecture is refused', async () => {
    const [a, b] = await Promise.all([capture(1), capture(1, { width: 8 })])
    expect(() => mixModels(a, b, 'late')).toThrow('different architectures')
  })
})

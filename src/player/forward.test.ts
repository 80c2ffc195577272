// The forward pass on the processor, in plain JavaScript and on WebAssembly, draws what the networks of gan/ draw, whatever they are made of.
import { beforeAll, expect, test } from 'vitest'
import { captureGenerator } from '../gan/inference.ts'
import { pointCode } from '../gan/latent/codes.ts'
import { createModels, disposeModels, type Models } from '../gan/models.ts'
import { buildNetwork } from '../gan/networks/build.ts'
import type { Layer, NetworkDefinition } from '../gan/networks/layers.ts'
import type { BatchStatistics } from '../gan/networks/norm.ts'
import { createSampler } from '../gan/sampler.ts'
import { TINY } from '../gan/test-support.ts'
import type { RunConfig } from '../spec/config.ts'
import type { LatentPoint } from '../spec/picture-code.ts'
import { RandomStream } from '../spec/rng.ts'
import { compute } from '../tensor/readback.ts'
import { sizeOf } from '../tensor/shape.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { plainConvolutions } from './convolution.ts'
import { createForward, type Forward } from './forward.ts'
import type { NamedTensors } from './model.ts'
import { writePixels } from './pixels.ts'
import { createPlan, type Plan } from './plan.ts'
import { wasmConvolutions } from './wasm-convolution.ts'

beforeAll(async () => {
  await openTestDevice('wasm')
})

/** Weights far from those of the beginning, which are nearly alike. */
function scatter({ generator: { ema } }: Models): void {
  const stream = new RandomStream(5, 'dataset')
  for (const variable of Object.values(ema)) {
    tf.tidy(() => {
      const noise = tf.tensor(stream.normals(variable.size), variable.shape)
      variable.assign(tf.add(variable, tf.mul(noise, 0.3)))
    })
  }
}

function onDevice(tensors: NamedTensors): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]))
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))))

/** In JavaScript, and on WebAssembly. */
async function bothForwards(plan: Plan): Promise<Forward[]> {
  return [createForward(plan, plainConvolutions(plan)), createForward(plan, await wasmConvolutions(plan))]
}

const points = (classes: number): LatentPoint[] => [
  ...Array.from({ length: Math.max(2, classes) }, (_, i) => ({ seed: i + 1, ...(classes > 0 && { class: i }) })),
  { seed: 7, towards: { seed: 9, at: 0.3, method: 'slerp', ...(classes > 0 && { class: 1 }) } },
  { seed: 8, loop: { radius: 0.6, at: 0.4 } },
]

const KINDS: readonly [string, Partial<RunConfig>, 1 | 3, number][] = [
  ['SNDCGAN', {}, 3, 0],
  ['SNDCGAN, self-modulated, grey', { generatorNorm: 'self-modulated' }, 1, 0],
  ['SNDCGAN, class-conditional', {}, 3, 3],
  ['SNDCGAN, self-modulated with classes', { generatorNorm: 'self-modulated' }, 3, 3],
  ['ResNet, grey', { architecture: 'resnet' }, 1, 0],
  ['ResNet, class-conditional', { architecture: 'resnet' }, 3, 2],
  ['ResNet, self-modulated with classes', { architecture: 'resnet', generatorNorm: 'self-modulated' }, 3, 2],
]

test.each(KINDS)('draws what the generator of the run draws: %s', async (_, changes, channels, classes) => {
  const config: RunConfig = { ...TINY, ...changes, conditioning: classes > 0 ? 'random' : 'none', classCount: Math.max(2, classes) }
  const models = createModels(config, channels, classes)
  scatter(models)
  const sampler = createSampler(models.generator, config)
  const counts = Array.from({ length: classes }, (_, k) => k + 1)
  const state = { step: 3, classes: classes > 0 ? { names: counts.map(String), counts } : null }
  const generator = await captureGenerator(models.generator, sampler, config, state)
  const drawn = await sampler.pictures(state, points(classes))
  const space = { latent: config.latent, counts, ramp: 1 }
  const codes = points(classes).map((point) => pointCode(point, space))
  const statistics: BatchStatistics = onDevice(generator.statistics)
  const { network, ema } = models.generator
  const wanted = await compute(() => network.forward(ema, tf.tensor2d(codes.map((code) => [...code])), { kind: 'fixed', statistics }))
  expect(Math.max(...wanted) - Math.min(...wanted)).toBeGreaterThan(0.5) // pictures with something in them

  const { definition, weights, latent } = generator
  for (const forward of await bothForwards(createPlan({ definition, latent, tensors: { ...weights, ...generator.statistics } }))) {
    const pictures = codes.map((code) => forward(code).slice())
    expect(
      largestDifference(
        pictures.flatMap((picture) => [...picture]),
        wanted,
      ),
    ).toBeLessThan(1e-4)
    const pixels = new Uint8ClampedArray(drawn.pixels.length)
    for (const [i, picture] of pictures.entries()) writePixels(picture, channels, pixels, i * 4 * config.size ** 2)
    expect(largestDifference(pixels, drawn.pixels)).toBeLessThanOrEqual(1)
  }
  sampler.dispose()
  disposeModels(models)
})

test('layers that no generator has yet give what they give in a network', async () => {
  const leaky = { kind: 'leakyRelu', leak: 0.2 } as const
  const conv = (name: string, kernel: number, stride: number, channels: number): Layer => {
    return { kind: 'conv', name, kernel, stride, channels, bias: true, activation: leaky }
  }
  const layers: readonly Layer[] = [
    { kind: 'linear', name: 'linear', shape: [4, 4, 5], bias: true },
    { kind: 'activation', activation: leaky },
    { kind: 'upsample', factor: 2 },
    conv('even', 4, 2, 6), // 8 → 4
    { kind: 'transposed conv', name: 'odd', kernel: 3, stride: 2, channels: 7 }, // 4 → 8
    conv('pointwise', 1, 2, 5), // 8 → 4
    { kind: 'upsample', factor: 3 },
    conv('after', 3, 1, 6), // 12
    {
      kind: 'residual',
      name: 'block',
      main: [conv('main', 3, 1, 6), { kind: 'average pool', factor: 2 }],
      shortcut: [conv('short', 3, 2, 6)],
    },
    { kind: 'residual', name: 'pooled', main: [{ kind: 'mean pool', name: 'mean' }], shortcut: [{ kind: 'average pool', factor: 6 }] },
    { kind: 'upsample', factor: 2 },
  ]
  const definition: NetworkDefinition = { input: [6], layers, heads: [], init: { kind: 'xavier uniform' }, spectralNorm: false }
  const network = buildNetwork(definition)
  const stream = new RandomStream(3, 'dataset')
  const tensors = Object.fromEntries(
    Object.entries(network.parameters).map(([name, { shape }]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]),
  )
  const code = stream.normals(6)
  const wanted = await compute(() => network.forward(onDevice(tensors), tf.tensor2d([[...code]])))
  for (const forward of await bothForwards(createPlan({ definition, latent: 6, tensors }))) {
    const drawn = forward(code)
    expect(drawn.length).toBe(wanted.length)
    expect(largestDifference(drawn, wanted) / Math.max(...wanted.map(Math.abs))).toBeLessThan(1e-6)
  }
})

test('tensors that do not fit the definition are refused by name', () => {
  const definition: NetworkDefinition = {
    input: [2],
    layers: [{ kind: 'linear', name: 'linear', shape: [1, 1, 3], bias: false }],
    heads: [],
    init: { kind: 'xavier uniform' },
    spectralNorm: false,
  }
  const plan = (values: number[]) =>
    createPlan({ definition, latent: 2, tensors: { 'linear/weight': { shape: [2, 3], values: Float32Array.from(values) } } })
  expect(() => plan([1])).toThrow('linear/weight has 1 numbers, not 6')
  expect(plan([1, 2, 3, 4, 5, 6]).codeLength).toBe(2)
})

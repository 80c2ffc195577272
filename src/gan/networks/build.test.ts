// What is derived from lists of layers: shapes, parameters, activations, operations and first values.
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import { RandomStream } from '../../spec/rng.ts'
import { openDevice } from '../../tensor/backend.ts'
import { sizeOf } from '../../tensor/shape.ts'
import * as tf from '../../tensor/tf.ts'
import { buildNetwork, imageShape } from './build.ts'
import { type Layer, LINEAR, type NetworkDefinition, RELU } from './layers.ts'
import { initialWeights, type ParameterSpec } from './parameters.ts'
import { ARCHITECTURES, buildNetworks } from './registry.ts'

const architectures = FIELDS.architecture.options.map(({ value }) => value)
const sizes = FIELDS.size.options.map(({ value }) => value)
const tensorsOf = (parameters: Readonly<Record<string, ParameterSpec>>) =>
  Object.fromEntries(
    Object.entries(initialWeights(parameters, new RandomStream(1, 'initialWeights'))).map(([name, { values, shape }]) => [
      name,
      tf.tensor(values, [...shape]),
    ]),
  )

beforeAll(async () => {
  await openDevice('cpu')
})

describe.each(architectures)('%s', (architecture) => {
  test.each(sizes)('at %i px the networks are plain data, from a latent to an image and from an image to two heads', (size) => {
    for (const channels of [1, 3]) {
      const config = { ...DEFAULTS, architecture, size, width: 4, latent: 6 }
      const definitions = ARCHITECTURES[architecture](config, channels)
      expect(JSON.parse(JSON.stringify(definitions))).toEqual(definitions)
      const { generator, discriminator } = buildNetworks(config, channels)
      expect(generator.definition.input).toEqual([6])
      expect(imageShape(generator.activations.at(-1)?.shape ?? [])).toEqual({ size, channels })
      expect(imageShape(discriminator.definition.input)).toEqual({ size, channels })
      const features = sizeOf(discriminator.activations.at(-1)?.shape ?? [])
      expect(discriminator.parameters['realness/weight']?.shape).toEqual([features, 1])
      expect(discriminator.parameters['rotation/weight']?.shape).toEqual([features, 4])
    }
  })

  test('every named activation has the shape that the network states', () => {
    const config = { ...DEFAULTS, architecture, size: 16, width: 4, latent: 6 } as const
    const { generator, discriminator } = buildNetworks(config, 3)
    tf.tidy(() => {
      const images = generator.forward(tensorsOf(generator.parameters), tf.fill([2, 6], 1))
      const weights = tensorsOf(discriminator.parameters)
      const ofG = generator.activationsAt(tensorsOf(generator.parameters), tf.fill([2, 6], 1), names(generator))
      const ofD = discriminator.activationsAt(weights, images, names(discriminator))
      expect(ofG.map(({ shape }) => shape.slice(1))).toEqual(generator.activations.map(({ shape }) => shape))
      expect(ofD.map(({ shape }) => shape.slice(1))).toEqual(discriminator.activations.map(({ shape }) => shape))
      const { realLogit, rotationLogits } = discriminator.forward(weights, images)
      expect([realLogit.shape, rotationLogits.shape]).toEqual([
        [2, 1],
        [2, 4],
      ])
      expect(() => discriminator.activationsAt(weights, images, ['conv99'])).toThrow('conv99')
    })
  })
})

describe.each(architectures)('%s with classes', (architecture) => {
  const config = { ...DEFAULTS, architecture, size: 16, width: 4, latent: 6, conditioning: 'co-trained' } as const
  const CLASSES = 5

  test('is plain data that says what its input is, has what classes need beside what it has without, and counts its operations', () => {
    const definitions = ARCHITECTURES[architecture](config, 3, CLASSES)
    expect(JSON.parse(JSON.stringify(definitions))).toEqual(definitions)
    const { generator, discriminator } = buildNetworks(config, 3, CLASSES)
    const without = buildNetworks(config, 3)
    expect(generator.definition.input).toEqual([6 + CLASSES])
    expect(generator.parameters['embedding/weight']).toEqual({
      shape: [CLASSES, 32],
      init: { kind: 'normal', deviation: 1 },
      spectralNorm: false,
    })
    expect(generator.parameters['linear/weight']?.shape[0]).toBe(6) // it reads the latent alone
    const features = discriminator.parameters['realness/weight']?.shape[0]
    const added = Object.entries(discriminator.parameters).filter(([name]) => !(name in without.discriminator.parameters))
    expect(added.map(([name, { shape, spectralNorm }]) => [name, shape, spectralNorm])).toEqual([
      ['projection/weight', [features, CLASSES], true],
      ['class/weight', [features, CLASSES], true],
      ['class/bias', [CLASSES], false],
    ])
    expect(Object.keys(buildNetworks({ ...config, conditioning: 'given' }, 3, CLASSES).discriminator.parameters)).not.toContain(
      'class/weight',
    )
    expect(discriminator.flops - without.discriminator.flops).toBe(2 * 2 * (features as number) * CLASSES)
    const matrices = Object.entries(generator.parameters).flatMap(([name, { shape }]) =>
      name in without.generator.parameters || !name.endsWith('/weight') ? [] : sizeOf(shape),
    )
    expect(generator.flops - without.generator.flops).toBe(2 * matrices.reduce((sum, size) => sum + size, 0))
  })

  test.each(['batch', 'self-modulated'] as const)(
    'and %s norm: without a class a picture is that of e = 0, each class draws its own, a mixture lies between',
    async (generatorNorm) => {
      const { generator } = buildNetworks({ ...config, generatorNorm }, 3, CLASSES)
      const weights = tensorsOf(generator.parameters)
      const input = (classes: readonly number[]) => [...[1, -1, 0.5, 2, 0, -0.3], ...classes]
      const rows = [
        [0, 0, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0],
        [0.5, 0.5, 0, 0, 0],
      ].map(input)
      const modulated = Object.entries(generator.parameters).flatMap(([name, { shape }]) => {
        const [norm, isScale] = [name.replace('/scale/weight', ''), name.endsWith('/scale/weight')]
        const channels = shape.at(-1) as number
        return isScale ? [[`${norm}/mean`, tf.zeros([channels])] as const, [`${norm}/variance`, tf.fill([channels], 1e-5)] as const] : []
      })
      const statistics = Object.fromEntries(modulated)
      const draw = async (given: tf.Tensor2D, own: typeof weights) => {
        const images = tf.tidy(() => generator.forward(own, given, { kind: 'fixed', statistics }))
        const length = images.size / given.shape[0]
        const values = await images.data()
        return Array.from({ length: given.shape[0] }, (_, i) => Array.from(values.slice(i * length, (i + 1) * length)))
      }
      const [none = [], first = [], second = [], mixed = []] = await draw(tf.tensor2d(rows), weights)
      const [withoutEmbedding] = await draw(tf.tensor2d([input([0, 1, 0, 0, 0])]), {
        ...weights,
        'embedding/weight': tf.zeros([CLASSES, 32]),
      })
      expect(withoutEmbedding).toEqual(none)
      const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, i) => value - (b[i] as number)))
      for (const [a, b] of [
        [none, first],
        [none, second],
        [first, second],
        [first, mixed],
        [second, mixed],
      ] as const)
        expect(distance(a, b)).toBeGreaterThan(1e-3)
      expect(distance(first, mixed)).toBeLessThan(distance(first, second))
    },
  )
})

const names = ({ activations }: { readonly activations: readonly { readonly name: string }[] }) => activations.map(({ name }) => name)

test('SNDCGAN of the paper takes 103.5 million multiplications an image in G and 215.7 million in D', () => {
  const { generator, discriminator } = buildNetworks({ ...DEFAULTS, size: 32, width: 64, latent: 128 }, 3)
  expect(generator.flops / 2e6).toBeCloseTo(103.5, 1)
  expect(discriminator.flops / 2e6).toBeCloseTo(215.7, 1)
})

test('the ResNet has four blocks in D and three in G at 32 px, as in the paper, and one more or fewer a doubling of the side', () => {
  const blocks = (size: 16 | 32 | 64) => {
    const { generator, discriminator } = ARCHITECTURES.resnet({ ...DEFAULTS, size }, 3)
    const count = ({ layers }: NetworkDefinition) => layers.filter(({ kind }) => kind === 'residual').length
    return [count(generator), count(discriminator)]
  }
  expect([blocks(16), blocks(32), blocks(64)]).toEqual([
    [2, 3],
    [3, 4],
    [4, 5],
  ])
})

describe('a residual block', () => {
  const conv = (name: string, channels: number): Layer => {
    return { kind: 'conv', name, kernel: 1, stride: 1, channels, bias: true, activation: LINEAR }
  }
  const network = (main: readonly Layer[], shortcut: readonly Layer[]) => {
    const layers: readonly Layer[] = [{ kind: 'residual', name: 'block', main, shortcut }]
    return buildNetwork({ input: [2, 2, 3], layers, heads: [], init: { kind: 'xavier uniform' }, spectralNorm: true })
  }

  test('is the sum of its branches, of which an empty one passes its input on', async () => {
    const { forward, parameters, activations } = network([conv('conv', 3), { kind: 'activation', activation: RELU }], [])
    expect(Object.keys(parameters)).toEqual(['block/conv/kernel', 'block/conv/bias'])
    expect(activations).toEqual([{ name: 'block', shape: [2, 2, 3] }])
    const y = tf.tidy(() => {
      const kernel = tf.tensor4d([2, 0, 0, 0, 2, 0, 0, 0, 2], [1, 1, 3, 3])
      return forward({ 'block/conv/kernel': kernel, 'block/conv/bias': tf.tensor1d([0, -10, 1]) }, tf.fill([1, 2, 2, 3], 1))
    })
    expect(Array.from(await y.data()).slice(0, 3)).toEqual([1 + 2, 1 + 0, 1 + 3])
    y.dispose()
  })

  test('whose branches end in different shapes is refused', () => {
    expect(() => network([conv('conv', 4)], [])).toThrow('the branches of block end in [2,2,4] and [2,2,3]')
  })

  test('has its kernels under spectral norm, but not its biases', () => {
    const { parameters } = network([conv('conv', 3)], [])
    expect(Object.entries(parameters).map(([name, { spectralNorm }]) => [name, spectralNorm])).toEqual([
      ['block/conv/kernel', true],
      ['block/conv/bias', false],
    ])
  })
})

describe('first values', () => {
  const drawn = (init: ParameterSpec['init'], shape: readonly number[]) => {
    return (
      initialWeights({ w: { shape, init, spectralNorm: false } }, new RandomStream(3, 'initialWeights')).w?.values ?? new Float32Array()
    )
  }
  const deviation = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

  test('Xavier: uniform, with a variance of 2 over the inputs and outputs that a weight connects', () => {
    const values = drawn({ kind: 'xavier uniform' }, [3, 3, 20, 60]) // 9 taps of 20 inputs and of 60 outputs
    const wanted = Math.sqrt(2 / (9 * (20 + 60)))
    expect(deviation(values) / wanted).toBeCloseTo(1, 1)
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(largest / (Math.sqrt(3) * wanted)).toBeGreaterThan(0.99)
    expect(largest / (Math.sqrt(3) * wanted)).toBeLessThanOrEqual(1.000001)
    expect(deviation(drawn({ kind: 'xavier uniform' }, [100, 300]))).toBeCloseTo(Math.sqrt(2 / 400), 2)
  })

  test('normal with the deviation asked for, zeros and ones', () => {
    expect(deviation(drawn({ kind: 'normal', deviation: 0.02 }, [100, 100]))).toBeCloseTo(0.02, 3)
    expect(drawn({ kind: 'zeros' }, [2])).toEqual(Float32Array.of(0, 0))
    expect(drawn({ kind: 'ones' }, [2])).toEqual(Float32Array.of(1, 1))
  })
})

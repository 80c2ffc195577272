// On WebGPU a generator draws what it draws in plain JavaScript.
import { expect, test } from 'vitest'
import { buildNetwork } from '../gan/networks/build.ts'
import type { Layer, NetworkDefinition } from '../gan/networks/layers.ts'
import { ARCHITECTURES } from '../gan/networks/registry.ts'
import { TINY } from '../gan/test-support.ts'
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { sizeOf } from '../tensor/shape.ts'
import { createGpuPainter } from './gpu.ts'
import type { NamedTensors } from './model.ts'
import { createPlainPainter, type Painter } from './painter.ts'
import { createPlan } from './plan.ts'

/** Random weights and statistics, so that pictures are neither grey nor black and white. */
function randomTensors(definition: NetworkDefinition): NamedTensors {
  const stream = new RandomStream(2, 'dataset')
  const { parameters } = buildNetwork(definition)
  const entries = Object.entries(parameters).flatMap(([name, { shape }]) => {
    const fanIn = sizeOf(shape.slice(0, -1))
    const tensor = { shape, values: stream.normals(sizeOf(shape)).map((value) => value / Math.sqrt(fanIn)) }
    const norm = /^(.*norm\d?)\/offset(?:\/bias)?$/.exec(name)?.[1]
    if (norm === undefined) return [[name, tensor] as const]
    const statistic = (offset: number) => ({ shape, values: stream.normals(sizeOf(shape)).map((value) => offset + 0.2 * value) })
    return [[name, tensor] as const, [`${norm}/mean`, statistic(0)] as const, [`${norm}/variance`, statistic(1)] as const]
  })
  return Object.fromEntries(entries)
}

const generatorOf = (changes: Partial<RunConfig>, channels: 1 | 3, classes = 0) => {
  const config = { ...TINY, ...changes }
  return ARCHITECTURES[config.architecture](config, channels, classes).generator
}

const POOLS: readonly Layer[] = [
  { kind: 'linear', name: 'linear', shape: [6, 6, 3], bias: true },
  { kind: 'activation', activation: { kind: 'leakyRelu', leak: 0.2 } },
  { kind: 'average pool', factor: 3 },
  { kind: 'conv', name: 'conv', kernel: 3, stride: 2, channels: 3, bias: true, activation: { kind: 'tanh' } },
  { kind: 'upsample', factor: 4 },
]
const POOLING: NetworkDefinition = { input: [4], layers: POOLS, heads: [], init: { kind: 'xavier uniform' }, spectralNorm: false }

test.each([
  ['SNDCGAN, class-conditional', generatorOf({}, 3, 3), 3],
  ['SNDCGAN, self-modulated, grey', generatorOf({ generatorNorm: 'self-modulated' }, 1), 0],
  ['ResNet, self-modulated with classes', generatorOf({ architecture: 'resnet', generatorNorm: 'self-modulated' }, 3, 2), 2],
  ['pools and strides', POOLING, 0],
] as const)('many pictures at once are those of JavaScript: %s', async (_, definition, classes) => {
  const latent = (definition.input[0] as number) - classes
  const plan = createPlan({ definition, latent, tensors: randomTensors(definition) })
  const stream = new RandomStream(6, 'dataset')
  const codes = Array.from({ length: 5 }, () => stream.normals(plan.codeLength))
  const gpu = (await createGpuPainter(plan)) as Painter
  expect(gpu.device).toMatch(/^WebGPU/)
  expect(gpu.capacity).toBeGreaterThanOrEqual(codes.length)
  const wanted = await createPlainPainter(plan).draw(codes)
  expect(new Set(wanted).size).toBeGreaterThan(10)
  for (const count of [5, 1, 3]) {
    const drawn = await gpu.draw(codes.slice(0, count))
    expect(drawn.length).toBe((wanted.length / 5) * count)
    expect(Math.max(...drawn.map((value, i) => Math.abs(value - (wanted[i] as number))))).toBeLessThanOrEqual(1)
  }
})

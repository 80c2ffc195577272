// Variants of convolutions: all give the same bits, and what was settled is neither measured again nor lost.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDevice } from '../../backend.ts'
import * as tf from '../../tf.ts'
import type { Activation } from '../activation.ts'
import { programsOf } from '../program.ts'
import { normals } from '../test-support.ts'
import { convolve } from './convolve.ts'
import { tuneConvolutions } from './tune.ts'
import { choicesOf, convolutionsOf, type Variant, variantsOf } from './variants.ts'

type Sides = [number, number, number, number]

const CASES: readonly (readonly [x: Sides, filter: Sides, stride: number, activation: Activation | null])[] = [
  [[2, 7, 5, 3], [4, 4, 3, 5], 2, { kind: 'tanh' }],
  [[2, 6, 6, 8], [4, 4, 8, 12], 2, null],
  [[5, 4, 4, 24], [3, 3, 24, 16], 1, { kind: 'leakyRelu', leak: 0.1 }],
]

let backend: tf.WebGPUBackend
beforeAll(async () => {
  await openDevice('webgpu')
  backend = tf.engine().backend as tf.WebGPUBackend
})
beforeEach(() => choicesOf(backend.device).clear())

/** Value and all gradients: every kernel of a convolution, with an activation or, as tf.conv2d, without. */
function work(x: Sides, filter: Sides, stride: number, activation: Activation | null): tf.Tensor[] {
  const operation = (image: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
    activation
      ? convolve(image as tf.Tensor4D, weights as tf.Tensor4D, bias, stride, activation)
      : tf.add(tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, stride, 'same'), bias)
  return tf.tidy(() => {
    const inputs = [x, filter, [filter[3]]].map((sides, i) => tf.tensor(normals(sides, i + 1), sides))
    const sides = [x[0], Math.ceil(x[1] / stride), Math.ceil(x[2] / stride), filter[3]]
    const { value, grads } = tf.valueAndGrads(operation)(inputs, tf.tensor(normals(sides, 4), sides))
    return [value, ...grads]
  })
}

describe.each(CASES)('%j * %j, stride %i, %j', (x, filter, stride, activation) => {
  test('every variant gives the same bits', async () => {
    const make = () => work(x, filter, stride, activation)
    const bitsOf = async () => {
      const tensors = make()
      const values = await Promise.all(
        tensors.map(async (tensor) => new Uint32Array(((await tensor.data()) as Float32Array).slice().buffer)),
      )
      tf.dispose(tensors)
      return values
    }
    const usual = await bitsOf()
    const convolutions = [...convolutionsOf(() => programsOf(() => tf.dispose(make())))]
    expect(convolutions.map(([, { kind }]) => kind).sort()).toEqual(['filterGradient', 'forward', 'inputGradient'])
    const lists = convolutions.map(([key, convolution]) => [key, variantsOf(convolution)] as const)
    const texts = new Set<string>()
    for (let place = 1; place < Math.max(...lists.map(([, variants]) => variants.length)); place++) {
      for (const [key, variants] of lists) choicesOf(backend.device).set(key, variants[place % variants.length] as Variant)
      expect(await bitsOf()).toEqual(usual)
      for (const { wgsl } of programsOf(() => tf.dispose(make()))) texts.add(wgsl)
    }
    expect(texts.size).toBeGreaterThan(lists.length) // the variants really are different programs
  })
})

describe('tuning', () => {
  const make = () => tf.dispose(work([2, 8, 8, 8], [3, 3, 8, 8], 1, null))
  /** Everything takes 10 ms, long enough to be compared: the outcome does not hang on the machine. */
  const ticking = () => {
    let time = 0
    return () => (time += 10)
  }

  function memory() {
    const files = new Map<string, string>()
    const load = async (adapter: string): Promise<unknown> => JSON.parse(files.get(adapter) ?? 'null')
    const save = async (adapter: string, choices: unknown) => {
      files.set(adapter, JSON.stringify(choices))
    }
    return { files, load, save }
  }

  const run = (store: Parameters<typeof tuneConvolutions>[2]['store']) =>
    tuneConvolutions(backend, make, { store, now: ticking() }, () => false)

  test('settles every convolution once in a process, and from the store in the next', async () => {
    const before = tf.memory().numTensors
    const store = memory()
    expect((await run(store)).count).toBe(3)
    expect(tf.memory().numTensors).toBe(before)
    const settled = new Map(choicesOf(backend.device))
    expect(settled.size).toBe(3)
    expect((await run(store)).count).toBe(0)
    choicesOf(backend.device).clear() // as in a new process
    expect((await run(store)).count).toBe(0)
    expect(choicesOf(backend.device)).toEqual(settled)
    expect([...store.files.keys()]).toEqual([expect.stringContaining(backend.device.adapterInfo.vendor)])
  })

  test('what was saved is used', async () => {
    const convolutions = [...convolutionsOf(() => programsOf(make))]
    const last = Object.fromEntries(convolutions.map(([key, convolution]) => [key, variantsOf(convolution).at(-1)]))
    await run({ ...memory(), load: async () => last })
    expect(Object.fromEntries(choicesOf(backend.device))).toEqual(last)
  })

  test.each([
    ['is damaged', async () => 'damaged'],
    ['cannot be read', () => Promise.reject(new Error('no storage here'))],
  ] as [string, () => Promise<unknown>][])('a store that %s means tuning again', async (_, load) => {
    const save = () => Promise.reject(new Error('no storage here'))
    expect((await run({ load, save })).count).toBe(3)
  })
})

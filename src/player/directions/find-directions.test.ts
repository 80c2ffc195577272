// Directions against GANSpace, SeFa and regressions by NumPy and scikit-learn (reference/directions_fixture.py), and what must hold of them.
import { Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { pointCode } from '../../gan/latent/codes.ts'
import type { Direction } from '../../gan/latent/directions.ts'
import type { NetworkDefinition } from '../../gan/networks/layers.ts'
import { sndcgan } from '../../gan/networks/sndcgan.ts'
import { TINY, unpack } from '../../gan/test-support.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { RandomStream } from '../../spec/rng.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { createForward } from '../forward.ts'
import type { GeneratorModel, NamedTensors } from '../model.ts'
import { createPlan } from '../plan.ts'
import { principalDirections } from './components.ts'
import fixture from './directions.fixture.json' with { type: 'json' }
import { findDirections } from './find-directions.ts'
import { balancedLatents } from './latents.ts'

const { sizes } = fixture
/** TINY has the size of the oracle's images. */
const CONFIG = { ...TINY, width: sizes.width, latent: sizes.latent }
const FOUND = fixture.pc.vectors.length

const model: GeneratorModel = {
  definition: sndcgan(CONFIG, 3).generator,
  tensors: Object.fromEntries(
    Object.entries(fixture.tensors).map(([name, { shape, values }]) => [name, { shape, values: unpack(values) }]),
  ),
  latent: sizes.latent,
  counts: [],
  ramp: 1,
}

const cosine = (a: ArrayLike<number>, b: readonly number[]) => b.reduce((sum, value, i) => sum + value * (a[i] as number), 0)

describe('beside what is published', () => {
  const found = findDirections(model, { zones: true })

  // The sign is that of the largest component, and of two that are nearly as large chance decides which: of `cf` nothing is left to chance.
  test.each(['pc', 'cf'] as const)('%s: the same directions, and their shares', async (set) => {
    const { sets } = await found
    for (const [k, wanted] of fixture[set].vectors.entries()) {
      const { vector, share } = sets[set][k] as Direction
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      expect(set === 'cf' ? cosine(vector, wanted) : Math.abs(cosine(vector, wanted))).toBeGreaterThan(set === 'cf' ? 0.99999 : 0.995)
      expect(share).toBeCloseTo(fixture[set].shares[k] as number, set === 'cf' ? 5 : 2)
    }
  })

  test('the channel means of every norm change along them as a regression over many latents says', async () => {
    const { sets, shifts } = await found
    const perSet = sets.pc.length
    const signs = [...sets.pc.slice(0, FOUND), ...sets.cf.slice(0, FOUND)].map(({ vector }, k) =>
      Math.sign(cosine(vector, [...fixture.pc.vectors, ...fixture.cf.vectors][k] ?? [])),
    )
    for (const [name, wanted] of Object.entries(fixture.means)) {
      const own = [0, perSet].flatMap((start) => shifts?.[name]?.slice(start, start + FOUND) ?? [])
      const largest = Math.max(...wanted.flat().map(Math.abs))
      for (const [k, slopes] of wanted.entries()) {
        for (const [c, slope] of slopes.entries()) {
          expect(Math.abs((own[k]?.[c] as number) - slope * (signs[k] as number)) / largest).toBeLessThan(0.1)
        }
      }
    }
  })

  test('they are the same once more, and faster without those of layers', async () => {
    const again = await findDirections(model, { zones: false })
    expect(again.shifts).toBeNull()
    expect(again.sets).toEqual((await found).sets)
  })
})

/** A linear layer alone whose norm does nothing, [latent, 2 · 2 · channels]. */
function linearModel(weight: Float32Array, latent: number, channels: number): GeneratorModel {
  const definition: NetworkDefinition = {
    input: [latent],
    layers: [
      { kind: 'linear', name: 'linear', shape: [2, 2, channels], bias: false },
      { kind: 'norm', name: 'norm', norm: 'batch', activation: { kind: 'linear' } },
    ],
    heads: [],
    init: { kind: 'xavier uniform' },
    spectralNorm: false,
  }
  const filled = (value: number) => ({ shape: [channels], values: new Float32Array(channels).fill(value) })
  const norm: NamedTensors = { 'norm/scale': filled(1), 'norm/offset': filled(0), 'norm/mean': filled(0), 'norm/variance': filled(1) }
  return {
    definition,
    tensors: { 'linear/weight': { shape: [latent, 4 * channels], values: weight }, ...norm },
    latent,
    counts: [],
    ramp: 1,
  }
}

test('a generator that listens to some entries of z, to one more than to the next, has these as its directions', async () => {
  const sizesOfEntries = [0, 2, 0.5, 0, 8, 1]
  const random = new RandomStream(1, 'dataset')
  const outputs = 4 * 6
  // orthogonal rows, so that no two entries do the same
  const weight = Float32Array.from({ length: 6 * outputs }, (_, i) => {
    const [entry, output] = [Math.floor(i / outputs), i % outputs]
    return output % 6 === entry ? (sizesOfEntries[entry] as number) * (random.below(2) === 0 ? -1 : 1) : 0
  })
  const { sets, shifts } = await findDirections(linearModel(weight, 6, 6), { zones: true })
  for (const set of ['pc', 'cf'] as const) {
    for (const [k, entry] of [4, 1, 5, 2].entries()) {
      const { vector, share } = sets[set][k] as Direction
      for (const [i, value] of vector.entries()) expect(value).toBeCloseTo(i === entry ? 1 : 0, 4)
      expect(share).toBeCloseTo((sizesOfEntries[entry] as number) ** 2 / 69.25, 4)
    }
  }
  const along = shifts?.norm?.[0] as Float32Array // one sigma of entry 4 changes channel 4 by the mean of its four weights
  const mean = [4, 10, 16, 22].reduce((sum, output) => sum + (weight[4 * outputs + output] as number) / 4, 0)
  for (const [c, value] of along.entries()) expect(value).toBeCloseTo(c === 4 ? mean : 0, 4)
})

test('in a zone the means of channels are changed as they would be by going there', async () => {
  const weight = new RandomStream(4, 'dataset').normals(3 * 4 * 2)
  const plain = linearModel(weight, 3, 2)
  const model: GeneratorModel = { ...plain, directions: await findDirections(plain, { zones: true }) }
  const forward = createForward(createPlan(model))
  const pictureOf = (zone?: 'early', sigmas = 2) => {
    const directions = [{ set: 'pc', index: 1, sigmas, ...(zone && { zone }) }] as const
    return forward(pointCode({ seed: 1, directions }, model)).slice()
  }
  const meansOf = (x: Float32Array) => [0, 1].map((c) => x.reduce((sum, value, i) => sum + (i % 2 === c ? value / 4 : 0), 0))
  expect(meansOf(pictureOf('early'))).toEqual(meansOf(pictureOf()).map((mean) => expect.closeTo(mean, 4)))
  expect(meansOf(pictureOf())).not.toEqual(meansOf(pictureOf('early', 0)).map((mean) => expect.closeTo(mean, 1)))
})

test('a generator with a weight that is not finite has none', async () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const broken = linearModel(new Float32Array(2 * 4).fill(1).with(3, value), 2, 1)
    await expect(findDirections(broken, { zones: false })).rejects.toThrow('this generator computes numbers that are not finite')
  }
})

test('classes make no direction, however different their pictures are', async () => {
  const config = { ...CONFIG, conditioning: 'random', classCount: 3 } as const
  const definition = sndcgan(config, 3, 3).generator
  const random = new RandomStream(2, 'dataset')
  const shapes: Record<string, readonly number[]> = { 'embedding/weight': [3, 32] }
  const tensors: Record<string, { shape: readonly number[]; values: Float32Array }> = { ...model.tensors }
  for (const name of ['norm0', 'norm1', 'norm2', 'norm3']) {
    const channels = model.tensors[`${name}/scale`]?.shape[0] as number
    for (const part of ['scale', 'offset']) {
      tensors[`${name}/${part}/bias`] = model.tensors[`${name}/${part}`] as NamedTensors[string]
      shapes[`${name}/${part}/weight`] = [32, channels]
    }
  }
  for (const [name, shape] of Object.entries(shapes)) tensors[name] = { shape, values: random.normals(sizeOf(shape)) }
  const offsets = (scale: number): NamedTensors =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, { shape, values }]) => {
        const size = name.endsWith('offset/weight') ? scale : name.endsWith('scale/weight') ? 0 : 1
        return [name, { shape, values: values.map((value) => size * value) }]
      }),
    )
  const at = (scale: number): GeneratorModel => ({ ...model, definition, tensors: offsets(scale), counts: [5, 1, 3] })
  const [same, different] = await Promise.all([0, 0.2].map((scale) => findDirections(at(scale), { zones: false })))
  expect(cosine(different?.sets.pc[0]?.vector ?? [], [...(same?.sets.pc[0]?.vector ?? [])])).toBeGreaterThan(0.9)
})

test('principal components of few activations are those that can be seen', () => {
  // Of [[1, 0, 2], [-1, 0, -2], [0, 3, 0], [0, -3, 0]] has the second axis first with 18 of 28, then (1, 0, 2) / √5 with 10 of 28.
  const rows = [Float32Array.of(1, 0, 2), Float32Array.of(-1, 0, -2), Float32Array.of(0, 3, 0), Float32Array.of(0, -3, 0)]
  const products = new Matrix(rows.map((a) => rows.map((b) => cosine(a, [...b]))))
  const latents = [Float32Array.of(1, 0), Float32Array.of(-1, 0), Float32Array.of(1, -2), Float32Array.of(-1, 2)]
  const [first, second] = principalDirections(products, latents, 2)
  expect(first?.share).toBeCloseTo(18 / 28, 6)
  expect(second?.share).toBeCloseTo(10 / 28, 6)
  expect([...(first?.vector ?? [])].map((value) => Math.fround(value * Math.sqrt(5)))).toEqual(
    [-1, 2].map((value) => expect.closeTo(value, 5)),
  )
  expect([...(second?.vector ?? [])]).toEqual([1, 0].map((value) => expect.closeTo(value, 5)))
})

test('latents have the second moments of a standard normal exactly, even where there are no more than entries', () => {
  for (const count of [8, 20]) {
    const latents = balancedLatents(count, 8)
    for (let i = 0; i < 8; i++) {
      for (let k = 0; k < 8; k++) {
        const moment = latents.reduce((sum, z) => sum + ((z[i] as number) * (z[k] as number)) / count, 0)
        expect(moment).toBeCloseTo(i === k ? 1 : 0, 4)
      }
    }
  }
})

test('the search tells how far it is, and can be given up', async () => {
  const shares: number[] = []
  await findDirections(model, { zones: true, onProgress: (share) => shares.push(share) })
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
  const signal = { aborted: false }
  const onProgress = (share: number) => {
    signal.aborted = share > 0.5
  }
  await expect(findDirections(model, { zones: true, onProgress, signal })).rejects.toThrow(CancelledError)
})

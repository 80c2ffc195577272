// A point of the generator's input space is one picture, however it is asked for.
import { beforeAll, expect, test } from 'vitest'
import type { RunConfig } from '../spec/config.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { LatentPoint } from '../spec/picture-code.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import { createModels, disposeModels } from './models.ts'
import { createSampler, type SampledState, type Sampler } from './sampler.ts'
import { TINY } from './test-support.ts'

beforeAll(async () => {
  await openTestDevice('wasm')
})

const picture = ({ pixels, size }: Pictures, i: number) => pixels.slice(4 * size * size * i, 4 * size * size * (i + 1))

async function withSampler(config: RunConfig, classCount: number, work: (sampler: Sampler) => Promise<void>): Promise<void> {
  const models = createModels(config, 3, classCount)
  const sampler = createSampler(models.generator, config)
  await work(sampler)
  sampler.dispose()
  disposeModels(models)
}

const NONE: SampledState = { step: 3, classes: null }
const CLASSES: SampledState = { step: 3, classes: { counts: [5, 1, 2] } }

test.each([
  ['without classes', TINY, NONE, {}, {}],
  ['with classes', { ...TINY, conditioning: 'given' }, CLASSES, { class: 2 }, { class: 0 }],
] as const)(
  'a sample and a position between two are the same pixels among others, alone and at the end of a way: %s',
  async (_, config, state, ofA, ofB) => {
    await withSampler(config, state.classes?.counts.length ?? 0, async (sampler) => {
      const [a, b] = [
        { seed: 5, ...ofA },
        { seed: 9, ...ofB },
      ]
      const classes = 'class' in ofA && 'class' in ofB ? [ofA.class, ofB.class] : undefined
      const middle: LatentPoint = { ...a, towards: { ...b, at: 1 / 3, method: 'slerp' } }
      const samples = await sampler.samples(state, [5, 9], { classes })
      const way = await sampler.pictures(
        state,
        [0, 1 / 3, 1].map((at) => ({ ...a, towards: { ...b, at, method: 'slerp' } })),
      )
      const points = await sampler.pictures(state, [b, middle, { ...a, loop: { radius: 0, at: 0.2 } }, a])
      const alone = await sampler.pictures(state, [middle])
      for (const [one, i] of [
        [way, 0],
        [points, 2], // a circle without a radius
        [points, 3],
      ] as const)
        expect(picture(one, i)).toEqual(picture(samples.pictures, 0))
      for (const [one, i] of [
        [way, 2],
        [points, 0],
      ] as const)
        expect(picture(one, i)).toEqual(picture(samples.pictures, 1))
      expect(picture(way, 1)).toEqual(picture(points, 1))
      expect(picture(alone, 0)).toEqual(picture(points, 1))
      expect(picture(way, 1)).not.toEqual(picture(way, 0))
    })
  },
)

test('a point without a class has that of its seed, and classes must be as many as seeds', async () => {
  await withSampler({ ...TINY, conditioning: 'given' }, 3, async (sampler) => {
    const grid = await sampler.samples(CLASSES, [1, 2, 3, 4, 5, 6])
    expect(new Set(grid.classes).size).toBeGreaterThan(1)
    const points = await sampler.pictures(
      CLASSES,
      grid.seeds.map((seed) => ({ seed })),
    )
    expect(points.pixels).toEqual(grid.pictures.pixels)
    await expect(sampler.samples(CLASSES, [1, 2], { classes: [0] })).rejects.toThrow(RangeError)
    await expect(sampler.pictures(CLASSES, [{ seed: 1, class: 3 }])).rejects.toThrow('there is no class 3')
  })
})

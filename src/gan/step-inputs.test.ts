// The inputs of a step: batches in a seeded order, mirrored or not, labels, latents and random numbers, each a function of seed and step.
import { describe, expect, test } from 'vitest'
import { createOrder, gatherImages, splitImages } from '../data/sampling.ts'
import { groupSize } from '../spec/config.ts'
import { createDraws, STEP_INPUTS } from './step-inputs.ts'
import { orientableImages, TINY } from './test-support.ts'

const numbers = (count: number) => Uint32Array.from({ length: count }, (_, i) => i)

describe('the order of images', () => {
  test.each([1, 3, 8, 29])('of %i images each comes once an epoch, in batches of 8', (count) => {
    const order = createOrder(3, numbers(count))
    const drawn = Array.from({ length: count }, (_, step) => Array.from(order(step * 8, 8))).flat()
    for (let epoch = 0; epoch < 8; epoch++) {
      const seen = drawn.slice(epoch * count, (epoch + 1) * count)
      expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
    }
  })

  test('depends on the seed and the epoch, not on what was asked before', () => {
    const all = (seed: number, from: number) => Array.from(createOrder(seed, numbers(50))(from, 50))
    expect(all(1, 0)).toEqual(all(1, 0))
    expect(all(1, 0)).not.toEqual(all(2, 0))
    expect(all(1, 0)).not.toEqual(all(1, 50))
    const used = createOrder(1, numbers(50))
    used(400, 8)
    expect(Array.from(used(0, 50))).toEqual(all(1, 0))
  })
})

test('held-out images are never drawn, all others are', () => {
  const config = { ...TINY, heldOut: 0.2 }
  const { images, ...set } = orderableSet(20)
  const { heldOut } = splitImages(20, config)
  const draws = createDraws(config, { ...set, images })
  const seen = new Set<number>()
  for (let step = 0; step < 20; step++) {
    for (const { real } of draws(step, config).discriminator) {
      for (let i = 0; i < config.batch; i++) seen.add(Math.round(((real[i * 12] as number) + 1) * 127.5))
    }
  }
  expect([...seen].sort((a, b) => a - b)).toEqual([...numbers(20)].filter((i) => !heldOut.includes(i)))
})

/** Images of 2 px, each of the grey level that is its number. */
function orderableSet(count: number) {
  const images = Uint8Array.from({ length: count * 12 }, (_, i) => Math.floor(i / 12))
  return { name: 'numbers', label: 'Numbers', images, count, size: 2, channels: 3 } as const
}

describe('the pixels of a batch', () => {
  const set = { ...orientableImages(0, 2), count: 2, images: Uint8Array.from({ length: 24 }, (_, i) => i * 10) }

  test('are from -1 to 1, in the order asked for', () => {
    const bytes = Uint8Array.of(0, 255, 51, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    const [low, high, fifth] = gatherImages({ ...set, count: 1, images: bytes }, [0])
    expect([low, high]).toEqual([-1, 1])
    expect(fifth).toBeCloseTo(-0.6, 6)
    const both = gatherImages(set, [1, 0, 1])
    expect(both.subarray(0, 12)).toEqual(both.subarray(24, 36))
    expect(both.subarray(12, 24)).toEqual(gatherImages(set, [0]))
  })

  test('are mirrored left to right, pixel by pixel, channels in place', () => {
    const plain = gatherImages(set, [0, 1])
    const mirrored = gatherImages(set, [0, 1], [true, false])
    const pixel = (batch: Float32Array, i: number) => Array.from(batch.subarray(i * 3, i * 3 + 3))
    expect([0, 1, 2, 3].map((i) => pixel(mirrored, i))).toEqual([1, 0, 3, 2].map((i) => pixel(plain, i)))
    expect(mirrored.subarray(12)).toEqual(plain.subarray(12))
  })
})

describe('the inputs of a step', () => {
  const dataset = orientableImages(24)
  const inputs = (changes: object, step: number) => {
    const config = { ...TINY, discriminatorSteps: 2, ...changes }
    return createDraws(config, dataset)(step, config)
  }

  test('are a function of seed and step', () => {
    expect(inputs({}, 5)).toEqual(inputs({}, 5))
    expect(inputs({}, 5)).not.toEqual(inputs({}, 6))
    expect(inputs({}, 5)).not.toEqual(inputs({ seed: 2 }, 5))
  })

  test('have draws for every image D sees, and new ones for every update', () => {
    const { discriminator, generator } = inputs({}, 0)
    expect(groupSize(TINY)).toBe(8 + 3 * 2)
    expect(discriminator.map(({ augmentation }) => augmentation.length)).toEqual([2 * 14 * 7, 2 * 14 * 7])
    expect(generator.augmentation.length).toBe(14 * 7)
    expect(discriminator[0]).not.toEqual(discriminator[1])
    expect(discriminator[0]?.z).not.toEqual(generator.z)
  })

  test('are mirrored where `flip` is on, in half of the images', () => {
    const imageLength = 16 * 16 * 3
    const isSame = [0, 1, 2, 3].flatMap((step) => {
      const [plain, flipped] = [inputs({}, step), inputs({ flip: true }, step)].map(({ discriminator }) => discriminator[0]?.real)
      return Array.from({ length: 8 }, (_, i) => plain?.[i * imageLength] === flipped?.[i * imageLength])
    })
    const mirrored = isSame.filter((same) => !same).length
    expect(mirrored).toBeGreaterThan(8)
    expect(mirrored).toBeLessThan(24)
  })
})

describe('another table of inputs', () => {
  const dataset = orderableSet(20)
  const config = { ...TINY, size: 16, discriminatorSteps: 2, flip: true } as const
  const table = {
    ...STEP_INPUTS,
    discriminator: {
      ...STEP_INPUTS.discriminator,
      mix: { kind: 'uniform', purpose: 'scoring', shape: ({ batch }: { batch: number }) => [batch, 1] },
    },
  } as const

  test('a row more is an input more of every update, and changes no other', () => {
    const [given, plain] = [createDraws(config, dataset, table)(3, config), createDraws(config, dataset)(3, config)]
    expect(given.discriminator.map(({ mix }) => mix.length)).toEqual([8, 8])
    expect(given.discriminator[0]?.mix).not.toEqual(given.discriminator[1]?.mix)
    expect(given.discriminator.map(({ real, z, augmentation }) => ({ real, z, augmentation }))).toEqual(plain.discriminator)
    expect(given.generator).toEqual(plain.generator)
  })
})

// Mixtures of classes as moves of a point.
import { expect, test } from 'vitest'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { classMix } from './class-mix.ts'
import { weightsOfPoint } from './codes.ts'

test('a small change of how much classes count is a small change of the move, whichever of them counts most', () => {
  const [one, other] = [classMix(5, [0.34, 0, 0.33, 0.33]), classMix(5, [0.32, 0, 0.33, 0.35])]
  expect(one.class).toBe(0)
  expect(other).toEqual({ class: 0, pad: { ...one.pad, x: expect.closeTo(one.pad?.x ?? 0, 1), y: expect.closeTo(one.pad?.y ?? 0, 1) } })
})

test('a point with that move belongs to each class as much as was said; of more than three the three that count most share it all', () => {
  const space = { latent: 4, counts: [1, 1, 1, 1], ramp: 1 }
  const weightsOf = (weights: readonly number[]) => [...weightsOfPoint({ seed: 5, ...classMix(5, weights) } as LatentPoint, space)]
  for (const weights of [
    [0, 0, 1, 0],
    [0.3, 0, 0, 0.7],
    [0.2, 0.5, 0, 0.3],
  ])
    expect(weightsOf(weights)).toEqual(weights.map((weight) => expect.closeTo(weight, 5)))
  expect(weightsOf([0.4, 0.1, 0.2, 0.3])).toEqual([4 / 9, 0, 2 / 9, 3 / 9].map((weight) => expect.closeTo(weight, 5)))
})

// A step in slow motion as the file that comes with the page.
import { expect, test } from 'vitest'
import type { Pictures } from './image-block.ts'
import { buffersOfSlowStep, type SlowStep } from './slow-step.ts'
import { readSlowStep, writeSlowStep } from './slow-step-file.ts'

const pictures = (...pixels: readonly number[][]): Pictures => ({
  count: pixels.length,
  size: 1,
  pixels: Uint8ClampedArray.from(pixels.flat()),
})

const SLOW: SlowStep = {
  step: 7,
  batch: 8,
  updatesOfD: 2,
  loss: 'hinge',
  adversarial: true,
  augmented: false,
  real: { pictures: pictures([1, 2, 3, 255], [0, 128, 255, 255]), classes: ['a', null] },
  fake: { pictures: pictures([9, 9, 9, 255], [8, 8, 8, 255]), classes: [] },
  noise: pictures([7, 7, 7, 255], [0, 0, 0, 0]),
  rotated: null,
  before: { real: [0.1, -1e-7], fake: [2, 3], rotation: [[0.25, 0.25, 0.4, 0.1]] },
  after: { real: [0.2, 1], fake: [1, 2], rotation: [] },
  losses: { discriminator: [{ name: 'lossDAdversarial', value: 2, weight: 0.5 }], generator: [] },
  generator: {
    fake: { pictures: pictures([5, 5, 5, 255]), classes: [] },
    gradient: pictures([255, 255, 255, 255]),
    after: pictures([6, 6, 6, 255]),
    logits: [1],
    logitsAfter: [2],
  },
}

test('what is written is read: colours, greys, transparency, numbers', () => {
  const text = writeSlowStep({ images: 'Mine', slow: SLOW })
  expect(readSlowStep(text)).toEqual({ images: 'Mine', slow: SLOW })
  expect(text).toContain('"channels":4')
  expect(text).toContain('"channels":2')
  expect(text).toContain('"channels":1')
})

test('every picture of it is handed over, none is copied', () => {
  expect(new Set(buffersOfSlowStep(SLOW)).size).toBe(6)
  expect(new Set(buffersOfSlowStep({ ...SLOW, rotated: { pictures: pictures([1, 1, 1, 255]), turns: [0], of: [0] } })).size).toBe(7)
})

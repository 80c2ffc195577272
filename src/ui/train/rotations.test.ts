import { expect, test } from 'vitest'
import { describeMeasured, rowShares } from './rotations.ts'

test('a row of counts becomes shares, an empty one none', () => {
  expect(rowShares([6, 2, 0, 0])).toEqual([0.75, 0.25, 0, 0])
  expect(rowShares([0, 0])).toEqual([null, null])
})

test('what was measured is told with its images, and with a caution where training saw them', () => {
  expect(describeMeasured({ accuracy: 0.62, images: 120, heldOut: true }, 1400)).toBe(
    'At step 1,400, 62 % of the turns of 120 images that training never saw are told right. Blind guessing gets a quarter.',
  )
  expect(describeMeasured({ accuracy: 0.9, images: 64, heldOut: false }, null)).toContain('64 images of the training set are told right.')
  expect(describeMeasured({ accuracy: 0.9, images: 64, heldOut: false }, null)).toContain('this flatters the discriminator')
})

// Confusion of rotations in shares and words.
import { expect, test } from 'vitest'
import { describeConfusion, rowShares } from './rotations.ts'

test('a row of counts becomes shares, an empty one none', () => {
  expect(rowShares([6, 2, 0, 0])).toEqual([0.75, 0.25, 0, 0])
  expect(rowShares([0, 0])).toEqual([null, null])
})

test('rotation accuracy is given with its images, and with a caution where training saw them', () => {
  expect(describeConfusion({ accuracy: 0.62, images: 120, heldOut: true }, 1400)).toBe(
    'Rotation accuracy at step 1,400: 62 % on 120 images that training never saw. Chance is 25 %.',
  )
  expect(describeConfusion({ accuracy: 0.9, images: 64, heldOut: false }, null)).toContain('90 % on 64 images of the training set.')
  expect(describeConfusion({ accuracy: 0.9, images: 64, heldOut: false }, null)).toContain('too optimistic')
})

// The sentences of a step in slow motion: the numbers of the step, and plain words for what some settings leave out.
import { expect, test } from 'vitest'
import type { Pictures } from '../../spec/image-block.ts'
import type { SlowStep } from '../../spec/slow-step.ts'
import { describeStage } from './describe-slow-step.ts'
import { barOf, scaleOf } from './scale.ts'
import { STAGES } from './stages.ts'

const blank = (count: number): Pictures => ({ count, size: 1, pixels: new Uint8ClampedArray(4 * count) })

const SLOW: SlowStep = {
  step: 5,
  batch: 64,
  updatesOfD: 1,
  loss: 'hinge',
  adversarial: true,
  augmented: false,
  real: { pictures: blank(3), classes: [] },
  fake: { pictures: blank(3), classes: [] },
  noise: blank(3),
  rotated: { pictures: blank(4), turns: [0, 1, 2, 3], of: [2, 2, 2, 2] },
  before: {
    real: [1, -1, 3],
    fake: [-1, 0.5, 2],
    rotation: [
      [0.7, 0.1, 0.1, 0.1],
      [0.7, 0.1, 0.1, 0.1],
      [0.1, 0.1, 0.7, 0.1],
      [0.7, 0.1, 0.1, 0.1],
    ],
  },
  after: {
    real: [1, 1, 3],
    fake: [-1, -0.5, 2],
    rotation: [
      [0.7, 0.1, 0.1, 0.1],
      [0.1, 0.7, 0.1, 0.1],
      [0.1, 0.1, 0.7, 0.1],
      [0.7, 0.1, 0.1, 0.1],
    ],
  },
  losses: {
    discriminator: [
      { name: 'lossDAdversarial', value: 1.5, weight: 1 },
      { name: 'lossDRotation', value: 1, weight: 0.5 },
    ],
    generator: [{ name: 'lossGAdversarial', value: -0.25, weight: 1 }],
  },
  generator: { fake: { pictures: blank(3), classes: [] }, gradient: blank(3), after: blank(3), logits: [0, 1, 2], logitsAfter: [1, 2, 2] },
}

test('says the numbers of the step', () => {
  expect(describeStage('real', SLOW, 'Mine')).toContain('64 real images, drawn at random from Mine; these are 3 of them')
  expect(describeStage('verdict', SLOW, '')).toContain('takes 2 of these 3 real images for real, and sees through 1 of the 3 fakes')
  expect(describeStage('rotation', SLOW, '')).toContain('right about 2 of 4; by guessing it would be about 1.')
  expect(describeStage('losses', SLOW, '')).toContain('2.000 for D and −0.250 for G')
  expect(describeStage('discriminator', SLOW, '')).toContain('3 real images (before 2), 2 fakes (before 1) and 3 turns (before 2)')
  expect(describeStage('generator', SLOW, '')).toContain('D finds 2 of these 3 fakes more real than before')
})

test('says plainly what the settings leave out or change', () => {
  const plainGan = { ...SLOW, rotated: null, before: { ...SLOW.before, rotation: [] }, after: { ...SLOW.after, rotation: [] } }
  expect(describeStage('turns', plainGan, '')).toContain('a plain GAN')
  expect(describeStage('rotation', plainGan, '')).toContain('not asked')
  expect(describeStage('discriminator', plainGan, '')).toContain('2 fakes (before 1). ')
  const turnsOnly = { ...SLOW, adversarial: false }
  expect(describeStage('verdict', turnsOnly, '')).toContain('Nobody asks')
  expect(describeStage('discriminator', turnsOnly, '')).toContain('right about 3 turns (before 2)')
  expect(describeStage('generator', turnsOnly, '')).not.toContain('more real')
  expect(describeStage('verdict', { ...SLOW, loss: 'relativistic' }, '')).toContain(
    'finds 2 of the 3 real images more real than the fake below them',
  )
  expect(describeStage('discriminator', { ...SLOW, loss: 'relativistic' }, '')).toContain(
    '3 real images above their fakes (before 2) and 3 turns',
  )
  expect(describeStage('real', { ...SLOW, updatesOfD: 2, augmented: true }, '')).toMatch(
    /learns 2 times in this step; this is the last time.*moved/,
  )
})

test('every stage has a sentence, whatever the settings', () => {
  for (const { id } of STAGES) expect(describeStage(id, SLOW, 'Mine')).toMatch(/\.$/)
})

test('bars reach from the middle, where D changes its mind, as far as the longest', () => {
  expect(scaleOf(SLOW)).toEqual({ middle: 0, reach: 3 })
  expect(scaleOf({ ...SLOW, loss: 'least-squares' }).middle).toBe(0.5)
  expect(barOf(3, { middle: 0, reach: 3 })).toEqual({ left: 50, width: 50 })
  expect(barOf(-1.5, { middle: 0, reach: 3 })).toEqual({ left: 25, width: 25 })
})

// Scores and probes as lines of text.
import { expect, test } from 'vitest'
import { NUMBER_KEYS, type Scores } from '../spec/scores.ts'
import { describeProbe, describeScores } from './describe-scores.ts'

const NONE = Object.fromEntries(NUMBER_KEYS.map((key) => [key, null]))
const scores = (changes: Partial<Scores>) =>
  ({ ...NONE, counts: { real: 1000, fake: 250, training: 0, heldOut: 0 }, fid: 31.5, missing: {}, ...changes }) as Scores

const FEW = 'what a perfect generator would score takes 274 real images and 137 others to tell'

test.each([
  [scores({ fidFloorAtCounts: 4.25 }), 'a perfect generator: about 4.250'],
  [scores({ counts: { real: 273, fake: 250, training: 0, heldOut: 0 } }), FEW],
  [scores({ counts: { real: 1000, fake: 136, training: 0, heldOut: 0 } }), FEW],
  [scores({}), 'what a perfect generator would score is not known'], // for a reason that stands below
])('what a perfect generator would score, or how many images that takes', (of, words) => {
  const lines = describeScores(of, 'MobileNetV2', 136)
  expect(lines[1]).toBe(`FID-MobileNetV2 31.500 (${words})`)
})

test('values that need no words of their own share a line, by their labels', () => {
  const lines = describeScores(scores({ precision: 0.5, density: 1.25 }), 'MobileNetV2', 136)
  expect(lines[3]).toBe('precision 0.500 · recall – · density 1.250 · coverage –')
})

test('a probe says how many images tested, and how', () => {
  const classes = ['a', 'b']
  expect(describeProbe({ classes, learnt: 2000, tested: 1000, folds: 1 })).toBe('2 classes, 2,000 images learnt, 1,000 others tested')
  expect(describeProbe({ classes, learnt: 300, tested: 300, folds: 10 })).toBe('2 classes, 300 images, each tested once, in 10 folds')
})

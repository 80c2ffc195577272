import { expect, test } from 'vitest'
import type { Scores } from '../spec/scores.ts'
import { describeScores } from './score.ts'

const NONE = { kid: null, kidStderr: null, precision: null, recall: null, density: null, coverage: null }
const scores = (changes: Partial<Scores>) =>
  ({
    counts: { real: 1000, fake: 250, training: 0, heldOut: 0 },
    fid: 31.5,
    fidFloorAtCounts: null,
    missing: {},
    ...NONE,
    ...changes,
  }) as Scores

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

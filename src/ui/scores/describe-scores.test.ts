// Scores in words.
import { expect, test } from 'vitest'
import type { ScoreReport } from '../../spec/scores.ts'
import {
  copyLevel,
  describeCost,
  describeFloor,
  describeIntervals,
  describeMemorisation,
  describeProgress,
  describeScore,
  describeScoresChange,
  describeSimilarity,
  expectedCost,
  formatKid,
  formatSeconds,
  leadOf,
} from './describe-scores.ts'
import { initialScores, type ScoresSlice } from './scores-slice.ts'

const of = (compared: number) => ({ real: compared, fake: compared, training: 0, heldOut: 0 })

test('with few images KID leads, and otherwise whichever exists', () => {
  expect(leadOf({ counts: of(999), fid: 20, kid: 0.01 })).toBe('KID')
  expect(leadOf({ counts: of(1000), fid: 20, kid: 0.01 })).toBe('FID')
  expect(leadOf({ counts: { ...of(1000), fake: 999 }, fid: 20, kid: 0.01 })).toBe('KID')
  expect(leadOf({ counts: of(999), fid: 20, kid: null })).toBe('FID')
  expect(leadOf({ counts: of(5000), fid: null, kid: 0.01 })).toBe('KID')
})

test('KID has three digits, its error as many decimals', () => {
  expect(formatKid({ kid: 23.12, kidStderr: 1.23 })).toBe('23.1 ± 1.2')
  expect(formatKid({ kid: -0.5, kidStderr: 0.8 })).toBe('−0.50 ± 0.80')
  expect(formatKid({ kid: 231.2, kidStderr: null })).toBe('231')
  expect(formatKid({ kid: null, kidStderr: null })).toBe('–')
})

test('the floor of FID is given with its number of images', () => {
  const floor = { fidFloor: 4.03, fidFloorCount: 500, fidFloorAtCounts: 2.02 }
  expect(describeFloor(floor)).toBe('A perfect generator: about 2.02 (real against real: 4.03 at 500 images)')
  expect(describeFloor({ fidFloor: null, fidFloorCount: 0, fidFloorAtCounts: null })).toBeNull()
})

test('copies are suspected only well above chance', () => {
  const chance = { expectedShare: 0.05, expectedDeviation: 0.01 }
  const levels = [0, 0.05, 0.09, 0.1, 0.25, 0.26].map((copiedShare) => copyLevel({ copiedShare, ...chance }))
  expect(levels).toEqual(['none', 'none', 'none', 'some', 'some', 'many'])
  expect(describeMemorisation({ copiedShare: 0.06, ...chance })).toBe(
    'No sign of copying. 6 % of the samples are unusually close to a training image; of unseen images 5 % are.',
  )
})

test('variety is compared with the real images', () => {
  expect(describeSimilarity({ fake: 0.33, real: 0.28 })).toBe('Two samples are more alike than two real images: there is less variety.')
  expect(describeSimilarity({ fake: 0.29, real: 0.28 })).toBe('Two samples are about as alike as two real images.')
  expect(describeSimilarity({ fake: 0.2, real: 0.28 })).toBe('Two samples are less alike than two real images.')
})

test('the intervals of class accuracy are given for samples and real images', () => {
  expect(
    describeIntervals({ classAccuracyLow: 0.786, classAccuracyHigh: 0.864, classAccuracyRealLow: 0.94, classAccuracyRealHigh: 1 }),
  ).toBe('Samples: 79 % to 86 %, real images: 94 % to 100 % (95 % intervals).')
})

test('time and progress are readable', () => {
  expect([0.04, 2.13, 45.2, 70, 7500].map(formatSeconds)).toEqual(['0.0 s', '2.1 s', '45 s', '1:10 min', '2 h 05 min'])
  expect(describeCost({ features: 759, real: 0, numbers: 1.4 })).toBe('Took 12:40 min: features 12:39 min, scores 1.4 s.')
  const progress = { phase: 'real', share: 0.4, left: 754, waits: 750 } as const
  expect(describeProgress(progress)).toBe('Features of real images… 40 % of the score, about 12:34 left')
  expect(describeProgress({ ...progress, left: null })).toBe('Features of real images… 40 % of the score')
})

test('a score is announced with its network, and when it is the best', () => {
  const report = { step: 1400, network: 'MobileNetV2', counts: of(500), fid: 41.23, kid: 23.1, kidStderr: 1.2 } as ScoreReport
  expect(describeScore(report, 400)).toBe('Scored at step 1,400: KID-MobileNetV2 23.1 ± 1.2.')
  const large = { ...report, counts: of(2000) }
  expect(describeScore(large, 1400)).toBe('Scored at step 1,400: FID-MobileNetV2 41.2. The lowest KID-MobileNetV2 so far.')
  expect(describeScore({ ...report, kid: null, fid: null }, null)).toBe('Scored at step 1,400, but neither distance could be computed.')
})

test('the next score is expected to take as long as the last one, without the known real images', () => {
  const report = { network: 'MobileNetV2', counts: of(500), seconds: { features: 100, real: 60, numbers: 5 } } as ScoreReport
  expect(expectedCost([report], 'MobileNetV2', 500)).toEqual({ training: 40, all: 45 })
  expect(expectedCost([report], 'MobileNetV2', 1000)).toBeNull()
  expect(expectedCost([report], 'Inception', 500)).toBeNull()
  expect(expectedCost([], 'MobileNetV2', 500)).toBeNull()
})

test('nothing is said of times that nobody measured', () => {
  const seconds = { features: 0, real: 0, numbers: 0 }
  expect(describeCost(seconds)).toBeNull()
  expect(expectedCost([{ network: 'MobileNetV2', counts: of(500), seconds } as ScoreReport], 'MobileNetV2', 500)).toBeNull()
})

test('a score, a failed score and a return to the best step are announced once', () => {
  const score = {
    step: 400,
    network: 'MobileNetV2',
    counts: { real: 500, fake: 500, training: 0, heldOut: 0 },
    fid: 40,
    kid: 20,
    kidStderr: 1,
  } as ScoreReport
  const inScores = (changes: Partial<ScoresSlice>): ScoresSlice => ({ ...initialScores, ...changes })
  const scored = inScores({ reports: [score], best: 400 })
  expect(describeScoresChange(initialScores, scored)).toBe(
    'Scored at step 400: KID-MobileNetV2 20.0 ± 1.0. The lowest KID-MobileNetV2 so far.',
  )
  expect(
    describeScoresChange(scored, inScores({ reports: [score], best: 400, underWay: { phase: 'real', share: 0, left: null, waits: null } })),
  ).toBeNull()
  const failed = inScores({ reports: [score], problem: 'Too few images.' })
  expect(describeScoresChange(scored, failed)).toBe('Scoring failed. Too few images.')
  expect(describeScoresChange(failed, { ...failed })).toBeNull()
  const later = inScores({ reports: [score, { ...score, step: 800 }], best: 400 })
  const returned = { ...scored, returned: { step: 400 } }
  expect(describeScoresChange(later, returned)).toBe('Back at step 400. Everything after it was dropped.')
  expect(describeScoresChange(returned, { ...returned })).toBeNull()
})

// Scores and probes as lines of text.
import { expect, test } from 'vitest'
import { type ClassScore, NUMBER_KEYS, type Scores } from '../spec/scores.ts'
import { describeProbe, describeScores } from './describe-scores.ts'

const NONE = Object.fromEntries(NUMBER_KEYS.map((key) => [key, null]))
const scores = (changes: Partial<Scores>) =>
  ({ ...NONE, counts: { real: 1000, fake: 250, training: 0, heldOut: 0 }, fid: 31.5, perClass: null, missing: {}, ...changes }) as Scores

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

const one = (name: string, changes: Partial<ClassScore> = {}): ClassScore => ({
  name,
  real: 100,
  fake: 90,
  accuracy: 0.9,
  kid: 0.25,
  kidStderr: 0.125,
  diversity: 1,
  ...changes,
})
const INTERVALS = { classAccuracyLow: 0.7, classAccuracyHigh: 0.8, classAccuracyRealLow: 0.9, classAccuracyRealHigh: 0.99 }

test('with classes it says how many samples are right beside real images, and lists the classes', () => {
  const perClass = [
    one('cat'),
    one('long name', { fake: 1000, accuracy: null, kid: null, kidStderr: null, diversity: null }),
    one('owl', { diversity: 0.59 }),
  ]
  const lines = describeScores(scores({ classAccuracy: 0.75, classAccuracyReal: 0.95, ...INTERVALS, perClass }), 'MobileNetV2', 136)
  expect(lines.slice(4)).toEqual([
    'class accuracy 0.750 (95 % interval 0.700 to 0.800) · real images 0.950 (95 % interval 0.900 to 0.990)',
    'class      real  samples  accuracy            KID   variety',
    'cat         100       90     0.900  0.250 ± 0.125      1.00',
    'long name   100    1,000         –              –         –',
    'owl         100       90     0.900  0.250 ± 0.125  0.59 low',
    '“owl”: samples differ less than 60 % as much as real images of the class do.',
  ])
  expect(describeScores(scores({}), 'MobileNetV2', 136).join()).not.toContain('class')
})

test('of many classes it lists the worst', () => {
  const perClass = Array.from({ length: 100 }, (_, i) => one(`class ${i}`, { accuracy: 1 - i / 100, diversity: i === 5 ? 0.2 : 1 }))
  const lines = describeScores(scores({ perClass }), 'MobileNetV2', 136).slice(5)
  expect(lines.map((line) => line.split('  ')[0]?.trim()).slice(0, 3)).toEqual(['class 5', 'class 99', 'class 98'])
  expect(lines).toHaveLength(20 + 2)
  expect(lines.at(-2)).toBe('… and 80 others, none of them worse; --json has all.')
})

test('a probe says how many images tested, and how', () => {
  const classes = ['a', 'b']
  expect(describeProbe({ classes, learnt: 2000, tested: 1000, folds: 1 })).toBe('2 classes, 2,000 images learnt, 1,000 others tested')
  expect(describeProbe({ classes, learnt: 300, tested: 300, folds: 10 })).toBe('2 classes, 300 images, each tested once, in 10 folds')
})

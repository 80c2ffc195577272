// Feature analyses in words.
import { expect, test } from 'vitest'
import type { Clusters, FeatureSource, Probe } from '../../spec/feature-analyses.ts'
import type { ScoreProgress } from '../../spec/scores.ts'
import { initialScores } from '../scores/scores-slice.ts'
import { initialRun } from '../train/run-slice.ts'
import { type Analysed, initialAnalyses, withResult } from './analyses-slice.ts'
import {
  describeAnalysisChange,
  formatSimilarities,
  outdated,
  partSentence,
  similarityScale,
  waitSentence,
  wordsOf,
} from './describe-analyses.ts'

const network: FeatureSource = { kind: 'network', name: 'mobilenet-v2' }
const layer: FeatureSource = { kind: 'discriminator', layer: 'conv5' }
const clusters: Clusters = { kind: 'clusters', images: [1, 2, 3], assignment: [0, 1, 0], k: 2, typical: [[1], [2]], silhouettes: [] }
const probe: Probe = {
  kind: 'probe',
  classes: ['a', 'b'],
  learnt: 8,
  folds: 1,
  tested: 4,
  chance: 0.5,
  leftOut: [],
  rows: [
    { features: 'pixels', name: 'Pixels', accuracy: 0.6, low: 0.5, high: 0.7 },
    { features: 'trained', name: 'conv5', accuracy: 0.91, low: 0.8, high: 0.95 },
  ],
}
const analysed: Analysed = { analysis: { kind: 'clusters', source: layer, k: 2 }, step: 100, gone: false, result: clusters }

test('a result for other features or of an earlier step is called outdated, a current one is not', () => {
  expect(outdated(analysed, network, 100)).toBe('This is a result for the features of Discriminator, conv5, not of MobileNetV2.')
  expect(outdated(analysed, layer, 1200)).toBe('This is from step 100; training has since reached step 1,200.')
  expect(outdated(analysed, layer, 100)).toBeNull()
  expect(outdated({ ...analysed, gone: true }, layer, 7)).toBe('This is from step 100; its networks no longer exist.')
  expect(outdated({ ...analysed, analysis: { kind: 'clusters', source: network, k: 2 }, step: null }, network, 500)).toBeNull()
  const before = { ...analysed, analysis: { kind: 'probe', labelled: null }, step: null } as const
  expect([outdated(before, network, null), outdated(before, network, 1)]).toEqual([null, expect.stringMatching(/before the run/)])
})

test('an analysis that has not begun says what it waits for', () => {
  const asked = (words: string) =>
    ({ ...initialAnalyses, underWay: { id: 1, analysis: { kind: 'rotations' }, share: 0, words, left: null } }) as const
  const scoring = (phase: ScoreProgress['phase']) => ({ ...initialScores, underWay: { phase, share: 0.5, left: null, waits: null } })
  expect(wordsOf({ analyses: asked(''), scores: initialScores })).toBe('Requested')
  expect(wordsOf({ analyses: asked(''), scores: scoring('samples') })).toBe('Waiting for the score')
  expect(wordsOf({ analyses: asked(''), scores: scoring('numbers') })).toBe('Requested')
  expect(wordsOf({ analyses: asked('Working it out'), scores: scoring('real') })).toBe('Working it out')
})

test('the pause of training is announced with the longest one so far', () => {
  const running = { ...initialRun, state: 'running' } as const
  const once = withResult(initialAnalyses, { kind: 'rotations' }, { step: 1, deviceSeconds: 72, result: clusters })
  const twice = withResult(once, { kind: 'rotations' }, { step: 2, deviceSeconds: 3, result: clusters })
  expect(waitSentence({ run: initialRun, analyses: twice }, 'rotations')).toBeNull()
  expect(waitSentence({ run: running, analyses: twice }, 'rotations')).toBe(
    'Training pauses while features are computed: up to 1:12 so far.',
  )
  const unknown = 'Training pauses meanwhile. The time left is shown once it has begun.'
  expect(waitSentence({ run: running, analyses: twice }, 'map')).toBe(unknown)
  const short = withResult(initialAnalyses, { kind: 'rotations' }, { step: 1, deviceSeconds: 0.2, result: clusters })
  expect(waitSentence({ run: running, analyses: short }, 'rotations')).toBe('Training pauses for a moment.')
})

test('the scale of similarities has as many digits as the figures', () => {
  expect(similarityScale([0.912, 0.88], 0.4)).toBe('1 would be the same image, 0.40 is the mean of all images.')
  expect(similarityScale([0.99964, 0.99951], 0.995)).toBe('1 would be the same image, 0.9950 is the mean of all images.')
})

test('the limit on images is mentioned only if it applies', () => {
  expect(partSentence(5000)).toBeNull()
  expect(partSentence(50_000)).toBe('Of 50,000 images 5,000, spread evenly over the set, take part.')
})

test('similarities have two digits, or as many as distinguish them', () => {
  expect(formatSimilarities([0.912, 0.88, -0.2])).toEqual(['0.91', '0.88', '−0.20'])
  expect(formatSimilarities([0.99964, 0.99962, 0.99951])).toEqual(['0.9996', '0.9996', '0.9995'])
  expect(formatSimilarities([1, 1])).toEqual(['1.00000', '1.00000'])
  expect(formatSimilarities([])).toEqual([])
})

test('a finished or failed analysis is announced once, a cancelled one is not', () => {
  const done = withResult(initialAnalyses, analysed.analysis, { step: 100, deviceSeconds: 1, result: clusters })
  const failed = { ...done, problem: { kind: 'map', sentence: 'Too few images.' } } as const
  expect(describeAnalysisChange(initialAnalyses, done)).toBe('3 images in 2 clusters.')
  expect(describeAnalysisChange(done, { ...done, layers: ['conv1'] })).toBeNull()
  expect(describeAnalysisChange(done, failed)).toBe('Map: Too few images.')
  expect(describeAnalysisChange(failed, failed)).toBeNull()
  expect(describeAnalysisChange(done, { ...done, underWay: null })).toBeNull()
  expect(
    describeAnalysisChange(done, withResult(done, { kind: 'probe', labelled: null }, { step: 100, deviceSeconds: 1, result: probe })),
  ).toBe('The linear probe is measured: conv5 does best with 91 %, chance is 50 %.')
})

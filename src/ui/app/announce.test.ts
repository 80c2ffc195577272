import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { KeptSets, StepReport } from '../../spec/report.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { milestone, progressSentence } from './announce.ts'
import { initialState, type State } from './store.ts'

const report = { step: 1200, stepsPerSecond: 10, statistics: { rotationAccuracyReal: 0.62 } } as unknown as StepReport
const inState = (state: State['run']['state'], changes: Partial<State['run']> = {}): State => ({
  ...initialState,
  run: { ...initialState.run, state, report, ...changes },
})

test('milestones are announced, steps are not', () => {
  expect(milestone(inState('preparing'), inState('running'))).toBe('Training started.')
  expect(milestone(inState('paused'), inState('running'))).toBe('Training goes on at step 1,200.')
  expect(milestone(inState('finished'), inState('running'))).toBe('Training goes on at step 1,200.')
  expect(milestone(inState('idle'), inState('preparing'))).toBe('Preparing to train.')
  expect(milestone(inState('running'), inState('paused'))).toBe('Paused at step 1,200.')
  expect(milestone(inState('running'), inState('finished'))).toBe('Finished after 1,200 steps.')
  expect(milestone(inState('paused'), inState('idle'))).toBe('The run was reset.')
  expect(milestone(inState('running'), inState('running', { report: { ...report, step: 1201 } }))).toBeNull()
})

test('a failure is announced with what to do next', () => {
  const failure = { reason: 'not-finite', message: 'It ran away.', advice: 'Slow down.' } as const
  expect(milestone(inState('running'), inState('failed', { failure }))).toMatch(/^It ran away. The run was at step 1,200; .* Slow down.$/)
  expect(milestone(inState('failed', { failure }), inState('failed', { failure }))).toBeNull()
  const after = { ...initialState, data: { ...initialState.data, failure } }
  expect(milestone(initialState, after)).toBe('It ran away. Slow down.')
  expect(milestone(after, { ...after })).toBeNull()
})

test('progress is one sentence while training, and nothing otherwise', () => {
  expect(progressSentence(inState('running'))).toBe('Step 1,200 of 6,000. About 8:00 left. Rotation accuracy on real images: 62 %.')
  expect(progressSentence(inState('paused'))).toBeNull()
  const standing = inState('running', { waitsFor: 'score' })
  const underWay = { phase: 'samples', share: 0.4, left: 90, waits: 80 } as const
  expect(progressSentence({ ...standing, scores: { ...standing.scores, underWay } })).toBe(
    'Training waits for the score. Features of samples… 40 % of the score, about 1:30 left.',
  )
})

test('a score, a failed score, and a return to an earlier step are announced once', () => {
  const score = {
    step: 400,
    network: 'MobileNetV2',
    counts: { real: 500, fake: 500, training: 0, heldOut: 0 },
    fid: 40,
    kid: 20,
    kidStderr: 1,
  } as ScoreReport
  const running = inState('running')
  const inScores = (changes: Partial<State['scores']>): State => ({ ...running, scores: { ...running.scores, ...changes } })
  const scored = inScores({ reports: [score], best: 400 })
  expect(milestone(running, scored)).toBe('Scored at step 400: KID-MobileNetV2 20.0 ± 1.0. The lowest KID-MobileNetV2 so far.')
  expect(
    milestone(scored, inScores({ reports: [score], best: 400, underWay: { phase: 'real', share: 0, left: null, waits: null } })),
  ).toBeNull()
  const failed = inScores({ reports: [score], problem: 'Too few images.' })
  expect(milestone(scored, failed)).toBe('Scoring failed. Too few images.')
  expect(milestone(failed, { ...failed, notices: [] })).toBeNull()
  const later = inScores({ reports: [score, { ...score, step: 800 }], best: 400 })
  const returned = { ...scored, scores: { ...scored.scores, returned: { step: 400 } } }
  expect(milestone(later, returned)).toBe('Back at step 400. Everything after it was dropped.')
  expect(milestone(returned, { ...returned, notices: [] })).toBeNull()
})

test('applying and undoing a remedy is announced', () => {
  const { config } = initialState.settings
  const remedy = { label: 'Trim the bars', changes: { trimBars: true } }
  const applied = [{ remedy, before: { trimBars: false } }]
  const after = { ...initialState, settings: { ...initialState.settings, config: { ...config, trimBars: true }, applied } }
  expect(milestone(initialState, after)).toBe('Trim the bars: done. Undo restores your settings.')
  expect(milestone(after, { ...after, settings: { ...after.settings } })).toBeNull()
  expect(milestone(after, initialState)).toBe('Undone: your settings are restored.')
  expect(milestone(after, { ...after, settings: { ...after.settings, applied: [] } })).toBeNull() // other images were opened
})

test('settings that a kept set cannot follow are announced once', () => {
  const opened = {
    id: 1,
    source: { kind: 'kept', name: 'moths', key: 'm' },
    preparation: DEFAULT_PREPARATION,
  } as unknown as State['data']['opened']
  const before = { ...initialState, data: { ...initialState.data, opened } }
  const config = { ...before.settings.config, trimBars: true }
  const after = { ...before, settings: { ...before.settings, config } }
  const sentence = '“moths” was prepared with bars left, not with bars trimmed. Choose its folder again to prepare it with bars trimmed.'
  expect([milestone(before, after), milestone(after, { ...after })]).toEqual([sentence, null])
})

test('an import is announced with counts and warnings', () => {
  const summary = {
    label: 'moths',
    count: 8,
    prepared: 9,
    leftOutByHand: 0,
    findingCounts: { damaged: 2 },
    warnings: [{ title: 'These are few images.', remedy: null }],
  }
  const opened = { id: 1, source: { kind: 'files', name: 'moths', files: [] }, summary } as unknown as State['data']['opened']
  const after = { ...initialState, data: { ...initialState.data, opened } }
  expect(milestone(initialState, after)).toBe('moths: 9 of 11 files became images, 1 is left out. These are few images.')
  expect(milestone(after, { ...after, data: { ...after.data } })).toBeNull()
})

test('a built-in set is announced when it is ready', () => {
  const opened = { id: 1, source: { kind: 'builtin', name: 'emoji' }, summary: { label: 'Emoji', count: 1611, warnings: [] } }
  const data = { ...initialState.data, opened: opened as unknown as State['data']['opened'] }
  expect(milestone(initialState, { ...initialState, data })).toBe('Emoji: 1,611 images are ready.')
})

test('cancelling an import and deleting a kept set are announced', () => {
  const { data } = initialState
  const source = { kind: 'builtin', name: 'shapes' } as const
  const opened = { id: 1, source, summary: { label: 'Shapes' } } as State['data']['opened']
  const importing = { ...initialState, data: { ...data, opened, opening: { id: 2 } as State['data']['opening'] } }
  const after = { ...initialState, data: { ...data, opened } }
  expect(milestone(importing, after)).toBe('Preparing the images was cancelled. Shapes is open as before.')
  expect(milestone(importing, { ...importing, data: { ...importing.data, opening: { id: 3 } as State['data']['opening'] } })).toBeNull()

  const keeping = (...names: string[]): State => {
    const sets = names.map((name) => ({ key: name, name })) as unknown as KeptSets['sets']
    return { ...after, data: { ...after.data, kept: { ...data.kept, sets } } }
  }
  expect(milestone(keeping('moths', 'birds'), keeping('birds'))).toBe('moths is deleted from this browser.')
  expect(milestone(keeping('birds'), keeping('moths', 'birds'))).toBeNull()
})

test('a sample that becomes A or B is announced', () => {
  const before = inState('paused')
  expect(milestone(before, { ...before, samples: { ...before.samples, a: 7 } })).toBe('Seed 7 is A.')
})

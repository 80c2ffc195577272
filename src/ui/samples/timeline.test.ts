// The kept snapshots of a run over time: which one is shown, and what can be done with it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SnapshotInfo, SnapshotPictures } from '../../spec/runs.ts'
import { viewOf } from '../app/action.ts'
import { open, pictures, report } from '../app/test-support.ts'
import { cats, listOf } from '../train/keep-test-support.ts'
import { PLAY_MS, PREVIEW_MS, timelineActions } from './timeline-actions.ts'
import { pinnedStep, shownGrid, shownPanel } from './timeline-view.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
})
afterEach(() => void vi.useRealTimers())

const snapshot = (step: number, content: SnapshotInfo['content'] = 'state'): SnapshotInfo => ({
  file: `snapshot-${step}`,
  step,
  savedAt: 0,
  bytes: 1,
  content,
})
const picturesOf = (step: number): SnapshotPictures => ({
  step,
  wall: { step, seeds: [1], pictures },
  panel: { step, pictures, probabilities: [] },
})

/** A run that trains, at step 1,000, with snapshots of steps 0, 100, 400 and 900. */
function trained() {
  const page = open()
  page.ready()
  page.actions.train()
  const run = page.store.getState().run.number
  page.emit({ type: 'state', run, state: 'running' })
  page.emit({ type: 'step', run, report: report(1000) })
  page.emit({ type: 'samples', run, grid: { step: 1000, seeds: [1], pictures } })
  const list = (...steps: number[]) => page.emit({ type: 'snapshots', run, snapshots: steps.map((step) => snapshot(step)) })
  const answer = (step: number) => page.emit({ type: 'snapshot', run, file: `snapshot-${step}`, pictures: picturesOf(step) })
  list(0, 100, 400, 900)
  const asked = () => page.sent.flatMap((command) => (command.type === 'show-snapshot' ? [command.file] : []))
  return { ...page, run, list, answer, asked, wallStep: () => shownGrid(page.store.getState())?.step }
}

test('a chosen snapshot is asked for, and the wall and the rotation panel show it until one goes back to live', () => {
  const { actions, store, answer, asked, wallStep, emit, run } = trained()
  actions.pin('snapshot-400')
  expect([asked(), wallStep()]).toEqual([['snapshot-400'], 1000])
  answer(400)
  expect([wallStep(), shownPanel(store.getState())?.step, pinnedStep(store.getState())]).toEqual([400, 400, 400])
  emit({ type: 'samples', run, grid: { step: 1010, seeds: [1], pictures } })
  expect(wallStep()).toBe(400)
  actions.pin(null)
  expect([wallStep(), shownPanel(store.getState()), pinnedStep(store.getState())]).toEqual([1010, null, null])
  answer(400) // late
  actions.pin('snapshot-900')
  expect(wallStep()).toBe(1010)
})

test('a click on a chart shows the snapshot nearest to its step, and the live samples where they are nearer', () => {
  const { actions, store, asked } = trained()
  actions.pinNearest(210)
  expect([asked(), pinnedStep(store.getState())]).toEqual([['snapshot-100'], 100])
  expect(store.getState().announcement?.sentence).toBe('The samples of step 100 are shown.')
  actions.pinNearest(990)
  expect(pinnedStep(store.getState())).toBeNull()
  expect(store.getState().announcement?.sentence).toBe('The live samples are shown.')
})

test('the pointer on a chart shows a snapshot once it rests, only for as long as it is there, and does not change the chosen one', () => {
  const { actions, answer, asked, wallStep } = trained()
  actions.pin('snapshot-900')
  answer(900)
  for (const step of [50, 90, 130]) actions.previewNearest(step)
  expect(asked()).toEqual(['snapshot-900'])
  vi.advanceTimersByTime(PREVIEW_MS)
  expect(asked()).toEqual(['snapshot-900', 'snapshot-100'])
  answer(100)
  expect(wallStep()).toBe(100)
  actions.previewNearest(null)
  vi.advanceTimersByTime(PREVIEW_MS)
  answer(900)
  expect(wallStep()).toBe(900)
})

test('playing shows one snapshot after the other, each once the one before was seen, and ends at the live samples', () => {
  const { actions, store, answer, asked, emit, run } = trained()
  actions.togglePlaying()
  for (const step of [0, 100, 400, 900]) {
    expect(asked().at(-1)).toBe(`snapshot-${step}`)
    vi.advanceTimersByTime(10 * PLAY_MS.moving) // it waits for the pictures
    expect(asked().at(-1)).toBe(`snapshot-${step}`)
    answer(step)
    vi.advanceTimersByTime(PLAY_MS.moving)
  }
  expect(store.getState().timeline).toMatchObject({ playing: false, pinned: null })

  actions.togglePlaying()
  answer(0)
  actions.togglePlaying()
  vi.advanceTimersByTime(10 * PLAY_MS.moving)
  expect(store.getState().timeline).toMatchObject({ playing: false, pinned: 'snapshot-0' })

  actions.togglePlaying()
  answer(100)
  emit({ type: 'returned', run, step: 400 })
  vi.advanceTimersByTime(10 * PLAY_MS.moving)
  expect(store.getState().timeline).toMatchObject({ playing: false, pinned: null })
})

test('who prefers reduced motion sees each snapshot longer', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  const { actions, answer, asked } = trained()
  actions.togglePlaying()
  answer(0)
  vi.advanceTimersByTime(PLAY_MS.moving)
  expect(asked()).toEqual(['snapshot-0'])
  vi.advanceTimersByTime(PLAY_MS.still)
  expect(asked()).toEqual(['snapshot-0', 'snapshot-100'])
})

test('when the chosen snapshot is thinned out, the nearest one that is still kept takes its place', () => {
  const { store, actions, list, asked } = trained()
  actions.pin('snapshot-400')
  list(0, 400, 950)
  expect(asked()).toEqual(['snapshot-400'])
  list(0, 950)
  expect([pinnedStep(store.getState()), asked()]).toEqual([0, ['snapshot-400', 'snapshot-0']])
})

test('going back is asked about first, names what is dropped, and shows the live samples again', () => {
  const { actions, store, sent, run, emit } = trained()
  const { goBack } = timelineActions
  actions.pin('snapshot-400')
  const question = goBack.question?.(store.getState(), snapshot(400))
  expect(question?.title).toBe('Go back to step 400?')
  expect(question?.text).toContain('600 steps of training')
  actions.goBack('snapshot-400')
  expect(sent.at(-1)).toEqual({ type: 'return-to-snapshot', run, file: 'snapshot-400' })
  emit({ type: 'returned', run, step: 400 })
  expect(store.getState().timeline.pinned).toBeNull()
})

test('a snapshot of pictures alone can only be looked at, one of networks also be scored', () => {
  const { store } = trained()
  const { goBack, score } = timelineActions
  const blocked = (content: SnapshotInfo['content']) =>
    [goBack, score].map((action) => viewOf(action, store.getState(), snapshot(400, content)).blocked)
  expect(blocked('state')).toEqual([null, null])
  expect(blocked('networks')).toEqual(['Only the networks of this step are kept, not the state of training.', null])
  const only = 'Only the pictures of this step are kept: it can only be looked at.'
  expect(blocked('pictures')).toEqual([only, only])
})

test('a branch from a snapshot leaves the run as it is, and is asked about first where that run trains', () => {
  const { actions, store, emit, run, sent } = trained()
  const { branch } = timelineActions
  expect(viewOf(branch, store.getState(), snapshot(400)).blocked).toBe('This run is not kept in this browser.')
  emit(listOf(cats))
  emit({ type: 'kept-as', run, id: cats.id, sentence: null })
  expect(viewOf(branch, store.getState(), snapshot(400)).blocked).toBeNull()
  expect(branch.question?.(store.getState(), snapshot(400))?.title).toBe('Branch from step 400?')
  emit({ type: 'state', run, state: 'paused' })
  expect(branch.question?.(store.getState(), snapshot(400))).toBeNull()
  actions.branch('snapshot-400')
  expect(sent.filter(({ type }) => type === 'continue')).toMatchObject([{ snapshot: { id: cats.id, file: 'snapshot-400' }, branch: true }])
  expect(sent.some(({ type }) => type === 'return-to-snapshot')).toBe(false)
  expect(store.getState().timeline.snapshots).toEqual([])
})

test('the score of an earlier snapshot is asked for once, and stands in the order of steps', () => {
  const { actions, store, sent, run, emit } = trained()
  const score = (step: number) => ({ step, network: 'Net', nearest: [], counts: { real: 1, fake: 1 } }) as never
  emit({ type: 'score', run, report: score(1000), best: 1000 })
  const { shown } = store.getState().scores
  actions.scoreSnapshot('snapshot-400')
  actions.scoreSnapshot('snapshot-400')
  expect(sent.filter(({ type }) => type === 'score-snapshot')).toEqual([{ type: 'score-snapshot', run, file: 'snapshot-400' }])
  emit({ type: 'score', run, report: score(400), best: 400 })
  expect(store.getState().scores.reports.map(({ step }) => step)).toEqual([400, 1000])
  expect(store.getState().scores.shown).toBe(shown) // the images nearest to the samples of the last score
})

test('a wall of an earlier step has no other seeds', () => {
  const { actions, store, sent, answer } = trained()
  actions.pin('snapshot-400')
  answer(400)
  actions.turnPage(1)
  expect(sent.at(-1)?.type).toBe('show-snapshot')
  expect(store.getState().samples.first).toBe(1)
})

// Actions on samples: pages of the wall, enlarging, and choosing A and B.
import { expect, test, vi } from 'vitest'
import { WALL_LENGTH } from '../../spec/report.ts'
import { type Action, perform, viewOf } from '../app/action.ts'
import { open, pictures } from '../app/test-support.ts'
import { endActions } from '../latent/actions.ts'
import { sampleActions } from './actions.ts'
import type { SampleId } from './wall-view.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

/** A sample of a run without classes. */
const of = (seed: number): SampleId => ({ seed, class: null })
const seedsFrom = (first: number) => Array.from({ length: WALL_LENGTH }, (_, i) => first + i)

/** A run that has drawn its first wall. */
function drawn() {
  const page = open()
  page.ready()
  page.actions.train()
  const run = page.store.getState().run.number
  const draw = (first: number, step = 1) => page.emit({ type: 'samples', run, grid: { step, seeds: seedsFrom(first), pictures } })
  draw(1)
  page.emit({ type: 'state', run, state: 'paused' })
  return { ...page, run, draw, samples: () => page.store.getState().samples }
}

test('more seeds are requested, and the wall shows the old ones until they arrive', () => {
  const { actions, sent, run, draw, samples } = drawn()
  actions.turnPage(1)
  expect(sent.at(-1)).toEqual({ type: 'show-samples', run, seeds: seedsFrom(65) })
  expect([samples().first, samples().grid?.seeds[0]]).toEqual([65, 1])
  draw(65)
  expect(samples().grid?.seeds.at(-1)).toBe(128)
})

test('enlarging a sample that is not on the wall shows its page', () => {
  const { actions, sent, run, samples } = drawn()
  actions.enlarge(of(64))
  expect(sent.at(-1)?.type).toBe('start')
  actions.enlarge(of(65))
  expect(sent.at(-1)).toEqual({ type: 'show-samples', run, seeds: seedsFrom(65) })
  actions.enlarge(of(64))
  expect(sent.at(-1)).toEqual({ type: 'show-samples', run, seeds: seedsFrom(1) })
  actions.enlarge(null)
  expect(samples()).toMatchObject({ enlarged: null, first: 1 })
})

test('a failed run keeps its samples, draws no others, and drops pending requests', () => {
  const { actions, sent, emit, draw, samples } = drawn()
  actions.enlarge(of(65))
  emit({ type: 'failed', run: null, failure: { reason: 'worker-lost', message: 'Gone.', advice: 'Restart.' } })
  expect(samples()).toMatchObject({ first: 1, enlarged: null, grid: { step: 1 } })
  actions.enlarge(of(3))
  actions.turnPage(1)
  expect(samples()).toMatchObject({ first: 1, enlarged: of(3) })
  expect(sent.at(-1)?.type).toBe('show-samples') // the first one
  draw(1, 2)
  expect(samples().enlarged).toEqual(of(3))
})

test('a new run begins with the first seeds again', () => {
  const { actions, draw, samples } = drawn()
  actions.turnPage(1)
  draw(65)
  actions.reset()
  expect(samples()).toMatchObject({ first: 1, grid: null })
})

test('while choosing by click, the first sets A and the next B; after that a click enlarges again', () => {
  const { actions, samples } = drawn()
  actions.pickNext('a')
  actions.setEnd('a', of(4))
  expect(samples()).toMatchObject({ a: of(4), next: 'b' })
  actions.setEnd('b', of(9))
  expect(samples()).toMatchObject({ a: of(4), b: of(9), next: null })
  actions.pickNext('a')
  actions.setEnd('a', of(5))
  expect(samples()).toMatchObject({ a: of(5), b: of(9), next: null })
})

test('the interpolation keeps its own ends while others are requested', () => {
  const { actions, run, emit, samples } = drawn()
  actions.setEnd('a', of(4))
  actions.setEnd('b', of(9))
  emit({ type: 'interpolation', run, request: 1, interpolation: { step: 1, a: 4, b: 9, points: [], pictures } })
  actions.setEnd('b', of(12))
  expect(samples()).toMatchObject({ b: of(12), interpolation: { a: 4, b: 9 } })
})

test('paging and enlarging end at the first seed, and after the run only what is on the wall can be enlarged', () => {
  const { store, emit } = drawn()
  const { earlierSeeds, moreSeeds, previousSample, nextSample } = sampleActions
  const blocked = <T>(action: Action<never, T>, target: T) => viewOf(action, store.getState(), target).blocked
  expect([blocked(earlierSeeds, undefined), blocked(moreSeeds, undefined)]).toEqual(['These are the first seeds.', null])
  expect([blocked(previousSample, of(1)), blocked(previousSample, of(2)), blocked(nextSample, of(64))]).toEqual([
    'This is the first seed.',
    null,
    null,
  ])
  emit({ type: 'failed', run: null, failure: { reason: 'worker-lost', message: 'Gone.', advice: 'Restart.' } })
  expect([blocked(nextSample, of(63)), blocked(nextSample, of(64))]).toEqual([null, 'The run has ended: it draws no more samples.'])
})

test('the buttons of A and B show which sample is chosen', () => {
  const { actions, store } = drawn()
  expect(viewOf(endActions.a, store.getState(), of(4))).toMatchObject({ label: 'Make A', pressed: false, icon: null })
  perform(store, actions, endActions.a, of(4))
  expect(viewOf(endActions.a, store.getState(), of(4))).toMatchObject({ label: 'This is A', pressed: true })
  expect(store.getState().announcement?.sentence).toBe('Seed 4 is A.')
})

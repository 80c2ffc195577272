// What is shown on arrival: to a newcomer the finished example at once, to who comes back the kept run that is offered. Both are in nobody's way, and
// gone with the first run.
import { expect, test, vi } from 'vitest'
import { presetConfig } from '../../spec/presets.ts'
import type { RunHistory, RunSummary } from '../../spec/runs.ts'
import { runsActions } from '../runs/actions.ts'
import { scoreActions } from '../scores/actions.ts'
import { keepCard } from '../train/keep-offer.ts'
import { cats, historyOf, listOf } from '../train/keep-test-support.ts'
import { runActions } from '../train/run-actions.ts'
import { isExample, stepsAtStake } from '../train/run-slice.ts'
import { stepsOfRun } from '../train/time-left.ts'
import { viewOf } from './action.ts'
import { fixedBlocker } from './blockers.ts'
import { open, pictures, report } from './test-support.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const summary = { images: { label: 'Fashion' }, config: { ...presetConfig('sketch'), steps: 6000 }, step: 6000 } as unknown as RunSummary
const events = [{ event: 'step', step: 6000, report: report(6000) }] as const
const shown: RunHistory = { summary, events, wall: { step: 6000, seeds: [1], pictures } }

/** A page that a newcomer opened; `arrive` answers with the example. */
function arrived() {
  const page = open(true)
  const run = page.store.getState().run.number
  const arrive = () => {
    page.emit({ type: 'history', run, id: null, history: shown })
    page.emit({ type: 'snapshots', run, snapshots: [{ file: 's', step: 1000, savedAt: 0, bytes: 1, content: 'pictures' }] })
    page.emit({ type: 'samples', run, grid: { step: 6000, seeds: [1], pictures } })
    page.emit({ type: 'state', run, state: 'viewing' })
  }
  return { ...page, run, arrive, interpolations: () => page.sent.filter(({ type }) => type === 'interpolate').length }
}

test('the example is asked for before the images are opened, and shown without a device', () => {
  const { types, store, arrive } = arrived()
  expect(types().indexOf('view')).toBeLessThan(types().indexOf('open'))
  arrive()
  const { run, samples } = store.getState()
  expect([run.state, isExample(run), run.images, run.report?.step, samples.grid?.step]).toEqual(['viewing', true, 'Fashion', 6000, 6000])
  expect(stepsOfRun(store.getState())).toBe(6000)
})

test('A and B are chosen, and the pictures between them are drawn as soon as there is a device', () => {
  const { store, arrive, ready, interpolations } = arrived()
  arrive()
  expect([store.getState().samples.a, store.getState().samples.b]).not.toContain(null)
  expect(interpolations()).toBe(0)
  ready()
  expect(interpolations()).toBe(1)
})

test('the example locks no setting, nothing is lost with it, and what needs its images says why it is blocked', () => {
  const { store, arrive, ready, actions } = arrived()
  arrive()
  ready()
  const state = store.getState()
  expect(fixedBlocker(state)).toBeNull()
  expect(runActions.trainOrPause.question?.(state, undefined)).toBeNull()
  expect(viewOf(runActions.reset, state, undefined).blocked).toBe('There is no run to reset.')
  const reason = 'The finished example can only be looked at: train your own first.'
  expect(viewOf(scoreActions.scoreNow, state, undefined).blocked).toBe(reason)
  actions.setField('steps', 1234)
  expect([store.getState().settings.config.steps, stepsOfRun(store.getState())]).toEqual([1234, 6000])
})

test('the first run replaces the example', () => {
  const { store, arrive, ready, actions, types } = arrived()
  arrive()
  ready()
  actions.train()
  const { run, samples, timeline } = store.getState()
  expect(types().at(-1)).toBe('start')
  expect([isExample(run), run.report, samples.grid, samples.a, timeline.snapshots]).toEqual([false, null, null, null, []])
})

test.each([
  { type: 'failed', failure: { reason: 'internal', message: 'It could not be read.', advice: '' } },
  { type: 'state', state: 'idle' },
] as const)('an example that is missing or cannot be read is done without, in silence: $type', (event) => {
  const { store, run, emit, ready, actions, types } = arrived()
  emit({ ...event, run })
  const { run: after, notices, announcement } = store.getState()
  expect([after.state, isExample(after), after.failure, notices, announcement]).toEqual(['idle', false, null, [], null])
  ready()
  actions.train()
  expect(types().at(-1)).toBe('start')
})

test('on another device the example is shown again', () => {
  const { actions, types, arrive } = arrived()
  arrive()
  actions.chooseBackend('wasm')
  expect(types().filter((type) => type === 'view')).toHaveLength(2)
})

/** A page of somebody who trained here before. @param runs those that are still kept */
function returned(runs: readonly RunSummary[], withExample: boolean) {
  const page = open(withExample, null, cats.id)
  page.emit(listOf(...runs))
  const views = () => page.sent.filter((command) => command.type === 'view').map(({ source }) => source)
  return { ...page, views, card: () => keepCard(page.store.getState())?.kind }
}

const kept = { kind: 'stored', id: cats.id } as const
const example = { kind: 'example' } as const

test.each([true, false])(
  'behind the offer of a kept run stands that run, with its step and nothing at stake (without a link: %s)',
  (withExample) => {
    const { views, store, emit, card, ready, types } = returned([cats], withExample)
    expect(views()).toEqual([kept])
    expect(types().indexOf('view')).toBeLessThan(types().indexOf('open'))
    const { number } = store.getState().run
    emit(historyOf(number, cats, [{ event: 'step', step: 4200, report: report(4200) }]))
    emit({ type: 'state', run: number, state: 'viewing' })
    ready()
    const { keep, run } = store.getState()
    expect([card(), keep.id, run.report?.step, stepsAtStake(run)]).toEqual(['continue', null, 4200, 0])
    expect(viewOf(runActions.trainOrPause, store.getState(), undefined).label).toBe('New run')
    expect(viewOf(runsActions.saveProject, store.getState(), false).blocked).toBeNull()
  },
)

test('who has trained before and kept nothing sees the example', () => {
  expect(returned([], true).views()).toEqual([example])
  expect(returned([], false).views()).toEqual([])
})

test('a run that is deleted while it is shown makes room for the next one, and the last one for the example', () => {
  const { views, emit } = returned([cats, { ...cats, id: 'run-dogs' }], true)
  emit(listOf({ ...cats, id: 'run-dogs' }))
  emit(listOf())
  emit(listOf())
  expect(views()).toEqual([kept, { kind: 'stored', id: 'run-dogs' }, example])
})

test('a newcomer who has begun a run keeps it when the list of runs comes', () => {
  const { actions, ready, emit, store } = arrived()
  ready()
  actions.train()
  const { number } = store.getState().run
  emit(listOf(cats))
  expect(store.getState().run).toMatchObject({ number, state: 'preparing', shown: null })
})

test('a shown run that another tab trains can be watched or taken over, and does not lock this page', () => {
  const { store, emit, types, card } = returned([{ ...cats, inUse: true }], true)
  const { number } = store.getState().run
  emit({ type: 'watching', run: number, live: true })
  emit({ type: 'state', run: number, state: 'running' })
  const { keep, run } = store.getState()
  expect([keep.watching, run.state, card(), types().at(-1)]).toEqual([false, 'viewing', 'elsewhere', 'list-runs'])
})

// A kept run that is taken up: its charts, scores and settings are there as if it had never stopped.
import { expect, test, vi } from 'vitest'
import { presetConfig } from '../../spec/presets.ts'
import type { RunEvent } from '../../spec/runs.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { open, pictures, report } from '../app/test-support.ts'
import { cats, historyOf, listOf } from './keep-test-support.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const scored = (step: number, network: string, best: boolean): RunEvent => ({
  event: 'score',
  step,
  report: { step, network, kid: 1 / step } as ScoreReport,
  best,
})
const stepped = (step: number): RunEvent => ({ event: 'step', step, report: report(step) })
const gpu = { backend: 'webgpu', name: 'Test', threads: 1 } as const

const EVENTS: readonly RunEvent[] = [
  { event: 'device', step: 0, device: gpu },
  { event: 'change', step: 0, changes: { alpha: 0.25 } },
  stepped(1),
  scored(1, 'Inception', true),
  { event: 'change', step: 1, changes: { alpha: 0.5 } },
  stepped(2),
  scored(2, 'MobileNetV2', true),
  stepped(3),
  scored(3, 'MobileNetV2', false),
]

/** A page that has continued a run with this history. */
function continued() {
  const page = open()
  page.ready()
  page.emit(listOf(cats))
  page.actions.continueRun({ run: cats, file: null, branch: false })
  const run = page.store.getState().run.number
  page.emit(historyOf(run, cats, EVENTS))
  return { ...page, run }
}

test('charts and marks of the history are there, and go on', () => {
  const { history, emit, run } = continued()
  expect([...history.steps()]).toEqual([1, 2, 3])
  expect(history.markers).toEqual([{ step: 1, label: 'Alpha (generator) 0.5' }])
  emit({ type: 'step', run, report: report(4) })
  emit({ type: 'logged', run, event: { event: 'paused', step: 4 } })
  emit({ type: 'logged', run, event: { event: 'device', step: 4, device: gpu } }) // the same as before
  expect([...history.steps()]).toEqual([1, 2, 3, 4])
  expect(history.markers.map(({ label }) => label)).toEqual(['Alpha (generator) 0.5', 'paused'])
})

test('scores of the network that scored last, the best step, the last report, the name and the settings are shown', () => {
  const { store } = continued()
  const { scores, run, settings, keep } = store.getState()
  expect([scores.reports.map(({ step }) => step), scores.best]).toEqual([[2, 3], 2])
  expect(run).toMatchObject({ images: 'Shapes', report: { step: 3 }, config: { seed: 7, alpha: 0.25 } }) // as it began
  expect(settings).toMatchObject({ preset: 'smoke', config: { ...presetConfig('smoke'), seed: 7 } })
  expect(keep).toMatchObject({ id: cats.id, last: cats.id, saved: { step: 4200, at: 1000 } })
})

test('the last wall of the history is shown until newer samples come', () => {
  const { store, emit, run } = continued()
  const wall = { step: 3, seeds: [1], pictures }
  emit({ type: 'history', run, id: cats.id, history: { summary: cats, events: EVENTS, wall } })
  expect(store.getState().samples.grid).toBe(wall)
})

test('what a recovery drops goes from the charts and the scores, is marked, and is told', () => {
  const { store, history, emit, run } = continued()
  emit({ type: 'logged', run, event: { event: 'recovered', step: 2, from: 3, reason: 'not-finite' } })
  expect([[...history.steps()], store.getState().scores.reports.map(({ step }) => step)]).toEqual([[1, 2], [2]])
  expect(history.markers.at(-1)?.label).toBe('rolled back from step 3 (a value was no longer a number)')
  expect(store.getState().notices.map(({ title }) => title)).toEqual([
    'A value was no longer a number at step 3. Training goes on from step 2, with lower learning rates.',
  ])
})

test('a score of another network replaces those of the history, since they cannot be compared', () => {
  const { store, emit, run } = continued()
  emit({ type: 'score', run, report: { step: 5, network: 'Inception', kid: 1, counts: { real: 9, fake: 9 } } as ScoreReport, best: 5 })
  expect(store.getState().scores.reports.map(({ step }) => step)).toEqual([5])
})

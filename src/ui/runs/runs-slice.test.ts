// The reducers of the kept runs.
import { expect, test } from 'vitest'
import type { Probe } from '../../spec/feature-analyses.ts'
import type { StoredRuns } from '../../spec/runs.ts'
import { applyRunsEvent, choose, initialRuns, type RunsSlice, undoable, withProbe } from './runs-slice.ts'
import { summary } from './test-support.ts'

const listOf = (ids: readonly string[], problem: string | null = null): StoredRuns => ({
  runs: ids.map((id) => summary(id)),
  damaged: [],
  storage: null,
  problem,
})
const listed = (runs: RunsSlice, ids: readonly string[], problem: string | null = null) =>
  applyRunsEvent(runs, { type: 'runs', stored: listOf(ids, problem) })

test('at most four runs are chosen, in the order in which they were', () => {
  const chosen = ['d', 'a', 'c', 'b', 'e'].reduce((runs, id) => choose(runs, id, true), initialRuns)
  expect(chosen.chosen).toEqual(['d', 'a', 'c', 'b'])
  expect(choose(choose(chosen, 'd', false), 'd', true).chosen).toEqual(['a', 'c', 'b', 'd'])
})

test('a run that is gone is no longer compared, and one alone is no comparison', () => {
  const comparing = { ...listed(initialRuns, ['a', 'b', 'c']), chosen: ['c', 'a'], comparing: true }
  expect(listed(comparing, ['a', 'b', 'c'])).toMatchObject({ chosen: ['c', 'a'], comparing: true })
  expect(listed(comparing, ['a', 'b'])).toMatchObject({ chosen: ['a'], comparing: false })
})

test('Undo is offered for deleted runs that are no longer in the list', () => {
  const deleted = [
    { id: 'a', name: 'Cats' },
    { id: 'b', name: 'Dogs' },
  ]
  const runs = listed({ ...initialRuns, deleted }, ['b', 'c']) // b could not be deleted
  expect(undoable(runs)).toEqual([{ id: 'a', name: 'Cats' }])
})

test('a problem ends the reading of a run that is to be repeated', () => {
  const reading = { ...initialRuns, repeating: { id: 'a', changes: {} } }
  expect(listed(reading, ['a']).repeating).not.toBeNull()
  expect(listed(reading, ['a'], 'It is damaged.').repeating).toBeNull()
})

test('progress counts for the file that is being made, and its end ends it', () => {
  const file = { id: 'a', withImages: false, saving: false, share: 0 }
  const exporting: RunsSlice = { ...initialRuns, exporting: file }
  expect(applyRunsEvent(exporting, { type: 'project-progress', id: 'b', share: 0.5 }).exporting).toEqual(file)
  expect(applyRunsEvent(exporting, { type: 'project-progress', id: 'a', share: 0.5 }).exporting).toEqual({ ...file, share: 0.5 })
  const failed = applyRunsEvent(exporting, { type: 'project-failed', id: 'a', sentence: 'The disk is full.' })
  expect([failed.exporting, failed.fileProblem]).toEqual([null, 'The disk is full.'])
  expect(applyRunsEvent(exporting, { type: 'project-failed', id: 'a', sentence: null }).fileProblem).toBeNull()
})

test('of a linear probe the best trained layer counts', () => {
  const row = (features: 'trained' | 'untrained', name: string, accuracy: number) => ({ features, name, accuracy, low: 0, high: 1 })
  const rows = [row('untrained', 'conv1', 0.9), row('trained', 'conv1', 0.5), row('trained', 'conv2', 0.7), row('trained', 'conv3', 0.6)]
  expect(withProbe(initialRuns, 'a', 40, { rows } as unknown as Probe).probes).toEqual({
    a: { step: 40, layer: 'conv2', accuracy: 0.7, low: 0, high: 1 },
  })
})

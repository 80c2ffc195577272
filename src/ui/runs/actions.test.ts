// The actions on kept runs: each test plays the trainer.
import { expect, test, vi } from 'vitest'
import { presetConfig } from '../../spec/presets.ts'
import type { RunSummary, StoredRuns } from '../../spec/runs.ts'
import { type Action, viewOf } from '../app/action.ts'
import type { Actions } from '../app/actions.ts'
import { open } from '../app/test-support.ts'
import { keepCard } from '../train/keep-offer.ts'
import { runsActions } from './actions.ts'
import { startActions } from './start-actions.ts'
import { history, summary } from './test-support.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const stored = (runs: readonly RunSummary[]): StoredRuns => ({ runs, damaged: [], storage: null, problem: null })

/** A page that is ready to train, with these runs in its list. */
function page(runs: readonly RunSummary[]) {
  const opened = open()
  opened.ready()
  opened.emit({ type: 'runs', stored: stored(runs) })
  const last = () => opened.sent.at(-1)
  return { ...opened, last, state: () => opened.store.getState() }
}

test('a run is deleted without a question, and Undo brings it back', () => {
  const run = summary('a', { name: 'Cats' })
  const { actions, emit, last, state } = page([run])
  expect(runsActions.deleteRun).not.toHaveProperty('question')
  actions.deleteRun(run)
  expect(last()).toEqual({ type: 'delete-run', id: 'a' })
  emit({ type: 'runs', stored: stored([]) })
  expect(state().announcement?.sentence).toBe('“Cats” is deleted. Undo brings it back.')
  actions.restoreRun('a')
  expect(last()).toEqual({ type: 'restore-run', id: 'a' })
})

test('the files of a run that another tab trains are left alone, and it is not continued here', () => {
  const run = summary('a', { inUse: true, thinnable: 5 })
  const { state } = page([run])
  const actions: readonly Action<Actions, RunSummary>[] = [runsActions.deleteRun, runsActions.thinRun, startActions.continueKept]
  expect(actions.map((action) => viewOf(action, state(), run).blocked)).toEqual(Array(3).fill('Another tab trains it.'))
  expect(viewOf(startActions.viewKept, state(), run).blocked).toBeNull()
})

test('a name of spaces is no name', () => {
  const { actions, types, last } = page([summary('a')])
  actions.renameRun('a', '  Cats ')
  expect(last()).toEqual({ type: 'rename-run', id: 'a', name: 'Cats' })
  actions.renameRun('a', '   ')
  expect(types().filter((type) => type === 'rename-run')).toHaveLength(1)
})

test('the settings of a run come into the form, with the preset that they are nearest to', () => {
  const config = { ...presetConfig('plain-gan'), width: 24 }
  const { actions, state } = page([])
  actions.duplicateSettings(summary('a', { config }))
  expect(state().settings).toMatchObject({ preset: 'plain-gan', config })
})

test('a dropped project file is imported, and images are opened as before', async () => {
  const { actions, last } = page([])
  const project = new File(['{'], 'cats.safetensors')
  await actions.openFiles({ kind: 'files', name: 'cats.safetensors', files: [{ path: 'cats.safetensors', file: project }] })
  expect(last()).toEqual({ type: 'import-run', file: project })
  const image = { path: 'a.png', file: new File(['x'], 'a.png') }
  await actions.openFiles({ kind: 'files', name: 'a.png', files: [image] })
  expect(last()).toMatchObject({ type: 'open', source: { name: 'a.png' } })
  await actions.openFiles({ kind: 'files', name: '2 files', files: [{ path: 'cats.safetensors', file: project }, image] })
  expect(last()).toMatchObject({ type: 'open', source: { name: '2 files' } })
})

test('a dropped table is read as labels of the open images, in the Labels view', async () => {
  const { actions, sent, last, state } = page([])
  const table = new File(['path,label'], 'kinds.CSV')
  await actions.openFiles({ kind: 'files', name: 'kinds.CSV', files: [{ path: 'kinds.CSV', file: table }] })
  expect(state().dialog).toBe('labels')
  expect(sent.slice(-2).map(({ type }) => type)).toEqual(['read-labels', 'read-label-file'])
  expect(last()).toMatchObject({ file: table })
})

test('a table without images that it could be about is opened as any file is', async () => {
  const { actions, store, last } = page([])
  store.setState(({ data }) => ({ data: { ...data, opened: null } }))
  const table = new File(['path,label'], 'kinds.csv')
  await actions.openFiles({ kind: 'files', name: 'kinds.csv', files: [{ path: 'kinds.csv', file: table }] })
  expect(last()).toMatchObject({ type: 'open', source: { name: 'kinds.csv' } })
})

test('an imported run is opened as soon as it and its images are listed; one without its images is only shown', () => {
  const { actions, emit, sent, last, state } = page([])
  const kept = (key: string) => ({ ...summary('a').images, source: { kind: 'kept', name: 'cats', key } as const })
  actions.importRun(new File(['x'], 'cats.zip'))
  expect(state().dialog).toBe('runs')
  emit({ type: 'run-imported', id: 'a', name: 'Cats' })
  expect(last()).toEqual({ type: 'list-kept' })
  emit({ type: 'runs', stored: stored([summary('a', { images: kept('k') })]) }) // where its images are is not known yet
  expect(last()).toEqual({ type: 'list-kept' })
  emit({ type: 'kept-sets', kept: { sets: [], storage: null, problem: null } })
  expect(last()).toEqual({ type: 'list-runs' })
  emit({ type: 'runs', stored: stored([summary('a', { images: kept('k') })]) })
  expect(sent.at(-1)).toMatchObject({ type: 'view', source: { kind: 'stored', id: 'a' } })
  expect([state().dialog, state().runs.imported]).toEqual([null, null])
})

test('a run that is only shown says so, and is closed before it is deleted; one that another tab trains is watched', () => {
  const free = summary('a')
  const busy = summary('b', { inUse: true })
  const { actions, emit, state } = page([free, busy])
  const shown = (run: RunSummary) => {
    actions.viewKept(run)
    const { number } = state().run
    emit({ type: 'history', run: number, id: run.id, history: history(run) })
    return keepCard(state())
  }
  expect(shown(free)).toEqual({ kind: 'viewing', run: free })
  expect(viewOf(runsActions.deleteRun, state(), free).blocked).toBe('It is shown on this page: close it first.')
  expect(viewOf(startActions.continueKept, state(), free).blocked).toBeNull()
  actions.stopWatching()
  expect(keepCard(state())?.kind).not.toBe('viewing')
  expect(shown(busy)).toEqual({ kind: 'watching', run: busy })
})

test('a file is imported with its progress, can be cancelled, and a second one waits for the list to say so', () => {
  const { actions, emit, types, last, state } = page([])
  actions.importRun(new File(['x'], 'cats.zip'))
  emit({ type: 'import-run-progress', share: 0.5 })
  actions.importRun(new File(['x'], 'dogs.zip'))
  expect(types().filter((type) => type === 'import-run')).toHaveLength(1)
  expect(state().runs.importing).toEqual({ name: 'cats.zip', share: 0.5 })
  actions.cancelImport()
  expect(last()).toEqual({ type: 'cancel-import-run' })
  emit({ type: 'import-run-failed', sentence: null })
  expect(state().runs).toMatchObject({ importing: null, fileProblem: null })
})

test('an imported run waits in the list while there is a run on the page', () => {
  const { actions, emit, types, state } = page([])
  actions.train()
  actions.importRun(new File(['x'], 'cats.zip'))
  emit({ type: 'run-imported', id: 'a', name: 'Cats' })
  emit({ type: 'kept-sets', kept: { sets: [], storage: null, problem: null } })
  emit({ type: 'runs', stored: stored([summary('a')]) })
  expect(types().filter((type) => type === 'view' || type === 'continue')).toEqual([])
  expect(state()).toMatchObject({ dialog: 'runs', runs: { imported: null } })
})

test('Same again reads the run, and begins with its seed, its length and its changes while training', () => {
  const run = summary('a', { name: 'Cats', step: 120 })
  const { actions, emit, sent, last, state } = page([run])
  actions.repeatRun('a', { alpha: 0 })
  expect(last()).toEqual({ type: 'read-run', id: 'a' })
  expect(viewOf(startActions.repeatAsTwin, state(), run).blocked).toBe('A run is being read.')
  emit({ type: 'run-history', id: 'a', history: history(run, [{ event: 'change', step: 30, changes: { learningRateD: 1e-4 } }]) })
  const { lastId } = state().data
  emit({
    type: 'dataset',
    id: lastId,
    summary: { label: 'Shapes', count: 9, findings: [], findingCounts: {}, warnings: [], preview: { pixels: { buffer: null } } } as never,
    leftOut: [],
    preparation: run.images.preparation,
    warningsPending: false,
  })
  expect(sent.at(-1)).toMatchObject({
    type: 'start',
    config: { ...run.config, alpha: 0, steps: 120 },
    beginning: {
      origin: { kind: 'again', id: 'a', name: 'Cats', step: 0 },
      weights: null,
      changes: [{ step: 30, changes: { learningRateD: 1e-4 } }],
    },
  })
  const { number } = state().run
  emit({ type: 'kept-as', run: number, id: 'b', sentence: null })
  const save = { step: 5, at: 0, bytes: 1, seconds: { waited: 0, total: 0 } }
  emit({ type: 'saved', run: number, save })
  emit({ type: 'saved', run: number, save }) // a person may have named it since
  expect(sent.filter(({ type }) => type === 'rename-run')).toEqual([{ type: 'rename-run', id: 'b', name: 'Cats, Alpha (generator): 0' }])
  emit({ type: 'run-history', id: 'a', history: history(run) }) // read for the comparison: it begins nothing
  expect(sent.filter(({ type }) => type === 'start')).toHaveLength(1)
})

test('networks for other images do not fit, and the reason says so', () => {
  const { state, store } = page([])
  const opened = state().data.opened
  const summaryOf = (size: number, channels: 1 | 3) => ({ ...opened?.summary, size, channels })
  const blocked = (size: number, channels: 1 | 3) => {
    store.setState(({ data }) => ({ data: { ...data, opened: { ...opened, summary: summaryOf(size, channels) } as typeof opened } }))
    return viewOf(startActions.startFromWeights, state(), summary('a')).blocked
  }
  expect(blocked(16, 3)).toBeNull()
  expect(blocked(32, 3)).toBe('Its networks are for images of 16 px in colour; the open ones have 32 px in colour.')
  expect(blocked(16, 1)).toBe('Its networks are for images of 16 px in colour; the open ones have 16 px in grey.')
})

test('of a run that is kept nothing is lost when another begins, so there is no question', () => {
  const run = summary('a')
  const { actions, emit, state } = page([run])
  actions.train()
  const { number } = state().run
  emit({ type: 'state', run: number, state: 'running' })
  emit({ type: 'step', run: number, report: { step: 5, imagesSeen: 5, statistics: {}, stepsPerSecond: 1, elapsedSeconds: 5 } })
  expect(viewOf(startActions.continueKept, state(), run).blocked).toBe('Pause the run on this page first.')
  emit({ type: 'state', run: number, state: 'paused' })
  expect(viewOf(startActions.continueKept, state(), run).blocked).toBeNull()
  expect(startActions.continueKept.question?.(state(), run)?.text).toContain('its 5 steps will be lost')
  emit({ type: 'kept-as', run: number, id: 'b', sentence: null })
  expect(startActions.continueKept.question?.(state(), run)).not.toBeNull() // it was not saved yet
  emit({ type: 'saved', run: number, save: { step: 5, at: 0, bytes: 1, seconds: { waited: 0, total: 0 } } })
  expect(startActions.continueKept.question?.(state(), run)).toBeNull()
})

test('a project file of the run on the page is made of its state now', () => {
  const { actions, emit, last, state } = page([])
  actions.train()
  const { number } = state().run
  emit({ type: 'state', run: number, state: 'running' })
  expect(viewOf(runsActions.saveProject, state(), false).blocked).toBe('The run is not kept in this browser yet.')
  emit({ type: 'kept-as', run: number, id: 'b', sentence: null })
  emit({ type: 'runs', stored: stored([summary('b')]) })
  expect(viewOf(runsActions.saveProject, state(), true).blocked).toContain('come with the page')
  actions.exportCurrent(true)
  expect(last()).toEqual({ type: 'save-now', run: number })
  emit({ type: 'saved', run: number, save: { step: 7, at: 0, bytes: 1, seconds: { waited: 0, total: 0 } } })
  expect(last()).toEqual({ type: 'export-run', id: 'b', withImages: true })
  expect(viewOf(runsActions.saveProject, state(), false).blocked).toBe('A file is being made.')
})

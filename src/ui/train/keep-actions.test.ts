// Kept runs against a fake trainer: continued, watched, taken over, and going on by themselves after a failure.
import { expect, test, vi } from 'vitest'
import type { Command } from '../../protocol.ts'
import type { Failure } from '../../spec/report.ts'
import type { RunSummary } from '../../spec/runs.ts'
import { open, report } from '../app/test-support.ts'
import { keepCard } from './keep-offer.ts'
import { cats, historyOf, listOf } from './keep-test-support.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const lost: Failure = { reason: 'device-lost', message: 'The graphics device was lost.', advice: 'Restart.', detail: 'driver reset' }
const last = (run: RunSummary = cats) => ({ run, file: null, branch: false })

function pageWith(...runs: RunSummary[]) {
  const page = open()
  page.ready()
  page.emit(listOf(...runs))
  const run = () => page.store.getState().run
  const keep = () => page.store.getState().keep
  const sentOf = <T extends Command['type']>(type: T) =>
    page.sent.filter((command): command is Extract<Command, { type: T }> => command.type === type)
  return { ...page, run, keep, sentOf, card: () => keepCard(page.store.getState()) }
}

/** A run that trains, is at this step, and was saved at that one. */
function training(step: number, saved: number | null) {
  const page = pageWith()
  page.actions.train()
  const { number } = page.run()
  page.emit({ type: 'kept-as', run: number, id: cats.id, sentence: null })
  page.emit({ type: 'state', run: number, state: 'running' })
  if (saved !== null) page.emit({ type: 'saved', run: number, save: { step: saved, at: 5, bytes: 9, seconds: { waited: 0, total: 1 } } })
  page.emit({ type: 'step', run: number, report: report(step) })
  return page
}

test('a kept run whose images are open goes on at once, with its own settings', () => {
  const { actions, sentOf, run, store } = pageWith(cats)
  actions.continueRun(last())
  const snapshot = { id: cats.id, file: null }
  expect(sentOf('continue')).toEqual([{ type: 'continue', run: run().number, snapshot, branch: false, paused: false }])
  expect(sentOf('open')).toHaveLength(1) // the one with which the page began
  expect(run()).toMatchObject({ state: 'preparing', config: cats.config })
  expect(store.getState().settings).toMatchObject({ preset: 'smoke', config: { seed: 7 } })
})

test('other images are opened first, as they were prepared and without those left out, and then the run goes on', () => {
  const images = { ...cats.images, source: { kind: 'builtin', name: 'discs' } as const, leftOut: [3, 5] }
  const { actions, sentOf, ready, card } = pageWith({ ...cats, images })
  actions.continueRun({ run: { ...cats, images }, file: 'snapshot-1', branch: true })
  expect(sentOf('open').at(-1)).toMatchObject({ source: { name: 'discs' }, preparation: images.preparation, leftOut: [3, 5] })
  expect(sentOf('continue')).toEqual([])
  expect(card()?.kind).toBe('opening')
  ready()
  expect(sentOf('continue')).toMatchObject([{ snapshot: { id: cats.id, file: 'snapshot-1' }, branch: true }])
  expect(card()).toBeNull()
})

test('a run on files that are not kept waits for a person to choose them; without them it is offered again', () => {
  const own = { ...cats, images: { ...cats.images, source: { kind: 'kept', name: '60 files', key: 'gone' } as const } }
  const { actions, sentOf, card } = pageWith(own)
  actions.continueRun(last(own))
  expect([card()?.kind, sentOf('open').length, sentOf('continue').length]).toEqual(['images', 1, 0])
  actions.cancelPending()
  expect(card()).toMatchObject({ kind: 'continue', run: { name: 'Cats' } })
})

test('files of the same name that are open are taken, unless the trainer has found that they are others', () => {
  const source = { kind: 'files', name: '60 files', files: [] } as const
  const own = { ...cats, images: { ...cats.images, source: { kind: 'own', name: '60 files' } as const } }
  const { actions, ready, emit, run, sentOf, card } = pageWith(own)
  actions.open(source)
  ready()
  actions.continueRun(last(own))
  expect(sentOf('continue')).toHaveLength(1)
  emit({ type: 'failed', run: run().number, failure: { reason: 'bad-data', message: 'These are other images.', advice: '' } })
  expect(card()?.kind).toBe('continue')
  actions.continueRun(last(own))
  expect([sentOf('continue').length, card()?.kind]).toEqual([1, 'images'])
})

test('images of a run that cannot be opened may be chosen again, and a cancelled import offers the run again', () => {
  const images = { ...cats.images, source: { kind: 'builtin', name: 'discs' } as const }
  const { actions, store, emit, card } = pageWith({ ...cats, images })
  const failure = { reason: 'bad-data', message: 'Gone.', advice: 'Choose others.' } as const
  actions.continueRun(last({ ...cats, images }))
  emit({ type: 'dataset-failed', id: store.getState().data.lastId, failure, findings: [] })
  expect(card()?.kind).toBe('images')
  actions.continueRun(last({ ...cats, images }))
  emit({ type: 'dataset-failed', id: store.getState().data.lastId, failure: null, findings: [] })
  expect(card()?.kind).toBe('continue')
})

test('a run that waits for its images is given up once a person opens others', () => {
  const images = { ...cats.images, source: { kind: 'builtin', name: 'discs' } as const }
  const { actions, sentOf, ready, keep } = pageWith({ ...cats, images })
  actions.continueRun(last({ ...cats, images }))
  actions.open({ kind: 'builtin', name: 'gradients' as never })
  ready()
  expect([sentOf('continue').length, keep().pending]).toEqual([0, null])
})

test('another run is continued after the current one has ended', () => {
  const { actions, types, ready, emit } = training(40, 40)
  emit(listOf(cats))
  actions.continueRun(last())
  ready()
  expect(types().slice(-2)).toEqual(['reset', 'continue'])
})

test('the run that ended with the page goes on as recovered from its last save', () => {
  const { actions, store, sentOf } = pageWith(cats)
  store.setState(({ keep }) => ({ keep: { ...keep, lost: { id: cats.id, step: 4210 } } }))
  actions.continueRun(last())
  expect(sentOf('continue')).toMatchObject([{ recovery: { from: 4210, reason: 'page-lost' } }])
})

test('after a lost device a fresh Worker opens the images and goes on from the last save, and a notice says so', () => {
  const { emit, ready, sentOf, restarts, store, run } = training(4210, 4200)
  emit({ type: 'failed', run: run().number, failure: lost })
  expect([restarts(), sentOf('boot').length, run().failure]).toEqual([1, 2, null])
  expect(sentOf('open').at(-1)).toMatchObject({ source: { name: 'shapes' } })
  ready()
  const recovery = { from: 4210, reason: 'device-lost' }
  expect(sentOf('continue')).toMatchObject([{ snapshot: { id: cats.id, file: null }, paused: false, recovery }])
  expect(store.getState().notices).toMatchObject([
    { title: 'The GPU was lost at step 4,210. Training goes on from step 4,200.', lines: ['The browser reports: “driver reset”'] },
  ])
})

test('a paused run waits at its last save after a crash of the Worker', () => {
  const { emit, ready, sentOf, run } = training(4210, 4200)
  emit({ type: 'state', run: run().number, state: 'paused' })
  emit({ type: 'failed', run: null, failure: { ...lost, reason: 'worker-lost' } })
  ready()
  expect(sentOf('continue')).toMatchObject([{ paused: true, recovery: { reason: 'worker-lost' } }])
})

test('it goes on by itself at most three times without a save of a later step; Restart then goes on from the save', () => {
  const { emit, ready, sentOf, run, actions, restarts } = training(4210, 4200)
  const loseAgain = (saved: number) => {
    emit({ type: 'failed', run: run().number, failure: lost })
    ready()
    if (run().failure !== null) return
    emit(historyOf(run().number, { ...cats, step: 4200 }))
    emit({ type: 'saved', run: run().number, save: { step: saved, at: 6, bytes: 9, seconds: { waited: 0, total: 1 } } })
  }
  for (let i = 0; i < 4; i++) loseAgain(4200) // the same step again is no progress
  expect([sentOf('continue').length, run().failure?.reason]).toEqual([3, 'device-lost'])
  actions.restart()
  ready()
  expect(sentOf('continue')).toHaveLength(4)
  expect(restarts()).toBe(4)
  for (let i = 0; i < 3; i++) loseAgain(4300 + i)
  expect([sentOf('continue').length, run().failure]).toEqual([7, null])
})

test('a run whose images were being opened when the Worker crashed goes on after Restart', () => {
  const images = { ...cats.images, source: { kind: 'builtin', name: 'discs' } as const }
  const { actions, emit, ready, sentOf, card } = pageWith({ ...cats, images })
  actions.continueRun(last({ ...cats, images }))
  emit({ type: 'failed', run: null, failure: { ...lost, reason: 'worker-lost' } })
  expect([card(), sentOf('continue').length]).toEqual([null, 0])
  actions.restart()
  ready()
  expect(sentOf('open').at(-1)).toMatchObject({ source: { name: 'discs' } })
  expect(sentOf('continue')).toMatchObject([{ snapshot: { id: cats.id } }])
})

test('nothing is repeated blindly: not without memory, not after numbers ran away, not where nothing is kept', () => {
  for (const reason of ['out-of-memory', 'not-finite', 'bad-data'] as const) {
    const { emit, run, restarts } = training(40, 20)
    emit({ type: 'failed', run: run().number, failure: { ...lost, reason } })
    expect([run().failure?.reason, restarts()]).toEqual([reason, 0])
  }
  const unsaved = training(40, null)
  unsaved.emit({ type: 'failed', run: null, failure: lost })
  expect([unsaved.run().state, unsaved.restarts()]).toEqual(['failed', 0])
})

test('without memory a smaller run can begin on the same images in a fresh Worker', () => {
  const { emit, ready, sentOf, run, actions, store } = training(40, 20)
  const { batch } = store.getState().settings.config
  emit({ type: 'failed', run: run().number, failure: { ...lost, reason: 'out-of-memory' } })
  actions.beginWith({ batch: batch / 2 })
  expect(sentOf('start')).toHaveLength(1)
  ready()
  const origin = { kind: 'again', id: cats.id, name: 'Shapes', step: 0 }
  expect(sentOf('start').at(-1)).toMatchObject({ config: { batch: batch / 2 }, beginning: { origin, weights: null, changes: [] } })
})

test('a run that ran away goes back to its last save in the same Worker, and waits there', () => {
  const { emit, sentOf, run, actions, restarts } = training(40, 20)
  emit({ type: 'failed', run: run().number, failure: { ...lost, reason: 'not-finite' } })
  actions.continueFromSave(true)
  expect([restarts(), sentOf('continue')]).toMatchObject([0, [{ paused: true, snapshot: { id: cats.id } }]])
})

test('a change of device takes a kept run along', () => {
  const { ready, sentOf, actions, store } = training(40, 40)
  actions.chooseBackend('wasm')
  ready()
  expect(sentOf('boot').at(-1)).toMatchObject({ backend: 'wasm' })
  expect(sentOf('continue')).toMatchObject([{ snapshot: { id: cats.id }, paused: false }])
  expect(store.getState().device.wanted).toBe('wasm')
})

test('a kept run that is reset is offered again, at the step of its last save', () => {
  const { actions, card, emit, run } = training(40, 20)
  emit(listOf({ ...cats, step: 0 }))
  const number = run().number
  emit({ type: 'saved', run: number, save: { step: 40, at: 9, bytes: 9, seconds: { waited: 0, total: 1 } } })
  actions.reset()
  expect(card()).toBeNull() // its last step is still being made
  emit({ type: 'state', run: number, state: 'idle' })
  expect(card()).toMatchObject({ kind: 'continue', run: { step: 40 } })
  actions.dismissOffer()
  expect(card()).toBeNull()
})

const elsewhere = { ...cats, inUse: true }

test('a run that another tab trains can be watched, and meanwhile nothing is trained here', () => {
  const { actions, sentOf, run, card, emit, keep, store } = pageWith(elsewhere)
  expect(card()?.kind).toBe('elsewhere')
  actions.watch(elsewhere)
  expect(sentOf('view').at(-1)).toEqual({ type: 'view', run: run().number, source: { kind: 'stored', id: cats.id } })
  emit(historyOf(run().number, elsewhere, [{ event: 'step', step: 9, report: report(9) }]))
  emit({ type: 'watching', run: run().number, live: true })
  emit({ type: 'state', run: run().number, state: 'running' }) // there
  emit({ type: 'saved', run: run().number, save: { step: 9, at: 5, bytes: 9, seconds: { waited: 0, total: 1 } } })
  expect([card()?.kind, run().report?.step, run().state, keep().saved]).toEqual(['watching', 9, 'viewing', null])
  const before = sentOf('start').length
  actions.train()
  expect([sentOf('start').length, keep().watching]).toEqual([before, true])
  expect(store.getState().settings.config.seed).not.toBe(7) // the settings of a run of one's own stay
  actions.stopWatching()
  expect(card()?.kind).toBe('elsewhere')
})

test('a run is taken over once the other tab has let go of it', () => {
  const { actions, sentOf, run, emit, types, ready } = pageWith(elsewhere)
  actions.takeOver(elsewhere)
  expect(types().slice(-2)).toEqual(['view', 'take-over'])
  expect(sentOf('continue')).toEqual([])
  emit({ type: 'released', run: run().number })
  ready()
  expect(sentOf('continue')).toMatchObject([{ snapshot: { id: cats.id, file: null }, branch: false }])
})

test('a watched run whose tab has gone is offered to be continued', () => {
  const { actions, sentOf, run, emit, card } = pageWith(elsewhere)
  actions.watch(elsewhere)
  emit({ type: 'state', run: run().number, state: 'running' })
  emit({ type: 'released', run: run().number })
  emit(listOf(cats))
  expect([sentOf('continue').length, card()]).toMatchObject([0, { kind: 'continue', run: { name: 'Cats' } }])
})

test('the tab from which a run is taken says so, and watches it', () => {
  const { emit, run, sentOf, store, keep } = training(40, 40)
  emit(listOf(cats))
  emit({ type: 'taken-over', run: run().number })
  expect(sentOf('view')).toMatchObject([{ run: run().number, source: { id: cats.id } }])
  expect([run().state, keep().watching]).toEqual(['viewing', true])
  expect(store.getState().notices.map(({ title }) => title)).toEqual(['Another tab has taken over “Cats”.'])
})

test('a run that is saved in memory only is not kept: its problem stays, and it does not go on by itself', () => {
  const { actions, emit, run, keep, restarts } = pageWith()
  actions.train()
  const { number } = run()
  emit({ type: 'kept-as', run: number, id: null, sentence: 'This browser keeps no files.' })
  emit({ type: 'state', run: number, state: 'running' })
  emit({ type: 'saved', run: number, save: { step: 20, at: 5, bytes: 9, seconds: { waited: 0, total: 1 } } })
  expect(keep()).toMatchObject({ id: null, problem: 'This browser keeps no files.' })
  emit({ type: 'failed', run: number, failure: lost })
  expect([restarts(), run().state]).toEqual([0, 'failed'])
})

test('a run is saved at once only where it is kept', () => {
  const page = pageWith()
  page.actions.saveNow()
  page.actions.train()
  page.actions.saveNow()
  expect(page.sentOf('save-now')).toEqual([])
  page.emit({ type: 'kept-as', run: page.run().number, id: cats.id, sentence: null })
  page.actions.saveNow()
  expect(page.sentOf('save-now')).toEqual([{ type: 'save-now', run: page.run().number }])
})

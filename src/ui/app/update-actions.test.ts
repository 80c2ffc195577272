// A new version of the page: offered in a notice, and taken up only after a kept run is saved.
import { beforeEach, expect, test, vi } from 'vitest'
import { perform } from './action.ts'
import { UPDATE_NOTICE } from './notices-slice.ts'
import { gainsThreads } from './reload-for-threads.ts'
import { open, report } from './test-support.ts'
import { updateActions } from './update-actions.ts'

beforeEach(() => void vi.stubGlobal('document', { baseURI: 'http://page/' }))

function openWithUpdate() {
  let tell = () => {}
  const used = vi.fn()
  const updates = {
    onNew: (listener: () => void) => {
      tell = listener
    },
    onFirstControl: () => {},
    use: used,
  }
  const page = open(false, updates)
  page.ready()
  tell()
  return { ...page, used, press: () => perform(page.store, page.actions, updateActions.useUpdate, undefined) }
}

test('a new version is offered in a notice and announced; with nothing at stake it is used at once', () => {
  const { store, press, used } = openWithUpdate()
  expect(store.getState().notices.map(({ id }) => id)).toContain(UPDATE_NOTICE)
  expect(store.getState().announcement?.sentence).toContain('new version')
  expect(updateActions.useUpdate.question?.(store.getState(), undefined)).toBeNull()
  expect(used).not.toHaveBeenCalled()
  press()
  expect(used).toHaveBeenCalledOnce()
})

test('a kept run is paused and saved first, and goes on where that fails', () => {
  const { store, sent, actions, emit, press, used } = openWithUpdate()
  actions.train()
  const { number: run } = store.getState().run
  emit({ type: 'state', run, state: 'running' })
  emit({ type: 'step', run, report: report(40) })
  const question = () => updateActions.useUpdate.question?.(store.getState(), undefined)?.text
  expect(question()).toContain('would be lost')
  emit({ type: 'kept-as', run, id: 'a', sentence: null })
  expect(question()).toContain('saved first')

  press()
  expect(sent.at(-1)).toEqual({ type: 'pause' })
  emit({ type: 'step', run, report: report(41) })
  emit({ type: 'state', run, state: 'paused' })
  expect(sent.at(-1)).toEqual({ type: 'save-now', run })
  emit({ type: 'save-failed', run, sentence: 'The disk is full.' })
  const save = (step: number) => ({ step, at: 0, bytes: 1, seconds: { waited: 0, total: 0 } })
  emit({ type: 'saved', run, save: save(41) })
  expect(used).not.toHaveBeenCalled()
  press()
  emit({ type: 'saved', run, save: save(40) }) // one that was under way
  expect(used).not.toHaveBeenCalled()
  emit({ type: 'saved', run, save: save(41) })
  expect(used).toHaveBeenCalledOnce()
})

test('the first visit is loaded anew for more threads only where that gives some and a person has done nothing yet', () => {
  const { store, actions, emit } = open()
  const facts = { isolated: false, cores: 8, touched: false }
  const device = (backend: 'wasm' | 'webgpu', threads = 1) =>
    emit({ type: 'device', device: { backend, name: 'Test', software: false, threads, notice: null } })
  expect(gainsThreads(store.getState(), facts)).toBeNull() // the device is not known yet
  device('webgpu')
  expect(gainsThreads(store.getState(), facts)).toBe(false)
  device('wasm')
  expect(gainsThreads(store.getState(), facts)).toBe(true)
  expect(gainsThreads(store.getState(), { ...facts, touched: true })).toBe(false)
  expect(gainsThreads(store.getState(), { ...facts, isolated: true })).toBe(false)
  expect(gainsThreads(store.getState(), { ...facts, cores: 1 })).toBe(false)
  actions.open({ kind: 'files', name: 'own', files: [] })
  expect(gainsThreads(store.getState(), facts)).toBe(false)
})

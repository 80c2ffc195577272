import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TUNE_DELAY_MS } from '../train/settings-actions.ts'
import { milestone } from './announce.ts'
import { open, pictures, report } from './test-support.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the page boots, opens the data, and trains only once both are ready', () => {
  const { types, session, ready } = open()
  session.train()
  expect(types()).toEqual(['boot', 'list-kept', 'open'])
  ready()
  session.train()
  expect(types()).toEqual(['boot', 'list-kept', 'open', 'start'])
  session.train()
  expect(types()).toHaveLength(4)
})

test('events of a reset run are dropped, and the next run has another number', () => {
  const { sent, session, store, history, emit, ready } = open()
  ready()
  session.train()
  const first = store.getState().run.number
  emit({ type: 'step', run: first, report: report(4) })
  expect(history.length).toBe(1)
  session.reset()
  session.answer(true)
  emit({ type: 'step', run: first, report: report(5) })
  emit({ type: 'state', run: first, state: 'running' })
  expect([history.length, store.getState().run.state, store.getState().run.report]).toEqual([0, 'idle', null])
  session.train()
  expect(sent.at(-1)).toMatchObject({ type: 'start', run: store.getState().run.number })
  expect(store.getState().run.number).toBeGreaterThan(first)
})

test('images chosen while there is a run are not opened; a notice says so until the run ends', () => {
  const { types, session, store, ready } = open()
  ready()
  session.train()
  session.open({ kind: 'builtin', name: 'digits' })
  expect(types()).toEqual(['boot', 'list-kept', 'open', 'start'])
  const notices = () => store.getState().notices.map(({ title }) => title)
  expect(notices()).toContain('Nothing was opened, since there is a run.')
  session.reset()
  expect(notices()).not.toContain('Nothing was opened, since there is a run.')
})

test('a run with steps is ended only after confirmation, whatever would end it; one without steps at once', () => {
  const { types, session, store, emit, ready } = open()
  const run = () => store.getState().run
  ready()
  session.train()
  session.reset()
  expect([run().question, types().at(-1)]).toEqual([null, 'reset'])

  session.train()
  emit({ type: 'step', run: run().number, report: report(4) })
  session.reset()
  expect([run().question, types().at(-1)]).toEqual(['reset', 'start'])
  session.answer(false)
  expect([run().question, run().report?.step, types().at(-1)]).toEqual([null, 4, 'start'])

  // A failed run still has its charts and samples.
  emit({ type: 'failed', run: run().number, failure: { reason: 'not-finite', message: 'It ran away.', advice: 'Slow down.' } })
  const began = types().length
  for (const end of ['train', 'toggle', 'step', 'reset'] as const) {
    session[end]()
    expect(run().question).toBe(end === 'toggle' ? 'train' : end)
    session.answer(false)
  }
  expect([types().length, run().report?.step]).toEqual([began, 4])
  session.step()
  session.answer(true)
  expect([types().slice(began), run().state, run().report, run().question]).toEqual([['start', 'step'], 'preparing', null, null])
})

test('another device needs a fresh trainer with the same images; a run with steps is only ended after confirmation', () => {
  const { sent, session, store, emit, ready, restarts } = open()
  ready()
  session.chooseBackend('cpu')
  expect(restarts()).toBe(1)
  expect(sent.slice(-3)).toMatchObject([
    { type: 'boot', backend: 'cpu' },
    { type: 'list-kept' },
    { type: 'open', source: { name: 'shapes' } },
  ])

  ready()
  session.train()
  emit({ type: 'step', run: store.getState().run.number, report: report(4) })
  session.chooseBackend('wasm')
  expect([store.getState().run.question, restarts(), store.getState().device.wanted]).toEqual(['device', 1, 'cpu'])
  session.answer(false)
  expect(store.getState().run.report?.step).toBe(4)
  session.chooseBackend('wasm')
  session.answer(true)
  expect([store.getState().run.state, restarts(), store.getState().device.wanted]).toEqual(['idle', 2, 'wasm'])
  expect(store.getState().notices).toEqual([]) // the loss of the run was confirmed
})

test('a reset run counts as ending until the trainer confirms, also when the next one begins', () => {
  const { session, store, emit, ready } = open()
  const run = () => store.getState().run
  ready()
  session.train()
  const first = run().number
  session.reset()
  expect([run().state, run().ending]).toEqual(['idle', first])
  session.train()
  expect([run().state, run().ending]).toEqual(['preparing', first])
  emit({ type: 'state', run: first, state: 'idle' })
  expect([run().state, run().ending, run().endingStepSeconds]).toEqual(['preparing', null, null])
  emit({ type: 'step', run: run().number, report: report(4) })
  session.reset()
  session.answer(true)
  session.train()
  expect(run().endingStepSeconds).toBe(1)
})

test('notices about a run are removed with it', () => {
  const { session, store, emit, ready } = open()
  const notice = { id: 'link-unfollowed', kind: 'info', title: 'Not followed.', lines: [], ofRun: true } as const
  const ended = [
    () => session.reset(),
    () => emit({ type: 'failed', run: null, failure: { reason: 'device-lost', message: 'Gone.', advice: 'Restart.' } }),
  ]
  ready()
  for (const end of ended) {
    session.train()
    store.setState({ notices: [notice] })
    end()
    expect(store.getState().notices).toEqual([])
  }
})

test('A and B are reset with the run that drew them', () => {
  const { session, store, emit, ready } = open()
  ready()
  session.train()
  emit({ type: 'samples', run: store.getState().run.number, grid: { step: 1, seeds: [1, 2], pictures } })
  session.setEnd('a', 1)
  session.enlarge(2)
  session.setMethod('lerp')
  session.reset()
  expect(store.getState().samples).toMatchObject({ grid: null, a: null, b: null, enlarged: null, method: 'lerp' })
})

test('Step without a run starts a paused run and makes one step', () => {
  const { sent, session, ready } = open()
  ready()
  session.step()
  expect(sent.slice(-2)).toMatchObject([{ type: 'start', paused: true }, { type: 'step' }])
})

test('a pause is pending until the run has paused, and is marked on the charts; a single step is not', () => {
  const { session, store, history, emit, ready } = open()
  ready()
  session.train()
  const run = store.getState().run.number
  session.pause()
  emit({ type: 'state', run, state: 'preparing' }) // the trainer has started before the pause reached it
  expect(store.getState().run.pausing).toBe(true)
  emit({ type: 'step', run, report: report(4) })
  emit({ type: 'state', run, state: 'paused' })
  expect(store.getState().run.pausing).toBe(false)
  session.step()
  emit({ type: 'state', run, state: 'running' })
  emit({ type: 'step', run, report: report(5) })
  emit({ type: 'state', run, state: 'paused' })
  expect(history.markers).toEqual([{ step: 4, label: 'paused' }])
})

test('a finished run trains on for as long as its preset', () => {
  const { sent, session, store, emit, ready } = open()
  ready()
  session.train()
  const run = store.getState().run.number
  emit({ type: 'step', run, report: report(6000) })
  emit({ type: 'state', run, state: 'finished' })
  session.train()
  expect(sent.slice(-2)).toEqual([{ type: 'tune', changes: { steps: 12_000 } }, { type: 'resume' }])
})

test('during a run fixed settings cannot change; changes of live ones are sent together after a delay', () => {
  const { sent, session, store, emit, ready } = open()
  ready()
  session.train()
  emit({ type: 'state', run: store.getState().run.number, state: 'running' })
  session.setField('width', 64)
  session.setField('alpha', 0.5)
  session.setField('alpha', 0.6)
  session.setField('flip', true)
  expect(store.getState().settings.config).toMatchObject({ width: 32, alpha: 0.6, flip: true })
  expect(sent.at(-1)?.type).toBe('start')
  vi.advanceTimersByTime(TUNE_DELAY_MS)
  expect(sent.at(-1)).toEqual({ type: 'tune', changes: { alpha: 0.6, flip: true } })
})

test('a lost Worker is replaced: boot, then the same data', () => {
  const { sent, session, store, emit, ready, restarts } = open()
  ready()
  session.open({ kind: 'builtin', name: 'discs' })
  ready()
  session.train()
  emit({ type: 'step', run: store.getState().run.number, report: report(1240) })
  emit({ type: 'failed', run: null, failure: { reason: 'worker-lost', message: 'Gone.', advice: 'Restart.' } })
  expect(store.getState().run.state).toBe('failed')
  session.train()
  expect(sent.at(-1)?.type).toBe('start')
  session.restart()
  expect(restarts()).toBe(1)
  expect(sent.slice(-3)).toMatchObject([{ type: 'boot' }, { type: 'list-kept' }, { type: 'open', source: { name: 'discs' } }])
  expect(store.getState().run).toMatchObject({ state: 'idle', failure: null })
  expect(store.getState().notices.at(-1)?.title).toContain('The run at step 1,240 is lost: Train begins at step 0')
})

test('choosing A and B requests the interpolation, one request at a time, and again with new samples', () => {
  const { sent, session, store, emit, ready } = open()
  ready()
  session.train()
  const run = store.getState().run.number
  emit({ type: 'samples', run, grid: { step: 1, seeds: [1, 2], pictures } })
  session.setEnd('a', 1)
  expect(sent.at(-1)?.type).toBe('start')
  session.setEnd('b', 2)
  session.setPosition(0.25)
  session.setPosition(0.75)
  const interpolation = { step: 1, a: 1, b: 2, pictures }
  const asked = () => sent.filter((command) => command.type === 'interpolate')
  expect(asked()).toHaveLength(1)
  emit({ type: 'interpolation', run, request: 1, interpolation })
  expect(asked().at(-1)).toMatchObject({ request: 2, a: 1, b: 2, at: [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 0.75] })
  emit({ type: 'interpolation', run, request: 2, interpolation })
  emit({ type: 'samples', run, grid: { step: 2, seeds: [1, 2], pictures } })
  expect(asked()).toHaveLength(3)
})

test('a saved network is downloaded under the name of its images and step, and announced; a failure says why', async () => {
  const handed: string[] = []
  const blobs = new Map<string, Blob>()
  const link = { href: '', download: '', click: () => void handed.push(link.download) }
  vi.stubGlobal('document', { baseURI: 'http://page/', createElement: () => link })
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.set('blob:1', blob as Blob)
    return 'blob:1'
  })
  const { sent, session, store, emit, ready } = open()
  ready()
  session.train()
  const run = store.getState().run.number
  emit({ type: 'step', run, report: report(400) })
  const before = store.getState()
  session.saveNetwork()
  session.saveNetwork() // one at a time
  expect(sent.filter(({ type }) => type === 'save-checkpoint')).toEqual([{ type: 'save-checkpoint', run }])
  emit({ type: 'checkpoint-progress', run, share: 0.5 })
  expect(store.getState().saves.underWay).toBe(0.5)
  emit({ type: 'checkpoint', run, step: 400, bytes: Uint8Array.of(1, 2, 3) })
  expect(handed).toEqual(['shapes-step-000400.safetensors'])
  expect([...new Uint8Array((await blobs.get('blob:1')?.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([1, 2, 3])
  expect(store.getState().saves).toEqual({ underWay: null, last: { file: 'shapes-step-000400.safetensors' } })
  expect(milestone(before, store.getState())).toBe('Saved as shapes-step-000400.safetensors.')

  session.saveAs('shapes-seed-1.png', new Blob([]))
  expect([handed.pop(), store.getState().saves.last]).toEqual(['shapes-seed-1.png', { file: 'shapes-seed-1.png' }])

  session.saveMetrics()
  expect(handed.at(-1)).toBe('shapes-step-000400-metrics.csv')
  const table = (await blobs.get('blob:1')?.text()) ?? ''
  expect(table).toMatch(/^step,lossD.*\r\n400,/)
  expect(table).toContain(`,Shapes,${Object.values(before.settings.config).join(',')}\r\n`)

  session.saveNetwork()
  const waiting = store.getState()
  emit({ type: 'checkpoint-failed', run, sentence: 'There is no room.' })
  expect(store.getState().saves.underWay).toBeNull()
  expect(milestone(waiting, store.getState())).toBe('The network could not be saved. There is no room.')
  session.saveNetwork()
  session.reset()
  session.answer(true)
  emit({ type: 'checkpoint', run, step: 400, bytes: Uint8Array.of(1) }) // of a run that is gone
  expect(store.getState().saves.underWay).toBeNull()
  expect(handed).toHaveLength(2)
})

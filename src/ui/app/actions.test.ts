// The actions of the page together: booting, runs, settings, restarts and saving, against a fake trainer.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runActions } from '../train/run-actions.ts'
import { TUNE_DELAY_MS } from '../train/settings-actions.ts'
import { perform } from './action.ts'
import { open, pictures, report } from './test-support.ts'

/** A sample of a run without classes. */
const of = (seed: number) => ({ seed, class: null })

vi.stubGlobal('document', { baseURI: 'http://page/' })
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the page boots, opens the data, and trains only once both are ready', () => {
  const { types, actions, ready } = open()
  actions.train()
  expect(types()).toEqual(['boot', 'list-kept', 'list-runs', 'open'])
  ready()
  actions.train()
  expect(types()).toEqual(['boot', 'list-kept', 'list-runs', 'open', 'start'])
  actions.train()
  expect(types()).toHaveLength(5)
})

test('events of a reset run are dropped, and the next run has another number', () => {
  const { sent, actions, store, history, emit, ready } = open()
  ready()
  actions.train()
  const first = store.getState().run.number
  emit({ type: 'step', run: first, report: report(4) })
  expect(history.length).toBe(1)
  actions.reset()
  emit({ type: 'step', run: first, report: report(5) })
  emit({ type: 'state', run: first, state: 'running' })
  expect([history.length, store.getState().run.state, store.getState().run.report]).toEqual([0, 'idle', null])
  actions.train()
  expect(sent.at(-1)).toMatchObject({ type: 'start', run: store.getState().run.number })
  expect(store.getState().run.number).toBeGreaterThan(first)
})

test('images chosen while there is a run are not opened; a notice says so until the run ends', () => {
  const { types, actions, store, ready } = open()
  ready()
  actions.train()
  actions.open({ kind: 'builtin', name: 'digits' })
  expect(types()).toEqual(['boot', 'list-kept', 'list-runs', 'open', 'start'])
  const notices = () => store.getState().notices.map(({ title }) => title)
  expect(notices()).toContain('Nothing was opened, since there is a run.')
  actions.reset()
  expect(notices()).not.toContain('Nothing was opened, since there is a run.')
})

test('every action that ends a run with steps asks for confirmation, without steps it does not', () => {
  const { types, actions, store, emit, ready } = open()
  const { trainOrPause, step, reset, chooseBackend } = runActions
  const questions = () => [trainOrPause, step, reset].map((action) => action.question?.(store.getState(), undefined)?.title ?? null)
  const press = (action: typeof reset) => perform(store, actions, action, undefined)
  ready()
  press(trainOrPause)
  expect(questions()).toEqual([null, null, null])
  press(reset)
  expect(types().at(-1)).toBe('reset')

  press(trainOrPause)
  emit({ type: 'step', run: store.getState().run.number, report: report(4) })
  expect(questions()).toEqual([null, null, 'Reset this run?']) // Space pauses it, and Step makes one more
  expect(chooseBackend.question?.(store.getState(), 'cpu')?.title).toBe('End this run to change the device?')

  // A failed run still has its charts and samples.
  const { number } = store.getState().run
  emit({ type: 'failed', run: number, failure: { reason: 'not-finite', message: 'It ran away.', advice: 'Slow down.' } })
  const anew = 'Begin a new run at step 0?'
  expect(questions()).toEqual([anew, anew, 'Clear what is left of this run?'])
  const began = types().length
  press(step) // after confirmation
  expect([types().slice(began), store.getState().run.state, store.getState().run.report]).toEqual([['start', 'step'], 'preparing', null])
})

test('another device is taken by a fresh trainer with the same images', () => {
  const { sent, actions, store, emit, ready, restarts } = open()
  ready()
  actions.chooseBackend('cpu')
  expect(restarts()).toBe(1)
  expect(sent.slice(-4)).toMatchObject([
    { type: 'boot', backend: 'cpu' },
    { type: 'list-kept' },
    { type: 'list-runs' },
    { type: 'open', source: { name: 'shapes' } },
  ])

  ready()
  actions.train()
  emit({ type: 'step', run: store.getState().run.number, report: report(4) })
  actions.chooseBackend('wasm')
  expect([store.getState().run.state, restarts(), store.getState().device.wanted]).toEqual(['idle', 2, 'wasm'])
  expect(store.getState().notices).toEqual([]) // the loss of the run was confirmed
})

test('a reset run counts as ending until the trainer confirms, also when the next one begins', () => {
  const { actions, store, emit, ready } = open()
  const run = () => store.getState().run
  ready()
  actions.train()
  const first = run().number
  actions.reset()
  expect([run().state, run().ending]).toEqual(['idle', first])
  actions.train()
  expect([run().state, run().ending]).toEqual(['preparing', first])
  emit({ type: 'state', run: first, state: 'idle' })
  expect([run().state, run().ending, run().endingStepSeconds]).toEqual(['preparing', null, null])
  emit({ type: 'step', run: run().number, report: report(4) })
  actions.reset()
  actions.train()
  expect(run().endingStepSeconds).toBe(1)
})

test('notices about a run are removed with it', () => {
  const { actions, store, emit, ready } = open()
  const notice = { id: 'link-unfollowed', kind: 'info', title: 'Not followed.', lines: [], ofRun: true } as const
  const ended = [
    () => actions.reset(),
    () => emit({ type: 'failed', run: null, failure: { reason: 'device-lost', message: 'Gone.', advice: 'Restart.' } }),
  ]
  ready()
  for (const end of ended) {
    actions.train()
    store.setState({ notices: [notice] })
    end()
    expect(store.getState().notices).toEqual([])
  }
})

test('A and B are reset with the run that drew them', () => {
  const { actions, store, emit, ready } = open()
  ready()
  actions.train()
  emit({ type: 'samples', run: store.getState().run.number, grid: { step: 1, seeds: [1, 2], pictures } })
  actions.setEnd('a', of(1))
  actions.enlarge(of(2))
  actions.setMethod('lerp')
  actions.reset()
  expect(store.getState().samples).toMatchObject({ grid: null, a: null, b: null, enlarged: null, method: 'lerp' })
})

test('Step without a run starts a paused run and makes one step', () => {
  const { sent, actions, ready } = open()
  ready()
  actions.step()
  expect(sent.slice(-2)).toMatchObject([{ type: 'start', paused: true }, { type: 'step' }])
})

test('a pause is pending until the run has paused', () => {
  const { actions, store, emit, ready } = open()
  ready()
  actions.train()
  const run = store.getState().run.number
  actions.pause()
  emit({ type: 'state', run, state: 'preparing' }) // the trainer has started before the pause reached it
  expect(store.getState().run.pausing).toBe(true)
  emit({ type: 'step', run, report: report(4) })
  emit({ type: 'state', run, state: 'paused' })
  expect(store.getState().run.pausing).toBe(false)
})

test('a finished run trains on for as long as its preset', () => {
  const { sent, actions, store, emit, ready } = open()
  ready()
  actions.train()
  const run = store.getState().run.number
  emit({ type: 'step', run, report: report(6000) })
  emit({ type: 'state', run, state: 'finished' })
  actions.train()
  expect(sent.slice(-2)).toEqual([{ type: 'tune', changes: { steps: 12_000 } }, { type: 'resume' }])
})

test('during a run fixed settings cannot change; changes of live ones are sent together after a delay', () => {
  const { sent, actions, store, emit, ready } = open()
  ready()
  actions.train()
  emit({ type: 'state', run: store.getState().run.number, state: 'running' })
  const { width } = store.getState().settings.config
  actions.setField('width', 64)
  actions.setField('alpha', 0.5)
  actions.setField('alpha', 0.6)
  actions.setField('flip', true)
  expect(store.getState().settings.config).toMatchObject({ width, alpha: 0.6, flip: true })
  expect(sent.at(-1)?.type).toBe('start')
  vi.advanceTimersByTime(TUNE_DELAY_MS)
  expect(sent.at(-1)).toEqual({ type: 'tune', changes: { alpha: 0.6, flip: true } })
})

test('a lost Worker is replaced: boot, then the same data', () => {
  const { sent, actions, store, emit, ready, restarts } = open()
  ready()
  actions.open({ kind: 'builtin', name: 'discs' })
  ready()
  actions.train()
  emit({ type: 'step', run: store.getState().run.number, report: report(1240) })
  emit({ type: 'failed', run: null, failure: { reason: 'worker-lost', message: 'Gone.', advice: 'Restart.' } })
  expect(store.getState().run.state).toBe('failed')
  actions.train()
  expect(sent.at(-1)?.type).toBe('start')
  actions.restart()
  expect(restarts()).toBe(1)
  expect(sent.slice(-4)).toMatchObject([
    { type: 'boot' },
    { type: 'list-kept' },
    { type: 'list-runs' },
    { type: 'open', source: { name: 'discs' } },
  ])
  expect(store.getState().run).toMatchObject({ state: 'idle', failure: null })
  expect(store.getState().notices.at(-1)?.title).toContain('The run at step 1,240 is lost, since it was not kept: Train begins at step 0')
})

test('choosing A and B requests the interpolation, one request at a time, and again with new samples', () => {
  const { sent, actions, store, emit, ready } = open()
  ready()
  actions.train()
  const run = store.getState().run.number
  emit({ type: 'samples', run, grid: { step: 1, seeds: [1, 2], pictures } })
  actions.setEnd('a', of(1))
  expect(sent.at(-1)?.type).toBe('start')
  actions.setEnd('b', of(2))
  actions.setPosition(0.25)
  actions.setPosition(0.75)
  const interpolation = { step: 1, a: 1, b: 2, points: [], pictures }
  const asked = () => sent.filter((command) => command.type === 'interpolate')
  expect(asked()).toHaveLength(1)
  emit({ type: 'interpolation', run, request: 1, interpolation })
  expect(asked().at(-1)).toMatchObject({ request: 2, a: 1, b: 2, at: [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 0.75] })
  emit({ type: 'interpolation', run, request: 2, interpolation })
  emit({ type: 'samples', run, grid: { step: 2, seeds: [1, 2], pictures } })
  expect(asked()).toHaveLength(3)
})

test('a file that was made is downloaded under the name of its images and step, and announced; a failure says why', async () => {
  const handed: string[] = []
  const blobs = new Map<string, Blob>()
  const link = { href: '', download: '', click: () => void handed.push(link.download) }
  vi.stubGlobal('document', { baseURI: 'http://page/', createElement: () => link })
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.set('blob:1', blob as Blob)
    return 'blob:1'
  })
  const { sent, actions, store, emit, ready } = open()
  ready()
  actions.train()
  const run = store.getState().run.number
  emit({ type: 'step', run, report: report(400) })
  const said = () => store.getState().announcement?.sentence
  const { config } = store.getState().settings
  const request = { kind: 'safetensors', content: 'state' } as const
  actions.makeFile(request)
  actions.makeFile(request) // one at a time
  const asked = { type: 'make-file', id: 1, source: { run, snapshot: null }, request }
  expect(sent.filter(({ type }) => type === 'make-file')).toEqual([asked])
  emit({ type: 'file-progress', id: 1, share: 0.5, left: 3 })
  expect(store.getState().files.underWay).toMatchObject({ share: 0.5, left: 3 })
  emit({ type: 'file-made', id: 1, step: 400, seconds: 2, file: new Blob([Uint8Array.of(1, 2, 3)]), check: null })
  expect(handed).toEqual(['shapes-step-000400.safetensors'])
  expect([...new Uint8Array((await blobs.get('blob:1')?.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([1, 2, 3])
  expect(store.getState().saves.last).toEqual({ file: 'shapes-step-000400.safetensors' })
  expect(said()).toBe('Saved as shapes-step-000400.safetensors. 3 bytes, made in 0:02.')

  actions.saveAs('shapes-seed-1.png', new Blob([]))
  expect([handed.pop(), store.getState().saves.last]).toEqual(['shapes-seed-1.png', { file: 'shapes-seed-1.png' }])

  await actions.saveMetrics('svg')
  expect(handed.pop()).toBe('shapes-step-000400-charts.svg')
  expect(await blobs.get('blob:1')?.text()).toContain('>Shapes, up to step 400</text>')
  await actions.saveMetrics('csv')
  expect(handed.at(-1)).toBe('shapes-step-000400-metrics.csv')
  const table = (await blobs.get('blob:1')?.text()) ?? ''
  expect(table).toMatch(/^step,lossD.*\r\n400,/)
  expect(table).toContain(`,Shapes,${Object.values(config).join(',')}\r\n`)

  actions.makeFile(request)
  emit({ type: 'file-failed', id: 2, sentence: 'The disk is full.' })
  expect(store.getState().files).toMatchObject({ underWay: null, problem: { request, sentence: 'The disk is full.' } })
  expect(said()).toBe('The checkpoint could not be made. The disk is full.')
  actions.makeFile(request)
  actions.cancelFile()
  emit({ type: 'file-made', id: 2, step: 400, seconds: 1, file: new Blob([]), check: null }) // of an earlier request
  emit({ type: 'file-failed', id: 3, sentence: null })
  expect(store.getState().files).toMatchObject({ underWay: null, problem: null, made: null }) // the first file is deleted
  expect(handed).toHaveLength(2)
})

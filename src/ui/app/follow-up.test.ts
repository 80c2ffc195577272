// What follows an event: each test plays the trainer.
import { expect, test, vi } from 'vitest'
import { open, pictures, report } from './test-support.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

test('what the trainer says is announced, once each time', () => {
  const { actions, store, emit, ready } = open()
  const announced = () => store.getState().announcement?.sentence
  ready()
  expect(announced()).toBe('Shapes: 9 images are ready.')
  actions.train()
  const run = store.getState().run.number
  emit({ type: 'state', run, state: 'running' })
  expect(announced()).toBe('Training started.')
  const before = store.getState().announcement
  emit({ type: 'step', run, report: report(4) })
  expect(store.getState().announcement).toBe(before) // a step is not
  emit({ type: 'state', run, state: 'paused' })
  expect(announced()).toBe('Paused at step 4.')
  emit({ type: 'samples', run, grid: { step: 4, seeds: [1, 64], pictures } })
  emit({ type: 'samples', run, grid: { step: 4, seeds: [65, 128], pictures } })
  expect(announced()).toBe('Seeds 65 to 128 are drawn.')
  emit({ type: 'score-failed', run, sentence: 'Too few images.' })
  expect(announced()).toBe('Scoring failed. Too few images.')
  emit({ type: 'returned', run, step: 2 })
  expect(announced()).toBe('Back at step 2. Everything after it was dropped.')
  emit({ type: 'failed', run, failure: { reason: 'not-finite', message: 'It ran away.', advice: 'Slow down.' } })
  expect(announced()).toMatch(/^It ran away\..*Slow down\.$/)
})

test('images that could not be opened are a notice too, and a cancelled import is none', () => {
  const { actions, store, emit, ready } = open()
  ready()
  actions.open({ kind: 'builtin', name: 'discs' })
  emit({ type: 'dataset-failed', id: store.getState().data.lastId, failure: null, findings: [] })
  expect([store.getState().announcement?.sentence, store.getState().notices]).toEqual([
    'Preparing the images was cancelled. Shapes is open as before.',
    [],
  ])
  actions.open({ kind: 'builtin', name: 'discs' })
  const failure = { reason: 'bad-data', message: 'It is no image.', advice: 'Choose another.' } as const
  emit({ type: 'dataset-failed', id: store.getState().data.lastId, failure, findings: [] })
  expect(store.getState().announcement?.sentence).toBe('It is no image. Choose another.')
  expect(store.getState().notices.map(({ title }) => title)).toEqual(['It is no image.'])
})

test('what came after the step that a run returned to goes from the charts', () => {
  const { actions, store, history, emit, ready } = open()
  ready()
  actions.train()
  const run = store.getState().run.number
  for (const step of [1, 2, 3]) emit({ type: 'step', run, report: report(step) })
  emit({ type: 'returned', run, step: 2 })
  expect([...history.steps()]).toEqual([1, 2])
})

// Actions on the images: preparing them again, remedies, including and leaving out, and pages of pictures.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { DatasetSummary, KeptSet } from '../../spec/image-set.ts'
import { DEFAULT_PRESET, presetConfig } from '../../spec/presets.ts'
import { viewOf } from '../app/action.ts'
import { trainBlocker } from '../app/blockers.ts'
import { open, pictures } from '../app/test-support.ts'
import { changedFromPreset } from '../train/settings-slice.ts'
import { dataActions } from './actions.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('another image size prepares the same images again', () => {
  const { sent, actions, ready } = open()
  ready()
  actions.setField('size', 16)
  expect(sent.at(-1)).toMatchObject({ type: 'open', preparation: { size: 16 }, source: { name: 'shapes' } })
})

test('a kept set keeps its preparation; other settings wait until its files are chosen again', () => {
  const { sent, actions, store, emit, ready } = open()
  ready()
  const kept = { kind: 'kept', name: 'pets.zip', key: 'pets-16' } as const
  actions.open(kept)
  ready()
  const before = sent.length
  actions.setField('size', 16)
  actions.reopen()
  expect(sent).toHaveLength(before)
  const advice = '“pets.zip” was prepared at 32 px, not at 16 px. Choose its zip again to prepare it at 16 px.'
  expect(trainBlocker(store.getState())).toBe(advice)
  const { opened } = store.getState().data
  if (opened === null) throw new Error('nothing is open')
  emit({ type: 'dataset', ...opened, leftOut: [1] }) // other images were chosen
  actions.open({ kind: 'files', name: 'pets.zip', files: [] })
  expect(sent.at(-1)).toMatchObject({ type: 'open', preparation: { size: 16 } })
  emit({ type: 'dataset-failed', id: store.getState().data.lastId, failure: null, findings: [] })
  expect([trainBlocker(store.getState()), store.getState().settings.config.size]).toEqual([advice, 16])
  actions.restorePreparation()
  expect(trainBlocker(store.getState())).toBeNull()
})

test('the notice about images that could not be opened is removed when others open', () => {
  const { actions, store, emit, ready } = open()
  ready()
  actions.open({ kind: 'files', name: 'notes.txt', files: [] })
  const failure = { reason: 'bad-data', message: '“notes.txt” cannot be used.', advice: 'Choose others.' } as const
  emit({ type: 'dataset-failed', id: store.getState().data.lastId, failure, findings: [] })
  const titles = () => store.getState().notices.map(({ title }) => title)
  expect(titles()).toEqual([failure.message])
  const { opened } = store.getState().data
  if (opened === null) throw new Error('nothing is open')
  emit({ type: 'dataset', ...opened, leftOut: [1] }) // a change of the open set does not answer it
  expect(titles()).toHaveLength(1)
  actions.open({ kind: 'builtin', name: 'discs' })
  ready()
  expect(titles()).toEqual([])
})

test('a black level at the white level changes nothing', () => {
  const { sent, actions, store, ready } = open()
  ready()
  actions.setField('whiteLevel', 16)
  const before = sent.length
  actions.setField('blackLevel', 16)
  expect([store.getState().settings.config.blackLevel, sent.length]).toEqual([0, before])
  actions.setField('blackLevel', 15.9)
  expect(store.getState().settings.config.blackLevel).toBe(15.9)
})

test('a remedy applies its settings together: the images are prepared again once', () => {
  const { sent, actions, store, ready } = open()
  ready()
  const before = sent.length
  actions.applyRemedy({ label: 'Trim', changes: { trimBars: true, cropFraction: 0.9, flip: true } })
  expect(sent.slice(before)).toMatchObject([{ type: 'open', preparation: { trimBars: true, cropFraction: 0.9 } }])
  expect(store.getState().settings.config.flip).toBe(true)
})

const TRIM = { label: 'Trim', changes: { trimBars: true } }
const MIDDLE = { label: 'Middle', changes: { cropFraction: 0.9 } }

test('undoing a remedy restores the replaced settings, keeps later changes, and prepares the images again once', () => {
  const { sent, actions, store, ready } = open()
  const remedy = { label: 'Trim', changes: { trimBars: true, cropFraction: 0.55 } }
  ready()
  actions.setField('cropFraction', 0.8)
  ready()
  actions.undoRemedy(remedy) // there is none yet
  actions.applyRemedy(remedy)
  ready()
  actions.setField('batch', 8)
  const before = sent.length
  actions.undoRemedy(remedy)
  expect(sent.slice(before)).toMatchObject([{ type: 'open', preparation: { trimBars: false, cropFraction: 0.8 } }])
  expect(store.getState().settings).toMatchObject({ applied: [], config: { batch: 8 } })
  actions.undoRemedy(remedy)
  expect(sent).toHaveLength(before + 1)
})

test('settings changed by remedies are reverted with other images, and do not count as changes by the person', () => {
  const { sent, actions, store, ready } = open()
  const settings = () => store.getState().settings
  ready()
  actions.setField('batch', 8)
  actions.applyRemedy(TRIM)
  ready()
  actions.applyRemedy({ label: 'Augment', changes: { augmentColor: 1 } })
  actions.applyRemedy({ label: 'Less', changes: { augmentColor: 0.5 } })
  expect(changedFromPreset(settings())).toEqual({ own: 1, remedied: 2 })
  actions.resetToPreset()
  expect([changedFromPreset(settings()), settings().config.batch]).toEqual([{ own: 0, remedied: 2 }, presetConfig(DEFAULT_PRESET).batch])
  actions.undoRemedy(TRIM)
  expect(settings().config).toMatchObject({ trimBars: false, augmentColor: 0.5 })
  ready()
  actions.applyRemedy(TRIM)
  actions.applyRemedy(MIDDLE)
  actions.applyRemedy({ label: 'Less', changes: { cropFraction: 0.8 } })
  ready()
  actions.open({ kind: 'builtin', name: 'discs' })
  expect([settings().applied, settings().config]).toEqual([[], presetConfig(DEFAULT_PRESET)])
  expect(sent.at(-1)).toMatchObject({ type: 'open', preparation: { trimBars: false } })
})

test('the same images chosen again keep their remedies', () => {
  const { actions, store, ready } = open()
  ready()
  actions.open({ kind: 'kept', name: 'pets.zip', key: 'p' })
  ready()
  actions.applyRemedy(TRIM)
  actions.open({ kind: 'files', name: 'pets.zip', files: [] })
  expect(store.getState().settings.config.trimBars).toBe(true)
})

test('other images and a link leave nothing to undo; a preset only the settings it keeps', () => {
  const { actions, store, ready } = open()
  const plain = { label: 'Plain', changes: { alpha: 0 } }
  const { preset, config } = store.getState().settings
  const undoable = () => store.getState().settings.applied.map(({ remedy }) => remedy)
  const ways = [
    () => actions.open({ kind: 'builtin', name: 'discs' }),
    () => actions.follow({ preset, data: null, config }),
    () => actions.follow({ preset, data: 'emoji', config }),
  ]
  for (const way of ways) {
    ready()
    actions.applyRemedy(TRIM)
    expect(undoable()).toEqual([TRIM])
    way()
    expect(undoable()).toEqual([])
  }
  ready()
  actions.applyRemedy(MIDDLE)
  actions.applyRemedy(plain)
  actions.choosePreset('smoke')
  expect(undoable()).toEqual([MIDDLE])
})

test('a preset keeps the settings of the images, until the reset to the preset', () => {
  const { actions, store, ready } = open()
  ready()
  const chosen = { trimBars: true, cropFraction: 0.9, framing: 'smart', augmentCutout: 1, flip: true, seed: 7 } as const
  store.setState(({ settings }) => ({ settings: { ...settings, config: { ...settings.config, ...chosen, alpha: 0 } } }))
  actions.choosePreset('smoke')
  const { config } = store.getState().settings
  expect(config).toMatchObject({ ...chosen, size: 16, width: 8, alpha: presetConfig('smoke').alpha })
  actions.resetToPreset()
  expect(store.getState().settings.config).toEqual(presetConfig('smoke'))
})

test('images can be included and left out until there is a run', () => {
  const { sent, actions, store, emit, ready } = open()
  actions.takeImages([1], false) // nothing is open yet
  ready()
  actions.takeImages([4, 2], false)
  actions.takeImages([], true)
  expect(sent.filter(({ type }) => type === 'take-images')).toEqual([
    { type: 'take-images', id: store.getState().data.opened?.id, images: [4, 2], taken: false },
  ])
  actions.train()
  emit({ type: 'state', run: store.getState().run.number, state: 'running' })
  actions.takeImages([1], false)
  actions.applyRemedy({ label: 'Trim', changes: { trimBars: true } })
  expect(sent.at(-1)?.type).toBe('start')
})

test('a long list of findings is requested in parts', () => {
  const { sent, actions, store, emit } = open()
  actions.listMoreFindings() // nothing is open yet
  const id = store.getState().data.opening?.id ?? 0
  const summary = { label: 'Mine', count: 9, findings: Array(2000), findingCounts: {}, warnings: [] } as unknown as DatasetSummary
  emit({ type: 'dataset', id, summary, leftOut: [], preparation: DEFAULT_PREPARATION, warningsPending: false })
  actions.listMoreFindings()
  expect(sent.slice(4)).toEqual([{ type: 'list-findings', id, count: 4000 }])
})

test('when every image is left out, Train says so', () => {
  const { sent, actions, store, emit, ready } = open()
  ready()
  const { opened } = store.getState().data
  if (opened === null) throw new Error('nothing is open')
  emit({
    type: 'dataset',
    id: opened.id,
    summary: { ...opened.summary, count: 0 },
    leftOut: [0],
    preparation: opened.preparation,
    warningsPending: false,
  })
  actions.train()
  expect([sent.at(-1)?.type, trainBlocker(store.getState())]).toEqual(['open', 'All images are left out: take some of them first.'])
})

test('pages of pictures are requested for the open set and stored in the cache', () => {
  const { sent, images, store, emit } = open()
  const id = store.getState().data.opening?.id ?? 0
  const summary = { label: 'Mine', count: 9, prepared: 9, findings: [], findingCounts: {}, warnings: [] } as unknown as DatasetSummary
  emit({ type: 'dataset', id, summary, leftOut: [], preparation: DEFAULT_PREPARATION, warningsPending: false })
  images.want('sheet', [3])
  expect(sent.at(-1)).toEqual({ type: 'show-images', id, from: 0, count: 9 })
  emit({ type: 'images', id: id + 1, from: 0, pictures, paths: ['other.jpg'] })
  expect(images.pathOf(0)).toBeUndefined()
  emit({ type: 'images', id, from: 0, pictures, paths: ['mine.jpg'] })
  expect([images.pathOf(0), images.picturesOf(0)]).toEqual(['mine.jpg', pictures])
})

test('a kept set that is open cannot be opened again, and deleting it says what stays', () => {
  const { actions, store, ready } = open()
  const set = { key: 'p', name: 'pets.zip', count: 9, bytes: 768 } as KeptSet
  ready()
  const view = () => viewOf(dataActions.openKept, store.getState(), set)
  expect(view()).toMatchObject({ label: 'Open', labelEnd: ' pets.zip', blocked: null })
  const text = () => dataActions.deleteKept.question?.(store.getState(), set)?.text
  expect(text()).not.toContain('open now')
  actions.open({ kind: 'kept', name: 'pets.zip', key: 'p' })
  ready()
  expect(view().blocked).toBe('This set is open.')
  expect(text()).toContain('These images are open now')
  actions.train()
  expect(view().blocked).toBe('Fixed for this run; Reset to change.')
})

test('a choice for all shown images is undone for those that it changed', () => {
  const { sent, actions, store, emit, ready } = open()
  ready()
  const { opened } = store.getState().data
  if (opened === null) throw new Error('nothing is open')
  emit({ type: 'dataset', ...opened, leftOut: [1] })
  const undo = () => viewOf(dataActions.undoTakeAll, store.getState(), undefined).blocked
  expect(undo()).toBe('There is no bulk choice to undo.')
  expect(viewOf(dataActions.takeAllShown, store.getState(), []).blocked).toBe('No image is shown.')
  actions.takeAll([1, 2, 3], false)
  expect([sent.at(-1), undo()]).toMatchObject([{ type: 'take-images', images: [1, 2, 3], taken: false }, null])
  actions.undoTakeAll()
  expect([sent.at(-1), undo()]).toMatchObject([{ type: 'take-images', images: [2, 3], taken: true }, 'There is no bulk choice to undo.'])
})

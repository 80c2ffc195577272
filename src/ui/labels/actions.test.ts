// The Labels view against a trainer that the test plays: what is sent when, what is asked about next, and when suggestions are asked for.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Command } from '../../protocol.ts'
import { type GivenLabels, NO_CLASS } from '../../spec/classes.ts'
import type { FeatureAnalysisResult } from '../../spec/feature-analyses.ts'
import type { DatasetSummary } from '../../spec/image-set.ts'
import { perform, viewOf } from '../app/action.ts'
import { open } from '../app/test-support.ts'
import { labelsActions } from './actions.ts'
import { groupsIn, questionsIn, stripsIn } from './in-view.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { baseURI: 'http://localhost/' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const IMAGES = 6

/** The page with the Labels view open, on images with these labels. */
function openLabels(given: GivenLabels | null = null) {
  const page = open()
  page.ready()
  const { opened } = page.store.getState().data
  if (!opened) throw new Error('no images are open')
  const summary = { ...opened.summary, prepared: IMAGES, count: IMAGES } as DatasetSummary
  const described = {
    type: 'dataset',
    id: opened.id,
    summary,
    leftOut: [],
    preparation: opened.preparation,
    warningsPending: false,
  } as const
  page.emit(described)
  perform(page.store, page.actions, labelsActions.open, undefined)
  page.emit({ type: 'set-labels', id: opened.id, labels: given })
  const sentOf = <T extends Command['type']>(type: T) =>
    page.sent.filter((command): command is Extract<Command, { type: T }> => command.type === type)
  const session = () => {
    const found = page.store.getState().labels.session
    if (!found) throw new Error('the labels are not known')
    return found
  }
  function answer(result: FeatureAnalysisResult) {
    const id = page.store.getState().analyses.underWay?.id ?? -1
    page.emit({ type: 'analysis', id, step: null, deviceSeconds: 0, result })
  }
  const label = (images: number[], name: string | null) => perform(page.store, page.actions, labelsActions.labelAll, { images, name })
  return { ...page, id: opened.id, described, sentOf, session, answer, label }
}

const FOLDERS: GivenLabels = { source: 'folders', names: ['cat', 'dog'], ofImages: Int32Array.of(0, 1, 0, 1, NO_CLASS, NO_CLASS) }

function suggestions(predicted: number[], confidence: number[]): FeatureAnalysisResult {
  return {
    kind: 'suggestions',
    images: predicted.map((_, image) => image),
    predicted: Int32Array.from(predicted),
    confidence: Float32Array.from(confidence),
    margin: Float32Array.from(confidence, (likeliest) => 2 * likeliest - 1),
    givenProbability: new Float32Array(predicted.length).fill(Number.NaN),
    accuracy: null,
    gainsMost: null,
    milliseconds: 1,
  }
}

test('the labels are read when the view opens; a set without any begins with none', () => {
  const page = openLabels()
  expect(page.sentOf('read-labels')).toEqual([{ type: 'read-labels', id: page.id }])
  expect([...page.session().labels.ofImages]).toEqual([-1, -1, -1, -1, -1, -1])
})

test('labels are sent after a pause in the changes, once, and count as saved when the trainer has answered', () => {
  const page = openLabels()
  page.label([0], 'cat')
  page.label([1], 'dog')
  expect([page.sentOf('label-images').length, page.store.getState().labels.saving]).toEqual([0, 'waiting'])
  vi.advanceTimersByTime(5000)
  expect(page.sentOf('label-images').map(({ labels }) => labels && [...labels.ofImages])).toEqual([[0, 1, -1, -1, -1, -1]])
  expect(page.store.getState().labels.saving).toBe('sent')
  page.emit(page.described)
  expect(page.store.getState().labels.saving).toBe('saved')
  expect([...page.session().labels.ofImages]).toEqual([0, 1, -1, -1, -1, -1])
})

test('changes that still wait are sent when the view closes', () => {
  const page = openLabels()
  page.label([0], 'cat')
  page.actions.saveLabels()
  page.actions.saveLabels()
  expect(page.sentOf('label-images').length).toBe(1)
})

test('a change that is undone leaves the labels of the folders with the set, not a copy of them as a person’s', () => {
  const page = openLabels(FOLDERS)
  page.label([4], 'cat')
  perform(page.store, page.actions, labelsActions.undo, undefined)
  vi.advanceTimersByTime(5000)
  expect(page.session().labels).toBe(FOLDERS)
  expect(page.sentOf('label-images').map(({ labels }) => labels)).toEqual([null])
})

test('back to the folders’ labels can be undone, too', () => {
  const page = openLabels(FOLDERS)
  page.label([4], 'cat')
  vi.advanceTimersByTime(5000)
  const own = page.session().labels
  perform(page.store, page.actions, labelsActions.revert, undefined)
  expect(page.sentOf('label-images').at(-1)?.labels).toBeNull()
  page.emit({ type: 'set-labels', id: page.id, labels: FOLDERS })
  expect(page.session().labels).toBe(FOLDERS)
  perform(page.store, page.actions, labelsActions.undo, undefined)
  expect(page.session().labels).toBe(own)
  page.emit({ type: 'set-labels', id: page.id, labels: FOLDERS }) // the view was opened again, and asked before these were saved
  expect(page.session().labels).toBe(own)
})

test('other images begin without the labels of those before, and theirs are read if the view is open', () => {
  const page = openLabels(FOLDERS)
  page.actions.open({ kind: 'builtin', name: 'digits' })
  page.ready()
  expect(page.store.getState().labels.session).toBeNull()
  expect(page.sentOf('read-labels').map(({ id }) => id)).toEqual([page.id, page.store.getState().data.opened?.id])
})

test('suggestions need two classes, are asked for once at a time, and then for the newest labels', () => {
  const page = openLabels()
  const asked = () => page.sentOf('analyse').flatMap(({ analysis }) => (analysis.kind === 'suggestions' ? [analysis.labelled] : []))
  page.label([0], 'cat')
  expect(asked()).toEqual([])
  page.label([1], 'dog')
  page.label([2], 'cat')
  page.label([3], 'dog')
  expect(asked()).toEqual([{ images: [0, 1], classes: [0, 1], names: ['cat', 'dog'], accepted: [] }])
  page.answer(suggestions([0, 1, 0, 1, 0, 1], [1, 1, 1, 1, 1, 1]))
  expect(asked().slice(1)).toEqual([{ images: [0, 1, 2, 3], classes: [0, 1, 0, 1], names: ['cat', 'dog'], accepted: [] }])
  page.answer(suggestions([0, 1, 0, 1, 0, 1], [1, 1, 1, 1, 1, 1]))
  expect(asked().length).toBe(2)
})

test('suggestions that failed or were cancelled are not asked for again until the labels change or the person asks', () => {
  const page = openLabels(FOLDERS)
  const count = () => page.sentOf('analyse').length
  const fail = () => page.emit({ type: 'analysis-failed', id: page.store.getState().analyses.underWay?.id ?? -1, sentence: null })
  expect(count()).toBe(1)
  fail()
  expect(count()).toBe(1)
  perform(page.store, page.actions, labelsActions.suggestAgain, undefined)
  expect(count()).toBe(2)
  fail()
  page.label([4], 'cat')
  expect(count()).toBe(3)
})

test('suggestions that gave way to another analysis are asked for again after it', () => {
  const page = openLabels(FOLDERS)
  page.actions.analyse((source) => ({ kind: 'map', source, samples: 0 }))
  page.answer({ kind: 'map', images: [], positions: new Float32Array(0), samples: null, seeds: [] })
  expect(page.sentOf('analyse').map(({ analysis }) => analysis.kind)).toEqual(['suggestions', 'map', 'suggestions'])
})

test('an answer labels the image and asks about the most unsure of the others, which stays while new suggestions come', () => {
  const page = openLabels(FOLDERS)
  page.answer(suggestions([0, 1, 0, 1, 0, 1], [1, 1, 1, 1, 0.6, 0.7]))
  page.actions.askAbout(4)
  perform(page.store, page.actions, labelsActions.answer, 'bird')
  expect([page.session().labels.names[2], page.session().labels.ofImages[4], page.session().focus]).toEqual(['bird', 2, 5])
  page.answer(suggestions([0, 1, 0, 1, 2, 1], [1, 1, 1, 1, 1, 0.99]))
  expect(page.session().focus).toBe(5)
  expect(page.store.getState().announcement?.sentence).toBe('bird. Next: image 6.')
})

test('all suggestions above the threshold are accepted at once, and only those are saved', () => {
  const page = openLabels(FOLDERS)
  page.answer(suggestions([0, 1, 0, 1, 0, 1], [1, 1, 1, 1, 0.96, 0.94]))
  expect(viewOf(labelsActions.acceptAll, page.store.getState(), undefined).label).toBe('Accept all above 95 % (1 image)')
  perform(page.store, page.actions, labelsActions.acceptAll, undefined)
  vi.advanceTimersByTime(5000)
  expect(page.sentOf('label-images').map(({ labels }) => labels && [...labels.ofImages])).toEqual([[0, 1, 0, 1, 0, -1]])
})

test('what the view shows is not worked out anew when something else changes', () => {
  const page = openLabels(FOLDERS)
  page.actions.analyse((source) => ({ kind: 'clusters', source, k: null }))
  page.answer({ kind: 'clusters', images: [4, 5], assignment: [0, 1], k: 2, typical: [[4], [5]], silhouettes: [] })
  const shown = () => [groupsIn, stripsIn, questionsIn].map((part) => part(page.store.getState()))
  const isSame = (before: ReturnType<typeof shown>) => shown().map((part, i) => part === before[i])
  const first = shown()
  page.actions.chooseWhole(true)
  expect(isSame(first)).toEqual([true, true, true])
  page.answer(suggestions([0, 1, 0, 1, 0, 1], [1, 1, 1, 1, 0.96, 0.94]))
  const suggested = shown()
  page.actions.askAbout(4)
  expect(isSame(suggested)).toEqual([true, true, true])
  page.actions.chooseThreshold(0.9)
  expect(isSame(suggested)).toEqual([true, false, false])
})

test('a table counts once the person takes it, and is undone like any change', () => {
  const page = openLabels()
  const table: GivenLabels = { source: 'file', names: ['x'], ofImages: Int32Array.of(0, 0, -1, -1, -1, -1) }
  const read = () => page.emit({ type: 'label-file', id: page.id, labels: table, notes: [] })
  read()
  perform(page.store, page.actions, labelsActions.dropTable, undefined)
  expect([page.session().labels.names, page.store.getState().labels.table]).toEqual([[], null])
  read()
  perform(page.store, page.actions, labelsActions.applyTable, undefined)
  vi.advanceTimersByTime(5000)
  expect(page.sentOf('label-images').map(({ labels }) => labels)).toEqual([table])
  perform(page.store, page.actions, labelsActions.undo, undefined)
  expect(page.session().labels.names).toEqual([])
})

test('the parts of a cluster take its place, and Undo puts it together again', () => {
  const page = openLabels()
  const shown = () => groupsIn(page.store.getState())?.list.map(({ images }) => images)
  page.actions.analyse((source) => ({ kind: 'clusters', source, k: null }))
  page.answer({ kind: 'clusters', images: [0, 1, 2, 3], assignment: [0, 0, 0, 1], k: 2, typical: [[0], [3]], silhouettes: [] })
  perform(page.store, page.actions, labelsActions.splitCluster, { id: 0, images: [0, 1, 2], name: 'Cluster 1' })
  expect(page.sentOf('analyse').at(-1)?.analysis).toMatchObject({ kind: 'split', group: 0, images: [0, 1, 2], k: 2 })
  page.answer({ kind: 'split', images: [0, 1, 2], assignment: [0, 1, 0], k: 2, typical: [[0], [1]] })
  expect(shown()).toEqual([[0, 2], [1], [3]])
  perform(page.store, page.actions, labelsActions.undo, undefined)
  expect(shown()).toEqual([[0, 1, 2], [3]]) // biome-ignore format: one line says it
})

// An image set in words.
import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { KeptSet, KeptSets } from '../../spec/image-set.ts'
import { initialState, type State } from '../app/store.ts'
import { describeDataChange, describeDeletedSet, describeImport, describeLabels, describePreparation, keptSetName } from './describe-set.ts'

test('one sentence describes the result of an import', () => {
  const say = (prepared: number, count: number, rejected: number, leftOutByHand = 0) =>
    describeImport({ prepared, count, leftOutByHand, findingCounts: { damaged: rejected } })
  expect(say(147, 143, 3)).toBe('147 of 150 files became images, 4 are left out.')
  expect(say(2100, 1000, 1500)).toBe('2,100 of 3,600 files became images, 1,100 are left out.')
  expect(say(147, 143, 3, 3)).toBe('147 of 150 files became images, 4 are left out, 3 of them by hand.')
  expect(say(20, 19, 0, 1)).toBe('All 20 files became images, 1 is left out by hand.')
  expect(say(1200, 1200, 0)).toBe('All 1,200 files became images.')
  expect(say(20, 19, 0)).toBe('All 20 files became images, 1 is left out.')
  expect(say(1, 1, 0)).toBe('The file became an image.')
  expect(say(1, 1, 1)).toBe('1 of 2 files became an image.')
  expect(say(5, 0, 0)).toBe('All 5 files became images, all are left out.')
})

test('only differences from the default preparation are described', () => {
  expect(describePreparation({ ...DEFAULT_PREPARATION, size: 64 })).toBe('')
  const all = { ...DEFAULT_PREPARATION, framing: 'smart', cropFraction: 0.55, trimBars: true, background: 'grey' } as const
  expect(describePreparation(all)).toBe('smart framing, middle 55 %, bars trimmed, on grey')
  expect(describePreparation({ ...DEFAULT_PREPARATION, framing: 'squash' })).toBe('squashed')
  expect(describePreparation({ ...DEFAULT_PREPARATION, blackLevel: 2, whiteLevel: 15.9 })).toBe('black at 2, white at 15.9')
})

test('kept sets of the same name get distinct names', () => {
  const preparations = [{}, { size: 64 }, { trimBars: true }] as const
  const sets = preparations.map((changes, key) => {
    const preparation = { ...DEFAULT_PREPARATION, ...changes }
    return { key: `${key}`, name: 'pets', size: preparation.size, preparation } as unknown as KeptSet
  })
  expect(sets.map((set) => keptSetName(set, sets))).toEqual(['pets, 32 px', 'pets, 64 px', 'pets, 32 px, bars trimmed'])
  expect(keptSetName(sets[0] as KeptSet, sets.slice(0, 1))).toBe('pets')
})

test('images that could not be opened are announced once, with what to do next', () => {
  const failure = { reason: 'bad-data', message: 'It is no image.', advice: 'Choose another.' } as const
  const after = { ...initialState, data: { ...initialState.data, failure } }
  expect(describeDataChange(initialState, after)).toBe('It is no image. Choose another.')
  expect(describeDataChange(after, { ...after })).toBeNull()
})

test('that a kept set cannot follow the settings is announced once', () => {
  const opened = {
    id: 1,
    source: { kind: 'kept', name: 'moths', key: 'm' },
    preparation: DEFAULT_PREPARATION,
  } as unknown as State['data']['opened']
  const before = { ...initialState, data: { ...initialState.data, opened } }
  const config = { ...before.settings.config, trimBars: true }
  const after = { ...before, settings: { ...before.settings, config } }
  const sentence = '“moths” was prepared with bars left, not with bars trimmed. Choose its folder again to prepare it with bars trimmed.'
  expect([describeDataChange(before, after), describeDataChange(after, { ...after })]).toEqual([sentence, null])
})

test('an import is announced in counts, with what to know about it', () => {
  const summary = {
    label: 'moths',
    count: 8,
    prepared: 9,
    leftOutByHand: 0,
    findingCounts: { damaged: 2 },
    warnings: [{ title: 'These are few images.', remedy: null }],
  }
  const opened = { id: 1, source: { kind: 'files', name: 'moths', files: [] }, summary } as unknown as State['data']['opened']
  const after = { ...initialState, data: { ...initialState.data, opened } }
  expect(describeDataChange(initialState, after)).toBe('moths: 9 of 11 files became images, 1 is left out. These are few images.')
  expect(describeDataChange(after, { ...after, data: { ...after.data } })).toBeNull()
})

test('a built-in set is announced as ready', () => {
  const opened = { id: 1, source: { kind: 'builtin', name: 'emoji' }, summary: { label: 'Emoji', count: 1611, warnings: [] } }
  const data = { ...initialState.data, opened: opened as unknown as State['data']['opened'] }
  expect(describeDataChange(initialState, { ...initialState, data })).toBe('Emoji: 1,611 images are ready.')
})

test('giving up an import, and deleting a kept set, are announced', () => {
  const { data } = initialState
  const source = { kind: 'builtin', name: 'shapes' } as const
  const opened = { id: 1, source, summary: { label: 'Shapes' } } as State['data']['opened']
  const importing = { ...initialState, data: { ...data, opened, opening: { id: 2 } as State['data']['opening'] } }
  const after = { ...initialState, data: { ...data, opened } }
  expect(describeDataChange(importing, after)).toBe('Preparing the images was cancelled. Shapes is open as before.')
  expect(
    describeDataChange(importing, { ...importing, data: { ...importing.data, opening: { id: 3 } as State['data']['opening'] } }),
  ).toBeNull()

  const keeping = (...names: string[]): KeptSets => {
    const sets = names.map((name) => ({ key: name, name })) as unknown as KeptSets['sets']
    return { ...data.kept, sets }
  }
  expect(describeDeletedSet(keeping('moths', 'birds'), keeping('birds'))).toBe('moths is deleted from this browser.')
  expect(describeDeletedSet(keeping('birds'), keeping('moths', 'birds'))).toBeNull()
})

test('the labels of a set say where they come from and how many images have none', () => {
  const labels = { source: 'folders', names: ['a', 'b'], counts: [3, 4], unlabelled: 0 } as const
  expect(describeLabels(labels)).toBe('2 labels from sub-folders')
  expect(describeLabels({ ...labels, source: 'hand', unlabelled: 1 })).toBe('2 labels given by hand; 1 image has none')
})

import { expect, test } from 'vitest'
import { initialState, type State } from './store.ts'
import { studyBlocker } from './study-blocker.ts'

const opened = { id: 1, summary: { count: 9 } } as unknown as State['data']['opened']
const device = { backend: 'webgpu' } as State['run']['device']
const ready: State = { ...initialState, run: { ...initialState.run, device }, data: { ...initialState.data, opened } }
const study = { kind: 'map', source: { kind: 'network', name: 'mobilenet-v2' }, samples: 0 } as const
const busy: State = { ...ready, studies: { ...ready.studies, underWay: { id: 1, study, share: 0.5, words: '', left: null } } }

test('a study can be asked for once images and a device are there, and not while one of another kind is under way', () => {
  expect(studyBlocker(initialState, 'map')).toBe('Looking for a device…')
  expect(studyBlocker({ ...ready, data: initialState.data }, 'map')).toBe('Choose images first.')
  expect(studyBlocker(ready, 'map')).toBeNull()
  expect(studyBlocker(busy, 'map')).toBeNull()
  expect(studyBlocker(busy, 'neighbours')).toBe('The map is being made: wait for it or cancel it first.')
})

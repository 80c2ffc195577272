// Which kept set a reloaded page offers to open again.
import { beforeEach, expect, test, vi } from 'vitest'
import type { KeptSet } from '../../spec/image-set.ts'
import { initialState, type State } from '../app/store.ts'
import { offeredSet, rememberOpened } from './last-kept.ts'

const moths = { key: 'moths-16', name: 'moths' } as KeptSet
const pets = { key: 'pets-32', name: 'pets' } as KeptSet

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  })
})

function loaded(changes: Partial<State['data']> = {}): State {
  const opened = { source: { kind: 'builtin', name: 'shapes' } } as State['data']['opened']
  const kept = { sets: [pets, moths], storage: null, problem: null } // the newest first
  return { ...initialState, data: { ...initialState.data, lastId: 1, opened, kept, ...changes } }
}

test('a reloaded page offers the set that was open last', () => {
  expect(offeredSet(loaded())).toBe(pets)
  rememberOpened({ kind: 'kept', name: 'moths', key: 'moths-16' })
  rememberOpened({ kind: 'builtin', name: 'shapes' })
  expect(offeredSet(loaded())).toBe(moths)
  expect(offeredSet(loaded({ kept: { sets: [pets], storage: null, problem: null } }))).toBe(pets) // the other was deleted
  rememberOpened({ kind: 'files', name: 'pets', files: [] })
  expect(offeredSet(loaded())).toBe(pets)
})

test('nothing is offered once images have been chosen or there is a run', () => {
  const state = loaded()
  expect(offeredSet(loaded({ lastId: 2 }))).toBeNull()
  expect(offeredSet({ ...state, run: { ...state.run, state: 'running' } })).toBeNull()
  expect(offeredSet(loaded({ kept: initialState.data.kept }))).toBeNull()
  expect(offeredSet(loaded({ opened: null }))).toBeNull()
})

test('without storage the newest set is offered', () => {
  vi.stubGlobal('localStorage', undefined)
  rememberOpened({ kind: 'kept', name: 'moths', key: 'moths-16' })
  expect(offeredSet(loaded())).toBe(pets)
})

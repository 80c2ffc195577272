// The history of the studio: one entry a gesture, and only what the person did.
import { expect, test } from 'vitest'
import { makeStudioHistory } from './history.ts'
import { initialStudio } from './studio-state.ts'
import { MAX_ENTRIES, makeStudioStore } from './studio-store.ts'

function open() {
  const store = makeStudioStore()
  const variety = () => store.getState().variety
  const entries = () => store.temporal.getState().pastStates.length
  return { ...makeStudioHistory(store), store, variety, entries }
}

test('a drag of many moves is undone at once, and redone at once', () => {
  const { beginGesture, endGesture, edit, undo, redo, variety, entries } = open()
  beginGesture()
  for (const value of [0.9, 0.7, 0.4]) edit({ variety: value })
  endGesture()
  expect(entries()).toBe(1)
  undo()
  expect(variety()).toBe(1)
  redo()
  expect(variety()).toBe(0.4)
})

test('edits outside of gestures are entries of their own', () => {
  const { edit, undo, variety } = open()
  edit({ variety: 0.5 })
  edit({ variety: 0.2 })
  undo()
  expect(variety()).toBe(0.5)
})

test('a gesture that ends where it began is no entry', () => {
  const { beginGesture, endGesture, edit, entries } = open()
  beginGesture()
  edit({ variety: 0.3 })
  edit({ variety: 1 })
  endGesture()
  expect(entries()).toBe(0)
})

test('a gesture that changes nothing is no entry, though something plays meanwhile', () => {
  const { beginGesture, endGesture, show, entries } = open()
  beginGesture()
  show({ path: { ...initialStudio.path, at: 0.7 } })
  endGesture()
  expect(entries()).toBe(0)
})

test('two fingers at a time make one entry, when the last is lifted', () => {
  const { beginGesture, endGesture, edit, undo, entries, store } = open()
  beginGesture('left')
  edit({ variety: 0.3 })
  beginGesture('right')
  edit({ tool: 'loop' })
  endGesture('left')
  edit({ variety: 0.2 })
  expect(entries()).toBe(0)
  endGesture('right')
  expect(entries()).toBe(1)
  undo()
  expect(store.getState()).toEqual(initialStudio)
})

test('undo in the middle of a gesture takes back what it did so far', () => {
  const { beginGesture, edit, undo, variety } = open()
  beginGesture()
  edit({ variety: 0.3 })
  undo()
  expect(variety()).toBe(1)
  edit({ variety: 0.6 }) // an entry of its own now
  undo()
  expect(variety()).toBe(1)
})

test('what plays by itself is not in the history, and leaves what can be redone', () => {
  const { show, edit, undo, redo, variety, entries, store } = open()
  edit({ variety: 0.5 })
  undo()
  show({ path: { ...initialStudio.path, at: 0.7 } })
  expect(entries()).toBe(0)
  redo()
  expect(variety()).toBe(0.5)
  expect(store.getState().path.at).toBe(0)
})

test('another run begins without a history', () => {
  const { edit, restart, undo, variety } = open()
  edit({ variety: 0.5 })
  restart({ ...initialStudio, variety: 0.8 })
  undo()
  expect(variety()).toBe(0.8)
})

test('the oldest entries go', () => {
  const { edit, entries, undo, variety } = open()
  for (let i = 0; i <= MAX_ENTRIES; i++) edit({ variety: i / 1000 })
  expect(entries()).toBe(MAX_ENTRIES)
  for (let i = 0; i <= MAX_ENTRIES; i++) undo()
  expect(variety()).toBe(0)
})

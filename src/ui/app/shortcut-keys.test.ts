// The shortcuts: which key does what, and when keys do nothing.
import { expect, test } from 'vitest'
import { latentActions } from '../latent/actions.ts'
import { runActions } from '../train/run-actions.ts'
import { pageActions } from './page-actions.ts'
import { type Focus, pageShortcut, shortcutIn } from './shortcut-keys.ts'
import { PAGE_SHORTCUTS, shortcutRows } from './shortcut-list.ts'

const event = (key: string, changes = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...changes })
const press = (key: string, focus: Focus, changes = {}) => pageShortcut(PAGE_SHORTCUTS, event(key, changes), focus)

test('the keys of the list do what the list says', () => {
  const { trainOrPause, step } = runActions
  expect([press(' ', 'none'), press('.', 'none'), press('?', 'none'), press('x', 'none')]).toEqual([
    trainOrPause,
    step,
    pageActions.showShortcuts,
    null,
  ])
  const rows = shortcutRows()
  for (const { shortcut } of PAGE_SHORTCUTS) {
    expect(rows.find(({ keys }) => keys.includes(shortcut?.name ?? ''))?.help).toBe(shortcut?.help)
  }
})

test('keys that do the same to different things share a row', () => {
  const { makeA, makeB } = latentActions
  expect(shortcutRows().find(({ help }) => help === makeA.shortcut?.help)?.keys).toEqual(['A', 'B'])
  expect(shortcutIn([makeA, makeB], event('B'))).toBe(makeB)
  expect(PAGE_SHORTCUTS).not.toContain(makeA) // they work on a sample only
})

test('no two shortcuts of the page have the same key', () => {
  const keys = PAGE_SHORTCUTS.map(({ shortcut }) => shortcut?.key)
  expect(new Set(keys).size).toBe(keys.length)
})

test('keys do nothing while typing', () => {
  expect([' ', '.', '?'].map((key) => press(key, 'text'))).toEqual([null, null, null])
})

test('keys do nothing while a dialog is open', () => {
  expect([' ', '.', '?'].map((key) => press(key, 'dialog'))).toEqual([null, null, null])
})

test('Space on a control belongs to the control', () => {
  expect([press(' ', 'control'), press('.', 'control')]).toEqual([null, runActions.step])
})

test('shortcuts of the browser stay its own, and a held Space toggles once, where a held full stop steps on', () => {
  for (const key of ['ctrlKey', 'metaKey', 'altKey']) expect(press('.', 'none', { [key]: true })).toBeNull()
  expect(press(' ', 'none', { repeat: true })).toBeNull()
  expect(press('.', 'none', { repeat: true })).toBe(runActions.step)
})

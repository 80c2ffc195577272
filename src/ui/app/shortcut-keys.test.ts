import { expect, test } from 'vitest'
import { type Focus, shortcutFor } from './shortcut-keys.ts'

const press = (key: string, focus: Focus, changes = {}) =>
  shortcutFor({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...changes }, focus)

test('each listed key has its action', () => {
  expect([press(' ', 'none'), press('.', 'none'), press('?', 'none'), press('x', 'none')]).toEqual(['toggle', 'step', 'help', null])
})

test('keys do nothing while typing', () => {
  expect([' ', '.', '?'].map((key) => press(key, 'text'))).toEqual([null, null, null])
})

test('keys do nothing while a dialog is open', () => {
  expect([' ', '.', '?'].map((key) => press(key, 'dialog'))).toEqual([null, null, null])
})

test('Space on a control is left to the control', () => {
  expect([press(' ', 'control'), press('.', 'control')]).toEqual([null, 'step'])
})

test('browser shortcuts are not intercepted, and holding Space toggles once', () => {
  for (const key of ['ctrlKey', 'metaKey', 'altKey']) expect(press('.', 'none', { [key]: true })).toBeNull()
  expect(press(' ', 'none', { repeat: true })).toBeNull()
})

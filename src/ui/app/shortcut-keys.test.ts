import { expect, test } from 'vitest'
import { type Focus, shortcutFor } from './shortcut-keys.ts'

const press = (key: string, focus: Focus, changes = {}) =>
  shortcutFor({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...changes }, focus)

test('the keys of the list do what the list says', () => {
  expect([press(' ', 'none'), press('.', 'none'), press('?', 'none'), press('x', 'none')]).toEqual(['toggle', 'step', 'help', null])
})

test('nothing happens while typing', () => {
  expect([' ', '.', '?'].map((key) => press(key, 'text'))).toEqual([null, null, null])
})

test('nothing happens behind an open dialog', () => {
  expect([' ', '.', '?'].map((key) => press(key, 'dialog'))).toEqual([null, null, null])
})

test('Space on a control belongs to the control', () => {
  expect([press(' ', 'control'), press('.', 'control')]).toEqual([null, 'step'])
})

test('shortcuts of the browser stay its own, and a held Space toggles once', () => {
  for (const key of ['ctrlKey', 'metaKey', 'altKey']) expect(press('.', 'none', { [key]: true })).toBeNull()
  expect(press(' ', 'none', { repeat: true })).toBeNull()
})

// The buttons of settings: what is offered for the open images, and what is announced of it.
import { expect, test } from 'vitest'
import { initialState, type State } from '../app/store.ts'
import { settingsActions } from './settings-actions.ts'

test('a remedy and its undoing are announced', () => {
  const { config } = initialState.settings
  const remedy = { label: 'Trim the bars', changes: { trimBars: true } }
  const applied = [{ remedy, before: { trimBars: false } }]
  const after = { ...initialState, settings: { ...initialState.settings, config: { ...config, trimBars: true }, applied } }
  const { applyRemedy, undoRemedy } = settingsActions
  expect(applyRemedy.announce?.(initialState, after, remedy)).toBe('Trim the bars: done. Undo restores your settings.')
  expect(applyRemedy.announce?.(after, { ...after, settings: { ...after.settings } }, remedy)).toBeNull()
  expect(undoRemedy.announce?.(after, initialState, remedy)).toBe('Undone: your settings are restored.')
  expect(undoRemedy.announce?.(after, after, remedy)).toBeNull()
})

test('a remedy is blocked while there is a run, and where the settings say so already', () => {
  const remedy = { label: 'Trim the bars', changes: { trimBars: true } }
  const { blocked } = settingsActions.applyRemedy
  expect(blocked?.(initialState, remedy)).toBeNull()
  const during: State = { ...initialState, run: { ...initialState.run, state: 'paused' } }
  expect(blocked?.(during, remedy)).toBe('Fixed for this run; Reset to change.')
  const { settings } = initialState
  const chosen: State = { ...initialState, settings: { ...settings, config: { ...settings.config, trimBars: true } } }
  expect(blocked?.(chosen, remedy)).toBe('Your settings already include this.')
})

// Detecting a page that the browser ended together with its run.
import { expect, test, vi } from 'vitest'
import { lostStep, noteStep } from './lost-page.ts'

const kept = new Map<string, string>()
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
})

test('a run lost with its page is reported once, and not after the page was left normally', () => {
  expect(lostStep(true)).toBeNull()
  noteStep(1240)
  expect([lostStep(true), lostStep(true)]).toEqual([1240, null])
  noteStep(1240)
  noteStep(null)
  expect(lostStep(true)).toBeNull()
})

test('a duplicated tab reports no loss', () => {
  noteStep(1240)
  expect(lostStep(false)).toBeNull()
})

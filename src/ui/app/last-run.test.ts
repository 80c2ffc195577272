// Detecting a page that the browser ended together with its run, and remembering which run was trained last.
import { expect, test, vi } from 'vitest'
import { lastRun, lostRun, noteTraining, rememberRun } from './last-run.ts'

function storage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
vi.stubGlobal('sessionStorage', storage())
vi.stubGlobal('localStorage', storage())

const run = { id: 'cats', step: 1240 }

test('a run that ended with its page is reported once, and not after the page was left normally', () => {
  expect(lostRun(true)).toBeNull()
  noteTraining(run)
  expect([lostRun(true), lostRun(true)]).toEqual([run, null])
  noteTraining(run)
  noteTraining(null)
  expect(lostRun(true)).toBeNull()
})

test('a duplicated tab reports no loss', () => {
  noteTraining(run)
  expect(lostRun(false)).toBeNull()
})

test('the run that was trained last is remembered', () => {
  expect(lastRun()).toBeNull()
  rememberRun('cats')
  expect(lastRun()).toBe('cats')
})

// When a program counts as silent, on a clock of the test's own.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SILENT_TICKS, watchForSilence } from './silence.mjs'

/** @param {string} [file] */
function watched(file) {
  const seen = { silences: 0, stops: 0 }
  /** @type {() => void} */
  let tick = () => {}
  const watch = watchForSilence({
    file,
    every: (next) => {
      tick = next
      return () => {
        seen.stops++
        tick = () => {}
      }
    },
    onSilence: () => seen.silences++,
  })
  return { seen, watch, pass: (/** @type {number} */ count) => Array.from({ length: count }, () => tick()) }
}

test('a program that is silent for the whole time is reported once', () => {
  const { seen, pass } = watched()
  pass(SILENT_TICKS - 1)
  expect(seen).toEqual({ silences: 0, stops: 0 })
  pass(1)
  expect(seen).toEqual({ silences: 1, stops: 1 })
})

test('a program that prints a line, or whose log grows, shortly before that is never ended, however long it takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'silence-'))
  const file = join(folder, 'log') // it does not exist yet
  const { seen, watch, pass } = watched(file)
  for (let round = 0; round < 50; round++) {
    pass(SILENT_TICKS - 2)
    if (round % 2) watch.heard()
    else appendFileSync(file, 'x')
    pass(1)
  }
  expect(seen.silences).toBe(0)
  pass(SILENT_TICKS)
  expect(seen.silences).toBe(1)
  rmSync(folder, { recursive: true })
})

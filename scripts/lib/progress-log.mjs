// The log of a test run: one JSON line for each test that begins, gets further or ends. Our reporters for Vitest and Playwright write it, so that
// whatever ends the run, the tests that have ended are counted and the one that was running has a name.
import { appendFileSync, readFileSync } from 'node:fs'

/**
 * @typedef {{ event: 'begin', id: string, kind: 'file' | 'hook' | 'test', name: string }
 *   | { event: 'further' }
 *   | { event: 'end', id: string }
 *   | { event: 'result', id?: string, name: string, status: 'passed' | 'failed' | 'skipped', message: string }} Entry `message`: why it failed or was skipped
 * @typedef {{ passed: number, failed: number, skipped: string[], failures: { name: string, message: string }[] }} Results
 */

/** The variable that names the log; without it the reporters write nothing. */
export const LOG_VARIABLE = 'QUARTERTURN_PROGRESS_LOG'

/** @param {Entry} entry */
export function log(entry) {
  const file = process.env[LOG_VARIABLE]
  if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`)
}

/**
 * @param {string} file
 * @returns {{ results: Results, running: string[] }} `running`: the tests that have begun and not ended; where there is none, the hooks; else the files
 */
export function readLog(file) {
  const entries = readEntries(file)
  const reported = entries.filter((entry) => entry.event === 'result')
  const results = reported.filter(({ id }, i) => id === undefined || reported.findLastIndex((other) => other.id === id) === i) // the last word on each
  const failures = results.filter(({ status }) => status === 'failed').map(({ name, message }) => ({ name, message }))
  const ended = new Set(entries.filter((entry) => entry.event === 'end' || entry.event === 'result').map(({ id }) => id))
  const open = entries.filter((entry) => entry.event === 'begin').filter(({ id }) => !ended.has(id))
  const kind = ['test', 'hook', 'file'].find((kind) => open.some((begun) => begun.kind === kind))
  return {
    results: {
      passed: results.filter(({ status }) => status === 'passed').length,
      failed: failures.length,
      skipped: results.filter(({ status }) => status === 'skipped').map(({ name, message }) => (message ? `${name}: ${message}` : name)),
      failures,
    },
    running: open.filter((begun) => begun.kind === kind).map(({ name }) => name),
  }
}

/**
 * @param {string} file
 * @returns {Entry[]} none where the run ended before its first test
 */
function readEntries(file) {
  const text = readFileOrNothing(file)
  const whole = text.slice(0, text.lastIndexOf('\n') + 1) // a run that is ended may leave half a line
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** @param {string} file */
function readFileOrNothing(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

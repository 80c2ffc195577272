// Runs one phase of `npm test` and counts what came of it.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { LOG_VARIABLE, readLog } from './progress-log.mjs'
import { ROOT } from './root.mjs'
import { runTool } from './run.mjs'
import { SILENCE_MINUTES } from './silence.mjs'

/**
 * A phase without tests of its own counts as a single test.
 * @typedef {{ name: string, tool: string, args: string[], hasTests?: boolean, after?: string }} Phase
 * @typedef {import('./progress-log.mjs').Results} Results
 */

const LOGS = join(ROOT, '.cache/test-logs')

/**
 * @param {Phase} phase
 * @param {Pick<import('./run.mjs').RunOptions, 'every' | 'onOutput'>} [options]
 * @returns {Promise<Results>}
 */
export async function runPhase({ name, tool, args, hasTests = false }, options = {}) {
  const progressLog = join(LOGS, `${name}.jsonl`)
  mkdirSync(LOGS, { recursive: true })
  rmSync(progressLog, { force: true }) // never count an earlier run's tests
  const status = await runTool(tool, args, { ...options, progressLog, env: { [LOG_VARIABLE]: progressLog } })
  const { results, running } = readLog(progressLog)
  if (status === 'silent') {
    const culprit = running.length > 0 ? running.join('; ') : name
    return plus(results, failure(culprit, `ended: nothing was printed and no test got on for ${SILENCE_MINUTES} minutes, so it hung`))
  }
  const said = `${tool} ended with ${status}; see its messages above`
  if (!hasTests) return status === 0 ? { ...results, passed: 1 } : failure(name, said)
  if (status !== 0 && results.failed === 0) return plus(results, failure(name, said))
  if (results.passed + results.failed === 0) return failure(name, 'no test ran')
  return results
}

/**
 * @param {string} name
 * @param {string} message
 * @returns {Results}
 */
export function failure(name, message) {
  return { passed: 0, failed: 1, skipped: [], failures: [{ name, message }] }
}

/**
 * @param {Results} a
 * @param {Results} b
 * @returns {Results}
 */
function plus(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
    failures: [...a.failures, ...b.failures],
  }
}

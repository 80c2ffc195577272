// `npm test`: installs what is missing, then runs every check there is. The last line is the sum: "N passed, N failed".
// `npm test -- --only gpu,e2e` runs some phases only.
import { join } from 'node:path'
import { findFirefox, OLDEST_FIREFOX } from './lib/browser.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { ROOT } from './lib/root.mjs'
import { giveUp, say, since } from './lib/say.mjs'
import { ensureAdapter, ensureBrowser } from './lib/test-environment.mjs'
import { failure, runPhase } from './lib/test-phase.mjs'

/** @typedef {import('./lib/test-phase.mjs').Phase} Phase */
/** @typedef {import('./lib/progress-log.mjs').Results} Results */

const REPORTERS = join(ROOT, 'scripts/lib')

/** @type {Phase[]} */
const PHASES = [
  { name: 'lint', tool: '@biomejs/biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', tool: 'typescript', args: ['-b'] },
  vitestPhase('unit'),
  vitestPhase('gpu'),
  { name: 'build', tool: 'vite', args: ['build', '--logLevel', 'error'] },
  {
    name: 'e2e',
    tool: '@playwright/test',
    args: ['test', '--config', 'e2e/playwright.config.ts', `--reporter=list,${join(REPORTERS, 'playwright-reporter.mjs')}`],
    hasTests: true,
    after: 'build',
  },
]

const phases = chosenPhases()
const start = performance.now()
const noInstall = () => process.stdout.write('0 passed, 1 failed\n')
process.once('exit', noInstall) // what cannot be installed ends the script: that is a failure too, and the last line says so
await ensurePackages()
if (phases.some(({ name }) => name === 'e2e')) {
  say(`Browser for the end-to-end tests: ${await ensureBrowser()}`)
  say(`Firefox for its own: ${findFirefox() ?? `none of version ${OLDEST_FIREFOX} or newer is installed, so they are not run`}`)
}
if (phases.some(({ name }) => name === 'gpu')) say(`WebGPU adapter for the tests in Node: ${await ensureAdapter()}`)
process.off('exit', noInstall)

/** @type {(Results & { name: string, took: string })[]} */
const finished = []
for (const phase of phases) {
  say(`\n=== ${phase.name} ===`)
  const phaseStart = performance.now()
  const broken = finished.find(({ name, failed }) => name === phase.after && failed > 0)
  const results = broken ? failure(phase.name, `not run, because ${broken.name} failed`) : await runPhase(phase)
  finished.push({ name: phase.name, took: since(phaseStart), ...results })
}
process.exitCode = report()

/**
 * @param {string} project
 * @returns {Phase}
 */
function vitestPhase(project) {
  const args = ['run', '--project', project, '--reporter=default', `--reporter=${join(REPORTERS, 'vitest-reporter.mjs')}`]
  return { name: project, tool: 'vitest', args, hasTests: true }
}

function chosenPhases() {
  const at = process.argv.indexOf('--only')
  if (at === -1) return PHASES
  const names = (process.argv[at + 1] ?? '').split(',')
  const unknown = names.find((name) => !PHASES.some((phase) => phase.name === name))
  if (unknown !== undefined) giveUp(`--only knows ${PHASES.map(({ name }) => name).join(', ')}; not "${unknown}".`)
  return PHASES.filter(({ name }) => names.includes(name))
}

/** @returns {number} the exit code */
function report() {
  say('\n=== summary ===')
  for (const { name, failures } of finished) {
    for (const { name: test, message } of failures) say(`FAILED ${name}: ${test}\n${indent(message)}`)
  }
  for (const { name, skipped } of finished) for (const test of skipped) say(`skipped ${name}: ${test}`)
  for (const { name, took, passed, failed } of finished) say(`${name.padEnd(6)} ${passed} passed, ${failed} failed in ${took}`)
  say(`All in ${since(start)}.`)
  const passed = sum(finished.map((phase) => phase.passed))
  const failed = sum(finished.map((phase) => phase.failed))
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}

/** @param {string} message */
function indent(message) {
  const lines = message.trim().split('\n')
  const shown = lines.slice(0, 12) // the whole is above, in the phase's own output
  return [...shown, ...(lines.length > shown.length ? ['...'] : [])].map((line) => `    ${line}`).join('\n')
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}

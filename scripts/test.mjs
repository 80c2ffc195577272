// `npm test`: installs what is missing, then runs every check there is. The last line is the sum: "N passed, N failed".
// `npm test -- --only gpu,e2e` runs some phases only.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePackages } from './lib/packages.mjs'
import { ROOT } from './lib/root.mjs'
import { runTool } from './lib/run.mjs'
import { giveUp, say, since } from './lib/say.mjs'
import { ensureAdapter, ensureBrowser } from './lib/test-environment.mjs'
import { readPlaywright, readVitest } from './lib/test-results.mjs'

/**
 * A phase with `read` has tests of its own; one without counts as a single test.
 * @typedef {import('./lib/test-results.mjs').Results} Results
 * @typedef {{ name: string, tool: string, args: string[], minutes: number, env?: Record<string, string>, report?: string, read?: (file: string) => Results | null, after?: string }} Phase
 */

const REPORTS = join(ROOT, '.cache/test-reports')

/** @type {Phase[]} */
const PHASES = [
  { name: 'lint', tool: '@biomejs/biome', args: ['check', '--error-on-warnings', '.'], minutes: 2 },
  { name: 'types', tool: 'typescript', args: ['-b'], minutes: 3 },
  vitestPhase('unit', 5),
  vitestPhase('gpu', 10),
  { name: 'build', tool: 'vite', args: ['build', '--logLevel', 'error'], minutes: 3 },
  {
    name: 'e2e',
    tool: '@playwright/test',
    args: ['test', '--config', 'e2e/playwright.config.ts'],
    minutes: 15,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, 'e2e.json') },
    report: join(REPORTS, 'e2e.json'),
    read: readPlaywright,
    after: 'build',
  },
]

const phases = chosenPhases()
const start = performance.now()
const noInstall = () => process.stdout.write('0 passed, 1 failed\n')
process.once('exit', noInstall) // what cannot be installed ends the script: that is a failure too, and the last line says so
await ensurePackages()
if (phases.some(({ name }) => name === 'e2e')) say(`Browser for the end-to-end tests: ${await ensureBrowser()}`)
if (phases.some(({ name }) => name === 'gpu')) say(`WebGPU adapter for the tests in Node: ${await ensureAdapter()}`)
process.off('exit', noInstall)

mkdirSync(REPORTS, { recursive: true })
/** @type {(Results & { name: string, took: string })[]} */
const outcomes = []
for (const phase of phases) {
  say(`\n=== ${phase.name} ===`)
  const phaseStart = performance.now()
  const broken = outcomes.find(({ name, failed }) => name === phase.after && failed > 0)
  const results = broken ? failure(phase.name, `not run, because ${broken.name} failed`) : await runPhase(phase)
  outcomes.push({ name: phase.name, took: since(phaseStart), ...results })
}
process.exitCode = report()

/**
 * @param {string} project
 * @param {number} minutes
 * @returns {Phase}
 */
function vitestPhase(project, minutes) {
  const file = join(REPORTS, `${project}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return { name: project, tool: 'vitest', args, minutes, report: file, read: readVitest }
}

function chosenPhases() {
  const at = process.argv.indexOf('--only')
  if (at === -1) return PHASES
  const names = (process.argv[at + 1] ?? '').split(',')
  const unknown = names.find((name) => !PHASES.some((phase) => phase.name === name))
  if (unknown !== undefined) giveUp(`--only knows ${PHASES.map(({ name }) => name).join(', ')}; not "${unknown}".`)
  return PHASES.filter(({ name }) => names.includes(name))
}

/**
 * @param {Phase} phase
 * @returns {Promise<Results>}
 */
async function runPhase({ name, tool, args, minutes, env = {}, report: file, read }) {
  if (file) rmSync(file, { force: true }) // never count an earlier run's report
  const outcome = await runTool(tool, args, { env, minutes })
  if (outcome === 'too long') return failure(name, `stopped after ${minutes} minutes`)
  const said = `${tool} ended with ${outcome}; see its messages above`
  if (!file || !read) return outcome === 0 ? { passed: 1, failed: 0, skipped: [], failures: [] } : failure(name, said)
  const results = read(file) ?? failure(name, said)
  if (results.passed + results.failed === 0) return failure(name, 'no test ran')
  if (outcome !== 0 && results.failed === 0) {
    return { ...results, failed: 1, failures: [{ name, message: `every test passed, yet ${said}` }] }
  }
  return results
}

/**
 * @param {string} name
 * @param {string} message
 * @returns {Results}
 */
function failure(name, message) {
  return { passed: 0, failed: 1, skipped: [], failures: [{ name, message }] }
}

/** @returns {number} the exit code */
function report() {
  say('\n=== summary ===')
  for (const { name, failures } of outcomes) {
    for (const { name: test, message } of failures) say(`FAILED ${name}: ${test}\n${indent(message)}`)
  }
  for (const { name, skipped } of outcomes) for (const test of skipped) say(`skipped ${name}: ${test}`)
  for (const { name, took, passed, failed } of outcomes) say(`${name.padEnd(6)} ${passed} passed, ${failed} failed in ${took}`)
  say(`All in ${since(start)}.`)
  const passed = sum(outcomes.map((outcome) => outcome.passed))
  const failed = sum(outcomes.map((outcome) => outcome.failed))
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

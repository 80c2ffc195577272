// Real test runs that hang, crash or cannot be loaded: each ends, and the culprit is named and counted.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ROOT } from './root.mjs'
import { SILENT_TICKS } from './silence.mjs'
import { runPhase } from './test-phase.mjs'

const HERE = join(ROOT, 'scripts/lib')
const CACHE = join(ROOT, '.cache')

/** @type {string} */
let folder
beforeEach(() => {
  mkdirSync(CACHE, { recursive: true })
  folder = mkdtempSync(join(CACHE, 'phase-')) // within the project, where the runners are found
})
afterEach(() => rmSync(folder, { recursive: true }))

/** @param {Record<string, string>} files */
function write(files) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

/** @returns {import('./test-phase.mjs').Phase} */
function vitestPhase() {
  const setup = JSON.stringify(join(HERE, 'vitest-setup.mjs'))
  write({ 'vitest.config.mjs': `export default { test: { globals: true, testTimeout: 0, hookTimeout: 0, setupFiles: [${setup}] } }` })
  return {
    name: 'fixture',
    tool: 'vitest',
    args: ['run', '--root', folder, `--reporter=${join(HERE, 'vitest-reporter.mjs')}`],
    hasTests: true,
  }
}

/** @returns {import('./test-phase.mjs').Phase} */
function playwrightPhase() {
  write({ 'playwright.config.mjs': 'export default { timeout: 0, workers: 1 }' })
  const args = ['test', '--config', join(folder, 'playwright.config.mjs'), `--reporter=${join(HERE, 'playwright-reporter.mjs')}`]
  return { name: 'fixture', tool: '@playwright/test', args, hasTests: true }
}

/** Time passes only when the test lets it: no machine is too slow for it. */
function clock() {
  /** @type {(() => void) | null} */
  let tick = null
  return {
    /** @type {import('./silence.mjs').EveryTick} */
    every: (next) => {
      tick = next
      return () => {
        tick = null
      }
    },
    /** @param {number} count */
    pass: (count) => {
      for (let i = 0; i < count; i++) tick?.()
    },
  }
}

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise((resume) => setTimeout(resume, 20))
}

/** @param {string} path */
function readOrNothing(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Starts a process with a group of its own that does not listen to Ctrl+C, as a browser may be. */
const server = () => `
  const { spawn } = await import('node:child_process')
  const { writeFileSync } = await import('node:fs')
  const code = "process.on('SIGINT', () => {}); setInterval(() => {}, 1000); process.stdout.write('up')"
  const server = spawn(process.execPath, ['-e', code], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((up) => server.stdout.once('data', up))
  writeFileSync(${JSON.stringify(join(folder, 'server.pid'))}, String(server.pid))`

const serverPid = () => Number(readOrNothing(join(folder, 'server.pid')))

for (const [kind, body] of [
  ['waits for ever', 'await new Promise(() => setInterval(() => {}, 1000))'],
  ['keeps its process busy for ever', 'for (;;) {}'],
])
  test(`a test of Vitest that ${kind} is ended and named, and the others count`, async () => {
    const phase = vitestPhase()
    write({
      'a.test.mjs': `test('good', () => {}); test('bad', () => { expect(1).toBe(2) })
        describe('group', () => { test('hangs', async () => { ${server()}; ${body} }) })`,
    })
    const { every, pass } = clock()
    const running = runPhase(phase, { every, onOutput: () => {} })
    await until(() => serverPid() > 0)
    pass(2 * SILENT_TICKS)
    const { passed, failed, skipped, failures } = await running
    expect([passed, failed, skipped]).toEqual([1, 2, []])
    expect(failures.map(({ name }) => name)).toEqual(['a.test.mjs > bad', 'a.test.mjs > group > hangs'])
    expect(failures[1]?.message).toContain('so it hung')
    await until(() => !lives(serverPid()))
  })

test('a test of Playwright that hangs is ended and named, and the others count', async () => {
  const phase = playwrightPhase()
  write({
    'a.spec.mjs': `import { expect, test } from '@playwright/test'
      test('good', () => {}); test('bad', () => { expect(1).toBe(2) }); test.skip('left', () => {})
      test('not here', () => { test.skip(true, 'there is no such browser') })
      test('hangs', async () => { ${server()}; await new Promise(() => {}) })`,
  })
  const { every, pass } = clock()
  const running = runPhase(phase, { every, onOutput: () => {} })
  await until(() => serverPid() > 0)
  pass(2 * SILENT_TICKS)
  const { passed, failed, skipped, failures } = await running
  expect([passed, failed, skipped]).toEqual([1, 2, ['[] a.spec.mjs > left', '[] a.spec.mjs > not here: there is no such browser']])
  expect(failures.map(({ name }) => name)).toEqual(['[] a.spec.mjs > bad', '[] a.spec.mjs > hangs'])
  await until(() => !lives(serverPid()))
})

test('a file that cannot be loaded, and one whose hook fails, count as one failure each; without any test the phase fails', async () => {
  const phase = vitestPhase()
  write({
    'a.test.mjs': "import './missing.mjs'\n test('never', () => {})",
    'b.test.mjs': "beforeAll(() => { throw new Error('no device') }); test('never', () => {})",
  })
  const { failures, passed } = await runPhase(phase, { onOutput: () => {} })
  expect(passed).toBe(0)
  expect(failures.map(({ name }) => name).sort()).toEqual(['a.test.mjs', 'b.test.mjs'])
  expect(failures.find(({ name }) => name === 'b.test.mjs')?.message).toContain('no device')

  write({ 'a.test.mjs': '', 'b.test.mjs': '' })
  expect(
    (await runPhase({ ...phase, args: [...phase.args, '--passWithNoTests', 'no-such-file'] }, { onOutput: () => {} })).failures,
  ).toEqual([{ name: 'fixture', message: 'no test ran' }])
})

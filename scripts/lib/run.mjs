// Runs other programs: ends one that hangs together with all it started, and finds the tools in node_modules by name.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { endTree, interruptGroup } from './process-tree.mjs'
import { ROOT } from './root.mjs'
import { watchForSilence } from './silence.mjs'

/** How long the last output may take to arrive after a program's end: a grandchild that lives on would keep the pipe open for ever. */
const LAST_OUTPUT_MS = 1000

/** @typedef {number | NodeJS.Signals | 'not found' | 'silent'} ExitStatus a program's exit code, or why there is none */
/**
 * @typedef {object} RunOptions
 * @property {Record<string, string>} [env]
 * @property {(output: Buffer) => void} [onOutput] what to do with what it prints; else it goes to stderr (see say.mjs)
 * @property {RegExp} [endAt] what it prints when going on is of no use
 * @property {string | undefined} [progressLog] a file that grows as long as it gets on
 * @property {import('./silence.mjs').EveryTick} [every]
 */

/**
 * Runs a program from the project's folder.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<ExitStatus>}
 */
export function run(program, args, { env = {}, onOutput = (output) => process.stderr.write(output), endAt, progressLog, every } = {}) {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...colours(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // a group of its own, so that one signal reaches all of it
  })
  const interrupt = () => {
    interruptGroup(child)
    process.exit(130)
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  return new Promise((resolve) => {
    let silent = false
    const watch = watchForSilence({
      file: progressLog,
      every,
      onSilence: () => {
        silent = true
        endTree(child)
      },
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (output) => {
        watch.heard()
        onOutput(output)
        if (endAt?.test(output.toString())) endTree(child)
      })
    /** @param {ExitStatus} status */
    const settle = (status) => {
      watch.stop()
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      resolve(status)
    }
    child.once('error', () => settle('not found'))
    child.once('exit', (code, signal) => {
      const end = () => settle(silent ? 'silent' : (code ?? signal ?? 1))
      const limit = setTimeout(end, LAST_OUTPUT_MS)
      child.once('close', () => {
        clearTimeout(limit)
        end()
      })
    })
  })
}

/** Through a pipe a program cannot see that a terminal is at the end of it. */
function colours() {
  return process.stderr.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}
}

/**
 * Runs the command line of an installed package with this very Node.
 * @param {string} packageName
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function runTool(packageName, args, options) {
  return run(process.execPath, [toolPath(packageName), ...args], options)
}

/** @param {string} packageName */
function toolPath(packageName) {
  const folder = join(ROOT, 'node_modules', packageName)
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = typeof bin === 'string' ? bin : Object.values(bin)[0]
  if (!file) throw new Error(`${packageName} has no command`)
  return join(folder, file)
}

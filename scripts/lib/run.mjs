// Runs other programs: a time limit that takes the program's own children with it, and the tools in node_modules by name.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.mjs'

const MINUTE = 60_000

/** @typedef {{ env?: Record<string, string>, minutes?: number, quiet?: boolean }} RunOptions */

/**
 * Runs a program from the project's folder, its stdout sent to stderr (see say.mjs).
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number | NodeJS.Signals | 'not found' | 'too long'>} its exit code, or why there is none
 */
export function run(program, args, { env = {}, minutes = 10, quiet = false } = {}) {
  const group = process.platform !== 'win32' // a group of its own, so that the limit reaches the children too
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: quiet ? 'ignore' : ['ignore', process.stderr, process.stderr],
    detached: group,
  })
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => (group && child.pid ? killGroup(child.pid, signal) : child.kill(signal))
  const interrupt = () => {
    end('SIGINT')
    process.exit(130)
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  return new Promise((resolve) => {
    let late = false
    const limit = setTimeout(() => {
      late = true
      end('SIGINT') // what Ctrl+C sends: the test runners then end the servers and browsers they started
      setTimeout(end, 10_000, 'SIGKILL').unref()
    }, minutes * MINUTE)
    /** @param {number | NodeJS.Signals | 'not found' | 'too long'} outcome */
    const settle = (outcome) => {
      clearTimeout(limit)
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      resolve(outcome)
    }
    child.once('error', () => settle('not found'))
    child.once('exit', (code, signal) => settle(late ? 'too long' : (code ?? signal ?? 1)))
  })
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

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    // the group has ended by itself in the meantime
  }
}

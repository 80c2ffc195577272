// Makes sure of the two things every script needs: a Node that is new enough, and node_modules as package-lock.json wants them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quietly } from './quietly.mjs'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'
import { giveUp, say } from './say.mjs'

/** @typedef {Record<string, { version?: string, optional?: boolean }>} LockedPackages */

const NEEDED = [20, 19] // the oldest Node that Vite 8 accepts

export async function ensurePackages() {
  checkNode()
  if (packagesAreCurrent()) return
  const args = ['ci', '--include=dev']
  const npm = process.env.npm_execpath // set when npm runs us; it spares Windows the npm.cmd, which needs a shell
  const { failure, took } = await quietly('Installing the packages of package-lock.json (npm ci)', (onOutput) =>
    npm?.endsWith('.js') ? run(process.execPath, [npm, ...args], { onOutput }) : run('npm', args, { onOutput }),
  )
  if (failure) giveUp(`The packages could not be installed:\n${failure}\n\nIs the network up? Try again, or run \`npm ci\` by itself.`)
  say(`Packages installed in ${took}.`)
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = NEEDED
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return
  giveUp(`Quarterturn needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}. Install a newer one and try again.`)
}

/** By content, not by date: a fresh checkout dates every file "now", and npm writes the two files in either order. */
function packagesAreCurrent() {
  const wanted = readPackages('package-lock.json')
  const installed = readPackages('node_modules/.package-lock.json')
  if (!wanted || !installed) return false
  return Object.entries(wanted)
    .filter(([path]) => path !== '') // the project itself
    .every(([path, { version, optional }]) => installed[path]?.version === version || (optional && !installed[path]))
}

/**
 * @param {string} file
 * @returns {LockedPackages | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
  } catch {
    return null // nothing installed yet
  }
}

// Ends a program with everything it has started, also what has left its process group, as browsers and servers of the test runners do.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds that a program may take to end what it has started; then the rest is killed. */
const GRACE_MS = 10_000

/** @param {import('node:child_process').ChildProcess} child that leads a process group of its own */
export function endTree(child) {
  const { pid } = child
  if (pid === undefined) return
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  const tree = [pid, ...descendants(pid)] // listed first: whose parent has ended cannot be found any more
  const killWhatIsLeft = () => {
    for (const one of tree) send(one, 'SIGKILL')
  }
  const limit = setTimeout(killWhatIsLeft, GRACE_MS)
  child.once('exit', () => {
    clearTimeout(limit)
    killWhatIsLeft()
  })
  interruptGroup(child)
}

/**
 * What Ctrl+C does: the test runners then end their servers and browsers themselves.
 * @param {import('node:child_process').ChildProcess} child
 */
export function interruptGroup({ pid }) {
  if (pid !== undefined) send(process.platform === 'win32' ? pid : -pid, 'SIGINT')
}

/**
 * @param {number} root
 * @returns {number[]}
 */
function descendants(root) {
  const pairs = process.platform === 'linux' ? pairsOfProc() : pairsOfPs()
  /** @type {number[]} */
  const found = []
  for (let parents = [root]; parents.length > 0; found.push(...parents))
    parents = pairs.filter(([, parent = 0]) => parents.includes(parent)).map(([pid = 0]) => pid)
  return found
}

/** @returns {number[][]} each process with its parent; a slim Linux has no `ps` */
function pairsOfProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '' // the name may hold spaces
        return [[Number(pid), Number(afterName.split(' ')[1])]]
      } catch {
        return [] // it has ended in the meantime
      }
    })
}

/** @returns {number[][]} */
function pairsOfPs() {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  return stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // it has ended by itself in the meantime
  }
}

// Long work of other programs, told in one line before and one after it. What they print is kept, and its end shown only when they fail.
import { say, since } from './say.mjs'

const SHOWN_LINES = 15
const SECOND = 1000

/**
 * @param {string} doing as in "Installing the packages"
 * @param {(onOutput: (output: Buffer) => void) => Promise<import('./run.mjs').Outcome>} work
 * @returns {Promise<{ failure: string | null, took: string }>} `failure`: the end of what it printed, where it did not end with 0
 */
export async function quietly(doing, work) {
  const start = performance.now()
  /** @type {Buffer[]} */
  const printed = []
  const stop = tell(doing)
  const outcome = await work((output) => void printed.push(output))
  stop()
  const lines = Buffer.concat(printed).toString().trimEnd().split('\n').slice(-SHOWN_LINES)
  return { failure: outcome === 0 ? null : `${lines.map((line) => `    ${line}\n`).join('')}    (${outcome})`, took: since(start) }
}

/**
 * On a terminal the line counts the time, and goes away at the end.
 * @param {string} doing
 */
function tell(doing) {
  if (!process.stderr.isTTY) {
    say(`${doing} ...`)
    return () => {}
  }
  const start = performance.now()
  const show = () => process.stderr.write(`\r\x1b[K${doing} ... ${since(start)}`)
  show()
  const timer = setInterval(show, SECOND)
  return () => {
    clearInterval(timer)
    process.stderr.write('\r\x1b[K')
  }
}

// Runs other programs with one line before and one after. Their output is kept, and its end shown only when they fail.
import { say, since } from './say.mjs'

const SHOWN_LINES = 15
const SECOND = 1000

/**
 * @param {string} doing as in "Installing the packages"
 * @param {(onOutput: (output: Buffer) => void) => Promise<import('./run.mjs').ExitStatus>} work
 * @param {RegExp} [reason] what of its output says why it failed; else the end of it is shown
 * @returns {Promise<{ failure: string | null, took: string }>} `failure`: where it did not end with 0, why
 */
export async function quietly(doing, work, reason) {
  const start = performance.now()
  /** @type {Buffer[]} */
  const printed = []
  const stop = showProgress(doing)
  const status = await work((output) => void printed.push(output))
  stop()
  const text = Buffer.concat(printed).toString().trimEnd()
  const lines = (reason && text.match(reason)?.[0]) ?? [...text.split('\n').slice(-SHOWN_LINES), `(${status})`].join('\n')
  return { failure: status === 0 ? null : lines.replace(/^/gm, '    '), took: since(start) }
}

/**
 * On a terminal the line counts the time, and goes away at the end.
 * @param {string} doing
 */
function showProgress(doing) {
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

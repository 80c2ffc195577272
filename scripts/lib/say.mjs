// Messages of the scripts to their user: short lines on stderr, so that stdout belongs to the program that a script runs.

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Ends the script with a sentence instead of a stack trace.
 * @param {string} sentence what went wrong and what to do
 * @returns {never}
 */
export function giveUp(sentence) {
  say(`\n${sentence}`)
  process.exit(1)
}

/** @param {number} start a reading of `performance.now()` */
export function since(start) {
  const seconds = (performance.now() - start) / 1000
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

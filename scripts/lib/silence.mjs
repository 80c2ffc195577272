// Detects programs that hang by their silence, never by the time they take: a program hangs when it has printed nothing and no test of it has begun,
// got further or ended for so long that even a slow and busy machine would have shown something.
import { statSync } from 'node:fs'

/** Cold and with other work on the machine, a single GPU test was silent for up to 12 minutes on two cores. */
export const SILENCE_MINUTES = 20
/** Ticks are counted, not the clock: a machine that slept, or gave us no time, was not silent. */
export const SILENT_TICKS = 60
/** How long a program may take that only says its version or looks for a GPU: seconds on an idle machine. What takes longer hangs. */
export const ANSWER_MS = 5 * 60_000
const TICK_MS = (SILENCE_MINUTES * 60_000) / SILENT_TICKS

/** @typedef {(tick: () => void) => () => void} EveryTick calls `tick` again and again until what it returned is called */

/** @type {EveryTick} */
function everyTick(tick) {
  const timer = setInterval(tick, TICK_MS)
  return () => clearInterval(timer)
}

/**
 * Calls `onSilence` once, after SILENT_TICKS ticks in which neither `heard` was called nor the file grew.
 * @param {{ file?: string | undefined, every?: EveryTick | undefined, onSilence: () => void }} options `file` is what the reporters write (progress-log.mjs)
 */
export function watchForSilence({ file, every = everyTick, onSilence }) {
  let silentTicks = 0
  let size = sizeOf(file)
  const stop = every(() => {
    const now = sizeOf(file)
    silentTicks = now === size ? silentTicks + 1 : 0
    size = now
    if (silentTicks < SILENT_TICKS) return
    stop()
    onSilence()
  })
  return {
    heard: () => {
      silentTicks = 0
    },
    stop,
  }
}

/** @param {string | undefined} file */
function sizeOf(file) {
  return file ? (statSync(file, { throwIfNoEntry: false })?.size ?? 0) : 0
}

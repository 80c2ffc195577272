// The output of the command line: JSON lines on stdout, or lines and progress on stderr: a bar on a terminal, occasional lines in a file or a pipe.

import type { ImportProgress } from '../spec/image-set.ts'
import { duration } from '../spec/words.ts'

export interface Logger {
  /** A line of JSON; silent without --json. */
  event(event: Readonly<Record<string, unknown>>): void
  /** A line for people. */
  info(line: string): void
  /** The result, for people; nothing with --json. */
  table(text: string): void
  /** @param secondsLeft null where it is not known */
  progress(done: number, total: number, secondsLeft: number | null, words: string): void
  /** Ends the bar's line. */
  endProgress(): void
}

/** Where the progress goes. */
interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** @param now milliseconds of a steady clock */
export function createLogger(json: boolean, stderr: Terminal = process.stderr, now = () => performance.now()): Logger {
  let open = false
  const isDue = createPace(now)
  return {
    event(event) {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`)
    },
    info(line) {
      if (open) stderr.write('\n')
      open = false
      stderr.write(`${line}\n`)
    },
    table(text) {
      if (!json) process.stdout.write(text)
    },
    progress(done, total, secondsLeft, words) {
      if (json) return
      const left = secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]
      const line = [`${done}/${total}`, ...left, words].join(' · ')
      if (!stderr.isTTY) {
        if (isDue(done / total)) stderr.write(`${line}\n`)
        return
      }
      const filled = Math.round((done / total) * BAR_LENGTH)
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled)
      stderr.write(`\r${bar} ${line}\x1b[K`)
      open = true
    },
    endProgress() {
      if (open) stderr.write('\n')
      open = false
    },
  }
}

/** Milliseconds between two lines of progress: the minimum, and the maximum where less than a tenth was done meanwhile. */
const LINES = { pause: 10_000, silence: 300_000 }

/** Whether a line of progress is due: at each tenth of the work, but neither too often nor too seldom; short work has none. */
function createPace(now: () => number): (share: number) => boolean {
  let last = now()
  let lastTenth = -1
  let before = 0
  return (share) => {
    const tenth = Math.floor(10 * share)
    if (share < before) lastTenth = -1 // other work has begun
    before = share
    const waited = now() - last
    if (waited < LINES.pause || (tenth === lastTenth && waited < LINES.silence)) return false
    last = now()
    lastTenth = tenth
    return true
  }
}

const BAR_LENGTH = 24

/** A progress bar with the time left of work that advances at a constant pace from now on. */
export function progressBar(logger: Logger): (done: number, total: number, words: string) => void {
  const began = performance.now()
  return (done, total, words) => {
    const seconds = (performance.now() - began) / 1000
    logger.progress(done, total, done === 0 ? null : (seconds / done) * (total - done), words)
  }
}

/** The progress of an import: the files are read, then the images are examined. */
export function importProgress(logger: Logger): (progress: ImportProgress) => void {
  const reading = progressBar(logger)
  let examining: ReturnType<typeof progressBar> | null = null
  return ({ done, total, examined }) => {
    if (examined === null) return reading(done, total, 'reading images')
    examining ??= progressBar(logger)
    examining(Math.round(100 * examined), 100, 'looking them over')
  }
}

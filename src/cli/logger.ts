// What the command line says: JSON lines on stdout, or its progress on stderr: a bar on a terminal, a line now and then in a file or a pipe.

import type { ImportProgress } from '../spec/report.ts'
import { duration } from '../spec/words.ts'

export interface Logger {
  /** A line of JSON; silent without --json. */
  event(event: Readonly<Record<string, unknown>>): void
  /** A line for people. */
  info(line: string): void
  /** The outcome, for people; nothing with --json. */
  table(text: string): void
  /** @param secondsLeft null where it cannot be told */
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
      const told = [`${done}/${total}`, ...left, words].join(' · ')
      if (!stderr.isTTY) {
        if (isDue(done / total)) stderr.write(`${told}\n`)
        return
      }
      const filled = Math.round((done / total) * BAR_LENGTH)
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled)
      stderr.write(`\r${bar} ${told}\x1b[K`)
      open = true
    },
    endProgress() {
      if (open) stderr.write('\n')
      open = false
    },
  }
}

/** Milliseconds between two lines of progress: at least, and at most where not even a tenth more is done. */
const LINES = { pause: 10_000, silence: 300_000 }

/** Whether a line of progress is due that stays: at each tenth of the work, but neither too often nor too seldom; short work has none. */
function createPace(now: () => number): (share: number) => boolean {
  let last = now()
  let told = -1
  let before = 0
  return (share) => {
    const tenth = Math.floor(10 * share)
    if (share < before) told = -1 // other work has begun
    before = share
    const waited = now() - last
    if (waited < LINES.pause || (tenth === told && waited < LINES.silence)) return false
    last = now()
    told = tenth
    return true
  }
}

const BAR_LENGTH = 24

/** Tells the time that is left of work that goes on evenly from now on. */
export function progressBar(logger: Logger): (done: number, total: number, words: string) => void {
  const began = performance.now()
  return (done, total, words) => {
    const seconds = (performance.now() - began) / 1000
    logger.progress(done, total, done === 0 ? null : (seconds / done) * (total - done), words)
  }
}

/** How far an import is: the files are read, then the images are looked over. */
export function importProgress(logger: Logger): (progress: ImportProgress) => void {
  const reading = progressBar(logger)
  let examining: ReturnType<typeof progressBar> | null = null
  return ({ done, total, examined }) => {
    if (examined === null) return reading(done, total, 'reading images')
    examining ??= progressBar(logger)
    examining(Math.round(100 * examined), 100, 'looking them over')
  }
}

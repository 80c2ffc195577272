// What the command line says: JSON lines on stdout, or a progress bar on stderr.
import type { ImportProgress } from '../spec/report.ts'

export interface Voice {
  /** A line of JSON; silent without --json. */
  event(event: Readonly<Record<string, unknown>>): void
  /** A line for people. */
  say(line: string): void
  /** The outcome, for people; nothing with --json. */
  table(text: string): void
  progress(done: number, total: number, secondsLeft: number, words: string): void
  /** Ends the bar's line. */
  endProgress(): void
}

export function createVoice(json: boolean): Voice {
  let open = false
  return {
    event(event) {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`)
    },
    say(line) {
      if (open) process.stderr.write('\n')
      open = false
      process.stderr.write(`${line}\n`)
    },
    table(text) {
      if (!json) process.stdout.write(text)
    },
    progress(done, total, secondsLeft, words) {
      if (json || !process.stderr.isTTY) return
      const filled = Math.round((done / total) * BAR_LENGTH)
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled)
      process.stderr.write(`\r${bar} ${done}/${total} · ${duration(secondsLeft)} left · ${words}\x1b[K`)
      open = true
    },
    endProgress() {
      if (open) process.stderr.write('\n')
      open = false
    },
  }
}

const BAR_LENGTH = 24

/** Tells the time that is left of work that goes on evenly from now on. */
export function progressBar(voice: Voice): (done: number, total: number, words: string) => void {
  const began = performance.now()
  return (done, total, words) => {
    const seconds = (performance.now() - began) / 1000
    voice.progress(done, total, (seconds / Math.max(done, 1)) * (total - done), words)
  }
}

/** How far an import is: the files are read, then the images are looked over. */
export function importProgress(voice: Voice): (progress: ImportProgress) => void {
  const reading = progressBar(voice)
  let examining: ReturnType<typeof progressBar> | null = null
  return ({ done, total, examined }) => {
    if (examined === null) return reading(done, total, 'reading images')
    examining ??= progressBar(voice)
    examining(Math.round(100 * examined), 100, 'looking them over')
  }
}

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}

// The command line: the same core as on the page, in Node. For tests, benches and long runs.

import type { BenchEvent } from '../bench/stage.ts'
import { bench } from './bench.ts'
import { describeError, HelpRequest, UsageError } from './errors.ts'
import { images } from './images.ts'
import { sample } from './sample.ts'
import { score } from './score.ts'
import { train } from './train.ts'

export interface BrowserBench {
  readonly kind: string
  readonly config: object
  readonly rounds: number
  /** Backends that are timed beside WebGPU. */
  readonly others: readonly string[]
  /** A file or folder that is put into the page; null where the bench needs none. */
  readonly data: string | null
}

export interface Context {
  /** The project's own folder: built-in sets are read from it. */
  readonly root: string
  /** Runs a bench in a real browser; each line it tells is handed on. */
  readonly benchInBrowser?: (
    bench: BrowserBench,
    onEvent: (event: BenchEvent) => void,
    onProgress: (done: number, total: number, words: string) => void,
  ) => Promise<void>
}

const COMMANDS: Readonly<Record<string, (args: string[], context: Context) => Promise<void>>> = { train, sample, score, images, bench }

/** @returns the exit code: 0, 1 for a failure, 2 for wrong usage */
export async function main(command: string, args: string[], context: Context): Promise<number> {
  const run = COMMANDS[command]
  try {
    if (!run) throw new UsageError(`There is no command “${command}”; there are ${Object.keys(COMMANDS).join(', ')}.`)
    await run(args, context)
    return 0
  } catch (error) {
    if (error instanceof HelpRequest) {
      process.stdout.write(`${error.message}\n`)
      return 0
    }
    console.error(describeError(error))
    return error instanceof UsageError ? 2 : 1
  }
}

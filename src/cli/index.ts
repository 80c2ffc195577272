// The command line: the same code as on the page, in Node. For tests, benches and long runs.

import { bench } from './bench.ts'
import type { Context } from './context.ts'
import { describeError, HelpRequest, UsageError } from './errors.ts'
import { example } from './example.ts'
import { exampleGenerator } from './example-generator.ts'
import { exportRun } from './export/index.ts'
import { images } from './images.ts'
import { sample } from './sample.ts'
import { score } from './score.ts'
import { train } from './train.ts'

const COMMANDS: Readonly<Record<string, (args: string[], context: Context) => Promise<void>>> = {
  train,
  sample,
  score,
  images,
  export: exportRun,
  bench,
  example,
  'example-generator': exampleGenerator,
}

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

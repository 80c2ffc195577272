// `bench soak`: what is too long or too large for the tests, part by part.
import { type Mutations, tryMutations } from '../bench/soak/mutations.ts'
import { grouped } from '../spec/words.ts'
import { checkHelp, type Options, parseOptions } from './arguments.ts'
import type { Context } from './context.ts'
import { FileError, UsageError } from './errors.ts'
import { createLogger, type Logger, progressBar } from './logger.ts'
import { soakKills, soakSteps, soakStepsInBrowser } from './soak-training.ts'

const USAGE = 'Usage: npm run bench -- soak [--steps N] [--kills N] [--mutations N] [--browser] [--json]'

const HELP = `${USAGE}

  --steps N      steps of “smoke” with everything that is kept of it: memory and speed of the last tenth against the first;
                 with --browser in the built page, in Chromium
  --kills N      the built page, or all of Chromium, is killed in the middle of N saves: the step at which it reopens
  --mutations N  damaged files are read`

/** Parts by the option that asks for them, with how much of it. @returns how many of its trials went wrong */
const PARTS: Readonly<Record<string, (count: number, logger: Logger, place: Place) => Promise<number>>> = {
  mutations: soakMutations,
  async steps(count, logger, { inBrowser, context }) {
    if (count < MIN_STEPS) throw new UsageError(`--steps takes ${MIN_STEPS} or more: fewer give too few reports to compare.`)
    await (inBrowser ? soakStepsInBrowser(count, logger, context) : soakSteps(count, logger))
    return 0
  },
  kills: (count, logger, { context }) => soakKills(count, logger, context),
}

interface Place {
  readonly inBrowser: boolean
  readonly context: Context
}

const MIN_STEPS = 100

/** @throws Error where a trial went wrong */
export async function soak(args: string[], context: Context): Promise<void> {
  checkHelp(args, HELP)
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const kinds = { mutations: string, steps: string, kills: string, browser: boolean, json: boolean }
  const options: Options = parseOptions(args, kinds, USAGE)
  const asked = Object.entries(PARTS).filter(([name]) => options.text(name) !== undefined)
  if (asked.length === 0) throw new UsageError(`Say what to try. ${USAGE}`)
  const logger = createLogger(options.flag('json'))
  const place = { inBrowser: options.flag('browser'), context }
  let wrong = 0
  for (const [name, part] of asked) wrong += await part(options.count(name, 0, 1), logger, place)
  logger.event({ event: 'done', wrong })
  if (wrong > 0) throw new FileError(`${grouped(wrong)} trials went wrong: see above.`)
}

async function soakMutations(count: number, logger: Logger): Promise<number> {
  const progress = progressBar(logger)
  let most = 0
  const { counts, wrong, slowest } = await tryMutations(
    count,
    () => performance.now(),
    (done) => {
      most = Math.max(most, process.memoryUsage.rss())
      progress(done, count, 'mutations')
    },
  )
  logger.endProgress()
  for (const row of counts) logger.event({ event: 'mutations', ...row })
  for (const sentence of wrong) logger.info(sentence)
  logger.event({
    event: 'mutationsDone',
    tried: count,
    wrong: wrong.length,
    slowest: slowest.mutation,
    slowestMs: slowest.ms,
    peakBytes: most,
  })
  logger.table(tableOf(counts))
  logger.info(
    `The slowest, mutation ${slowest.mutation}, took ${Math.ceil(slowest.ms)} ms; the process had at most ${grouped(Math.ceil(most / 2 ** 20))} MB.`,
  )
  return wrong.length
}

function tableOf(counts: Mutations['counts']): string {
  const head = ['file', 'changed', 'tried', 'refused', 'unchanged', 'another', 'wrong']
  const rows = counts.map(({ subject, kind, tried, refused, unchanged, another, wrong }) => {
    return [subject, kind, ...[tried, refused, unchanged, another, wrong].map(grouped)]
  })
  const line = ([file = '', changed = '', ...numbers]: readonly string[]) => {
    return `${file.padEnd(12)}${changed.padEnd(14)}${numbers.map((number) => number.padStart(11)).join('')}\n`
  }
  return [head, ...rows].map(line).join('')
}

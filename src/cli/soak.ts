// `bench soak`: what is too long or too large for the tests, part by part. The rest of the parts, which need a browser or hours, join the table.
import { type Mutations, tryMutations } from '../bench/soak/mutations.ts'
import { grouped } from '../spec/words.ts'
import { checkHelp, type Options, parseOptions } from './arguments.ts'
import { FileError, UsageError } from './errors.ts'
import { createLogger, type Logger, progressBar } from './logger.ts'

const USAGE = 'Usage: npm run bench -- soak [--mutations N] [--json]'

/** Parts by the option that asks for them, with how much of it. @returns how many of its trials went wrong */
const PARTS: Readonly<Record<string, (count: number, logger: Logger) => Promise<number>>> = { mutations: soakMutations }

/** @throws Error where a trial went wrong */
export async function soak(args: string[]): Promise<void> {
  checkHelp(args, USAGE)
  const options: Options = parseOptions(args, { mutations: { type: 'string' }, json: { type: 'boolean' } }, USAGE)
  const asked = Object.entries(PARTS).filter(([name]) => options.text(name) !== undefined)
  if (asked.length === 0) throw new UsageError(`Say what to try. ${USAGE}`)
  const logger = createLogger(options.flag('json'))
  let wrong = 0
  for (const [name, part] of asked) wrong += await part(options.count(name, 0, 1), logger)
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

// `export`: a run as a file for elsewhere.
import { CancelledError, type CancelSignal, throwIfCancelled } from '../../spec/cancel.ts'
import { describeCheck } from '../../spec/describe-check.ts'
import type { ExportCheck } from '../../spec/exports.ts'
import { FILM_FORMATS } from '../../spec/films.ts'
import { formatBytes } from '../../spec/words.ts'
import { BACKEND_USAGE, type Options, parseOptions } from '../arguments.ts'
import type { Context } from '../context.ts'
import { FileError, UsageError } from '../errors.ts'
import { type FileTarget, fileTarget } from '../file-target.ts'
import { createLogger } from '../logger.ts'
import { openStoredRun } from '../old-run-folder.ts'
import { exists, isFolder } from '../paths.ts'
import { type ExportedFile, type ExportFormat, FORMAT_OPTIONS, type FormatOption } from './format.ts'
import { FORMATS } from './formats.ts'

const OF_FORMATS = Object.entries(FORMAT_OPTIONS) as [FormatOption, string | null][]

const USAGE = `Usage: npm run export -- --run DIR|FILE.zip|FILE.safetensors --format ${Object.keys(FORMATS).join('|')} --out FILE ${OF_FORMATS.map(
  ([name, value]) => `[--${name}${value === null ? '' : ` ${value}`}]`,
).join(' ')} ${BACKEND_USAGE} [--force] [--json]`

export async function exportRun(args: string[], context: Context): Promise<void> {
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const own = Object.fromEntries(OF_FORMATS.map(([name, value]) => [name, value === null ? boolean : string]))
  const kinds = { ...own, run: string, format: string, out: string, backend: string, force: boolean, json: boolean }
  const options = parseOptions(args, kinds, USAGE)
  const name = options.required('format')
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
  if (!format) throw new UsageError(`There is no format “${name}”; there are ${Object.keys(FORMATS).join(', ')}.`)
  checkOptions(options, name, format)
  const out = options.required('out')
  if (await isFolder(out)) throw new FileError(`“${out}” is a folder: name a file in it.`)
  if ((await exists(out)) && !options.flag('force'))
    throw new FileError(`“${out}” is there already: choose another --out, or replace it with --force.`)
  const logger = createLogger(options.flag('json'))
  const run = await openStoredRun(options.required('run'))
  const { bytes, check } = await writeFile(out, (target, signal) => {
    const onProgress = (share: number) => logger.progress(Math.round(100 * share), 100, null, 'writing')
    return format.write({ run, options, context, logger, signal, target, onProgress })
  })
  logger.endProgress()
  logger.event({ event: 'done', format: name, bytes, ...check })
  const step = options.count('step', run.record.step)
  const checked = describeCheck(check, (FILM_FORMATS as readonly string[]).includes(name))
  if (!options.flag('json'))
    logger.info([`Step ${step} of “${run.record.name}” is in ${out}, ${formatBytes(bytes)}.`, checked].filter(Boolean).join(' '))
}

/** Where the work fails or is interrupted nothing stays of the file. */
async function writeFile(
  out: string,
  write: (target: FileTarget, signal: CancelSignal) => Promise<ExportedFile>,
): Promise<{ readonly bytes: number; readonly check: ExportCheck | null }> {
  const target = fileTarget(out)
  const signal = { aborted: false }
  const interrupt = () => {
    signal.aborted = true
  }
  process.once('SIGINT', interrupt) // a second one ends the process at once
  try {
    const { bytes, check = null } = await write(target, signal)
    if (bytes) await target.write(bytes, 0)
    throwIfCancelled(signal)
    return { bytes: await target.finish(), check }
  } catch (error) {
    await target.abandon()
    throw signal.aborted ? new CancelledError() : error // a browser that is interrupted as well fails in its own words
  } finally {
    process.off('SIGINT', interrupt)
  }
}

/** @throws UsageError naming the first option that the format does not take */
function checkOptions(options: Options, name: string, { options: taken }: ExportFormat): void {
  const given = OF_FORMATS.map(([option]) => option).filter((option) => options.text(option) !== undefined || options.flag(option))
  const refused = given.find((option) => !taken.includes(option))
  if (refused === undefined) return
  const takers = Object.entries(FORMATS).flatMap(([other, format]) => (format.options.includes(refused) ? [other] : []))
  throw new UsageError(`--${refused} is not for the format “${name}” but for ${takers.join(', ')}.`)
}

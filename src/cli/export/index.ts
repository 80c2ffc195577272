// `export`: a run as a file for elsewhere.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { formatBytes } from '../../spec/words.ts'
import { BACKEND_USAGE, type Options, parseOptions } from '../arguments.ts'
import type { Context } from '../context.ts'
import { FileError, UsageError } from '../errors.ts'
import { createLogger } from '../logger.ts'
import { openStoredRun } from '../old-run-folder.ts'
import { exists } from '../paths.ts'
import { writeWhole } from '../write-file.ts'
import { type ExportFormat, FORMAT_OPTIONS, type FormatOption } from './format.ts'
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
  if ((await exists(out)) && !options.flag('force'))
    throw new FileError(`“${out}” is there already: choose another --out, or replace it with --force.`)
  const logger = createLogger(options.flag('json'))
  const run = await openStoredRun(options.required('run'))
  const onProgress = (share: number) => logger.progress(Math.round(100 * share), 100, null, 'writing')
  const { bytes, check } = await format.write({ run, options, context, logger, onProgress })
  await mkdir(dirname(out), { recursive: true })
  await writeWhole(out, bytes)
  logger.endProgress()
  logger.event({ event: 'done', format: name, bytes: bytes.length, ...check })
  if (!options.flag('json')) logger.info(`Step ${run.record.step} of “${run.record.name}” is in ${out}, ${formatBytes(bytes.length)}.`)
}

/** @throws UsageError naming the first option that the format does not take */
function checkOptions(options: Options, name: string, { options: taken }: ExportFormat): void {
  const given = OF_FORMATS.map(([option]) => option).filter((option) => options.text(option) !== undefined || options.flag(option))
  const refused = given.find((option) => !taken.includes(option))
  if (refused === undefined) return
  const takers = Object.entries(FORMATS).flatMap(([other, format]) => (format.options.includes(refused) ? [other] : []))
  throw new UsageError(`--${refused} is not for the format “${name}” but for ${takers.join(', ')}.`)
}

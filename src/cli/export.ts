// `export`: a run as one file for elsewhere, a project file with all of it or a checkpoint.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { stripCheckpoint } from '../gan/checkpoint.ts'
import { formatBytes } from '../spec/words.ts'
import type { PreparedSet } from '../store/kept-set.ts'
import { writeProject } from '../store/project-file.ts'
import type { StoredRun } from '../store/stored-run.ts'
import { type Options, parseOptions } from './arguments.ts'
import type { Context } from './context.ts'
import { FileError, UsageError } from './errors.ts'
import { BUILTIN, openData } from './files.ts'
import { createLogger, importProgress, type Logger } from './logger.ts'
import { openStoredRun } from './old-run-folder.ts'
import { exists } from './paths.ts'
import { writeWhole } from './write-file.ts'

const CONTENTS = ['state', 'networks'] as const
type Content = (typeof CONTENTS)[number]

interface Request {
  readonly run: StoredRun
  readonly content: Content
  /** Opens the images, where they are wanted. */
  images(): Promise<PreparedSet | null>
  onProgress(share: number): void
}

const FORMATS: Readonly<Record<string, (request: Request) => Promise<Uint8Array>>> = {
  project: async ({ run, content, images, onProgress }) => {
    return writeProject(run, { snapshots: 'all', content, set: await images() }, { onProgress })
  },
  safetensors: async ({ run, content }) => {
    const bytes = await run.snapshot(null)
    return content === 'networks' && run.record.snapshots.at(-1)?.content === 'state' ? stripCheckpoint(bytes, content) : bytes
  },
}

const USAGE = `Usage: npm run export -- --run DIR|FILE.zip|FILE.safetensors --format ${Object.keys(FORMATS).join('|')} --out FILE [--with-images [--data FOLDER|FILE.zip]] [--content ${CONTENTS.join('|')}] [--force] [--json]`

export async function exportRun(args: string[], { root }: Context): Promise<void> {
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const strings = { run: string, format: string, out: string, data: string, content: string } as const
  const options = parseOptions(args, { ...strings, 'with-images': boolean, force: boolean, json: boolean }, USAGE)
  const format = options.required('format')
  const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
  if (!write) throw new UsageError(`There is no format “${format}”; there are ${Object.keys(FORMATS).join(', ')}.`)
  const content = readContent(options)
  const out = options.required('out')
  if (format !== 'project' && options.flag('with-images')) throw new UsageError('--with-images is for the format “project” only.')
  if ((await exists(out)) && !options.flag('force'))
    throw new FileError(`“${out}” is there already: choose another --out, or replace it with --force.`)
  const logger = createLogger(options.flag('json'))
  const run = await openStoredRun(options.required('run'))
  const images = async () => (options.flag('with-images') ? openImages(run, options.text('data'), root, logger) : null)
  const onProgress = (share: number) => logger.progress(Math.round(100 * share), 100, null, 'writing')
  const bytes = await write({ run, content, images, onProgress })
  await mkdir(dirname(out), { recursive: true })
  await writeWhole(out, bytes)
  logger.endProgress()
  logger.event({ event: 'done', format, bytes: bytes.length })
  if (!options.flag('json')) logger.info(`Step ${run.record.step} of “${run.record.name}” is in ${out}, ${formatBytes(bytes.length)}.`)
}

function readContent(options: Options): Content {
  const wanted = options.text('content') ?? 'state'
  const content = CONTENTS.find((one) => one === wanted)
  if (!content) throw new UsageError(`--content is one of ${CONTENTS.join(', ')}, not “${wanted}”.`)
  return content
}

/** Built-in sets come with the program: nobody needs them in a file. @param data where the images lie, if not where they lay */
async function openImages({ record }: StoredRun, data: string | undefined, root: string, logger: Logger): Promise<PreparedSet | null> {
  const { source, preparation, leftOut } = record.images
  if (source.kind === 'builtin') {
    logger.info(`The images are the built-in set ${BUILTIN}${source.name}, which comes with the program: they are not put into the file.`)
    return null
  }
  const collection = await openData(data ?? source.name, preparation, { root, onProgress: importProgress(logger) })
  return { collection: leftOut.length > 0 ? { ...collection, leftOut: new Set(leftOut) } : collection, preparation }
}

// `sample`: pictures of a trained run, one grid, a folder of files, or the picture of a code.
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PictureFacts } from '../spec/picture-facts.ts'
import { counted } from '../spec/words.ts'
import { BACKEND_USAGE, parseOptions } from './arguments.ts'
import { checkSheetSize } from './check-sheet-size.ts'
import { FileError, UsageError } from './errors.ts'
import { openDrawing } from './export/open-run.ts'
import { createLogger, progressBar } from './logger.ts'
import { openStoredRun } from './old-run-folder.ts'
import { exists, isFolder } from './paths.ts'
import { writeGrid, writePicture } from './png.ts'
import { planPictures } from './sample-plan.ts'

const USAGE = `Usage: npm run sample -- --run DIR|FILE.zip|FILE.safetensors --out FILE.png|DIR [--code CODE] [--seed S] [--count N] [--class NAME|NUMBER|--by-class] [--grid 8x8] [--step N] [--scale 4] [--force] ${BACKEND_USAGE} [--json]`

const STRINGS = ['run', 'out', 'code', 'seed', 'count', 'grid', 'step', 'scale', 'class', 'backend'] as const
const FLAGS = ['by-class', 'force', 'json'] as const

export async function sample(args: string[]): Promise<void> {
  const kinds = (names: readonly string[], type: 'string' | 'boolean') => Object.fromEntries(names.map((name) => [name, { type }]))
  const options = parseOptions(args, { ...kinds(STRINGS, 'string'), ...kinds(FLAGS, 'boolean') }, USAGE)
  const out = options.required('out')
  const run = await openStoredRun(options.required('run'))
  const { checkpoint, mix, files, columns, draw } = await planPictures(options, run)
  const scale = options.count('scale', 1, 1)
  const asGrid = isPicture(out)
  if (options.flag('by-class') && !asGrid)
    throw new UsageError('--by-class draws one grid with a row for each class: name a file that ends in .png.')
  const { size } = checkpoint.config
  checkSheetSize({ count: asGrid ? files.length : 1, size }, { columns: asGrid ? columns : 1, factor: scale })
  const logger = createLogger(options.flag('json'))
  await (asGrid ? prepareFile(out) : prepareFolder(out, options.flag('force') ? [] : files))

  const drawing = await openDrawing(checkpoint, options)
  const progress = progressBar(logger)
  const { pictures, points } = await draw(drawing, (done) => progress(done, files.length, 'drawing samples'))
  drawing.dispose()
  const { id, name } = run.record
  const facts: PictureFacts = { run: { id, name }, step: checkpoint.step, mix, points, classNames: checkpoint.classes?.names ?? [] }
  if (asGrid) await writeGrid(pictures, columns, out, { scale, facts })
  else for (const [i, file] of files.entries()) await writePicture(pictures, i, join(out, file), { scale, facts })
  logger.endProgress()
  const { step } = checkpoint
  logger.event({ event: 'done', count: files.length, firstSeed: points[0]?.seed, step, adapter: drawing.adapter, out })
  if (!options.flag('json'))
    logger.info(`${counted(files.length, 'pictures')} of step ${step} ${files.length === 1 ? 'is' : 'are'} in ${out}.`)
}

const isPicture = (out: string) => out.toLowerCase().endsWith('.png')

/** An existing file is replaced. */
async function prepareFile(out: string): Promise<void> {
  if (await isFolder(out))
    throw new FileError(`“${out}” is a folder: name a file to write the grid to, or a folder that does not end in .png.`)
  await mkdir(dirname(out), { recursive: true })
}

/** @param files that must not be there: another run may have drawn them */
async function prepareFolder(out: string, files: readonly string[]): Promise<void> {
  if ((await exists(out)) && !(await isFolder(out)))
    throw new FileError(`“${out}” is a file: name a folder, or a file that ends in .png for one grid.`)
  await mkdir(out, { recursive: true })
  const there = new Set(await readdir(out))
  const before = files.find((file) => there.has(file))
  if (before) throw new FileError(`“${out}” holds ${before} already: choose another folder, or replace it with --force.`)
}

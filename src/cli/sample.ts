// `sample`: pictures of a trained run, one grid or a folder of files.
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Checkpoint, restoreModels } from '../gan/checkpoint.ts'
import { disposeModels } from '../gan/models.ts'
import { createSampler } from '../gan/sampler.ts'
import { sheetSize } from '../spec/picture-sheet.ts'
import { grouped } from '../spec/words.ts'
import { BACKEND_USAGE, type Options, parseBackend, parseOptions } from './arguments.ts'
import { classesOf, findClass } from './class-option.ts'
import { openNodeDevice } from './device.ts'
import { FileError, UsageError } from './errors.ts'
import { createLogger, progressBar } from './logger.ts'
import { openNamedRun } from './named-run.ts'
import { exists, isFolder } from './paths.ts'
import { writeGrid, writePicture } from './png.ts'

const USAGE = `Usage: npm run sample -- --run DIR|FILE.zip|FILE.safetensors --out FILE.png|DIR [--seed S] [--count N] [--class NAME|NUMBER|--by-class] [--grid 8x8] [--scale 4] [--force] ${BACKEND_USAGE} [--json]`

export async function sample(args: string[]): Promise<void> {
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  const strings = {
    run: string,
    out: string,
    seed: string,
    count: string,
    grid: string,
    scale: string,
    class: string,
    backend: string,
  } as const
  const options = parseOptions(args, { ...strings, 'by-class': boolean, force: boolean, json: boolean }, USAGE)
  const out = options.required('out')
  const { checkpoint } = await openNamedRun(options.required('run'))
  const { seeds, classes, columns } = planSamples(options, checkpoint)
  const [count, firstSeed] = [seeds.length, seeds[0]]
  const scale = options.count('scale', 1, 1)
  const asGrid = isPicture(out)
  if (options.flag('by-class') && !asGrid)
    throw new UsageError('--by-class draws one grid with a row for each class: name a file that ends in .png.')
  const side = checkpoint.config.size
  checkSize(sheetSize({ count: asGrid ? count : 1, size: side }, { columns: asGrid ? columns : 1, factor: scale }))
  const logger = createLogger(options.flag('json'))
  const files = seeds.map(fileOfSeed)
  await (asGrid ? prepareFile(out) : prepareFolder(out, options.flag('force') ? [] : files))

  const device = await openNodeDevice(parseBackend(options))
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  const progress = progressBar(logger)
  const onProgress = (done: number) => progress(done, count, 'drawing samples')
  const { pictures } = await sampler.samples(checkpoint, seeds, { classes, onProgress })
  sampler.dispose()
  disposeModels(models)

  if (asGrid) await writeGrid(pictures, columns, out, scale)
  else for (const [i, file] of files.entries()) await writePicture(pictures, i, join(out, file), scale)
  logger.endProgress()
  logger.event({ event: 'done', count, firstSeed, step: checkpoint.step, adapter: device.info.name, out })
  if (!options.flag('json')) logger.info(`${count} pictures of step ${checkpoint.step} are in ${out}.`)
}

interface PlannedSamples {
  readonly seeds: readonly number[]
  /** Of each its class; undefined: drawn by frequency, or the run has none. */
  readonly classes: readonly number[] | undefined
  /** Of a grid. */
  readonly columns: number
}

/** @throws UsageError */
function planSamples(options: Options, { classes }: Checkpoint): PlannedSamples {
  const grid = parseGrid(options.text('grid'))
  const wanted = options.text('class')
  const firstSeed = options.count('seed', 1)
  if (options.flag('by-class')) {
    if (wanted !== undefined || grid)
      throw new UsageError('--by-class draws a row of --count samples for each class: leave --class and --grid out.')
    const { names } = classesOf(classes, '--by-class')
    const columns = options.count('count', BY_CLASS_COLUMNS, 1)
    const all = Array.from({ length: names.length * columns }, (_, i) => i)
    return { seeds: all.map((i) => firstSeed + (i % columns)), classes: all.map((i) => Math.floor(i / columns)), columns }
  }
  const count = options.count('count', grid ? grid.columns * grid.rows : 64, 1)
  const seeds = Array.from({ length: count }, (_, i) => firstSeed + i)
  const index = wanted === undefined ? null : findClass(wanted, classesOf(classes, '--class'))
  return { seeds, classes: index === null ? undefined : seeds.map(() => index), columns: grid?.columns ?? Math.ceil(Math.sqrt(count)) }
}

/** Samples in each row, where no count is given. */
const BY_CLASS_COLUMNS = 8

const isPicture = (out: string) => out.toLowerCase().endsWith('.png')
const fileOfSeed = (seed: number) => `seed-${String(seed).padStart(6, '0')}.png`

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

/** The largest side of a PNG that sharp writes. */
const LARGEST_SIDE = 16_383

/** Before anything is drawn. @throws UsageError */
function checkSize({ width, height }: ReturnType<typeof sheetSize>): void {
  if (width * height <= LARGEST_SIDE ** 2) return
  const most = grouped(LARGEST_SIDE)
  throw new UsageError(
    `The picture would be ${grouped(width)} × ${grouped(height)} pixels, and at most ${most} × ${most} can be written: take a smaller --scale, or fewer samples.`,
  )
}

function parseGrid(text: string | undefined): { columns: number; rows: number } | null {
  if (text === undefined) return null
  const match = /^([1-9]\d{0,2})x([1-9]\d{0,2})$/.exec(text)
  if (!match) throw new UsageError(`--grid is COLUMNSxROWS such as 8x8, not “${text}”.`)
  return { columns: Number(match[1]), rows: Number(match[2]) }
}

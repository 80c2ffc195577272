// Which pictures `sample` draws: those of seeds, or that of a code.
import { type Checkpoint, readCheckpoint } from '../gan/checkpoint.ts'
import { directionsFor } from '../player/directions/asked-directions.ts'
import { drawPoints } from '../player/draw-points.ts'
import { mixModels } from '../player/mix.ts'
import { modelOf } from '../player/model.ts'
import { whyNoClass, whyNoDirection, whyNoLatent, whyOtherRun } from '../spec/code-of-run.ts'
import { directionCounts } from '../spec/directions.ts'
import type { Pictures } from '../spec/image-block.ts'
import { type LatentPoint, type LayerMix, pictureFileName, pointsOfGrid, writePictureCode } from '../spec/picture-code.ts'
import { readPictureCode } from '../spec/read-picture-code.ts'
import type { StoredRun } from '../store/stored-run.ts'
import type { Options } from './arguments.ts'
import { classesOf, findClass } from './class-option.ts'
import { UsageError } from './errors.ts'
import { captureBeside, type DrawingRun, readState, snapshotAt } from './export/open-run.ts'
import { readGrid } from './grid-option.ts'
import { readSeeds } from './seed-option.ts'

export interface PicturesPlan {
  /** The state that draws them. */
  readonly checkpoint: Checkpoint
  /** Where later layers are from; null: from the same step. */
  readonly mix: LayerMix | null
  /** Name of a file for each picture. */
  readonly files: readonly string[]
  /** Of a grid. */
  readonly columns: number
  draw(
    drawing: DrawingRun,
    onProgress: (done: number) => void,
  ): Promise<{ readonly pictures: Pictures; readonly points: readonly LatentPoint[] }>
}

/** @throws UsageError */
export async function planPictures(options: Options, run: StoredRun): Promise<PicturesPlan> {
  const code = options.text('code')
  if (code !== undefined) return planCode(code, options, run)
  const checkpoint = await readState(run, options)
  const { seeds, classes, columns } = planSamples(options, checkpoint)
  return {
    checkpoint,
    mix: null,
    files: seeds.map((seed) => `seed-${String(seed).padStart(6, '0')}.png`),
    columns,
    async draw({ sampler }, onProgress) {
      const grid = await sampler.samples(checkpoint, seeds, { classes, onProgress })
      return { pictures: grid.pictures, points: pointsOfGrid(grid) }
    },
  }
}

const BESIDE_CODE = ['seed', 'count', 'grid', 'step', 'class'] as const

/** @throws UsageError where it is no code, or not of this run, or of a step that is not kept */
async function planCode(text: string, options: Options, run: StoredRun): Promise<PicturesPlan> {
  const other = options.flag('by-class') ? 'by-class' : BESIDE_CODE.find((name) => options.text(name) !== undefined)
  if (other) throw new UsageError(`--code says which picture to draw: leave --${other} out.`)
  const read = readPictureCode(text)
  if ('problem' in read) throw new UsageError(read.problem)
  const { code } = read
  refuse(whyOtherRun(code, run.record))
  const checkpoint = readCheckpoint(await run.snapshot(snapshotAt(run, code.step).file))
  refuse(whyNoClass(code.point, checkpoint.classes?.names.length ?? 0))
  refuse(whyNoLatent(code.point, checkpoint.config.latent))
  refuse(whyNoDirection(code.point, directionCounts(checkpoint.config.latent)))
  const later = code.mix && readCheckpoint(await run.snapshot(snapshotAt(run, code.mix.step).file))
  const points = [code.point]
  return {
    checkpoint,
    mix: code.mix ?? null,
    files: [`${pictureFileName(writePictureCode(code))}.png`],
    columns: 1,
    async draw(drawing, onProgress) {
      const directions = await directionsFor(points, drawing.captureGenerator)
      if (!code.mix || !later) return { pictures: await drawing.sampler.pictures(checkpoint, points, { directions, onProgress }), points }
      const [early, late] = [modelOf(await drawing.captureGenerator()), modelOf(await captureBeside(later))]
      const model = { ...mixModels(early, late, code.mix.from), ...(directions && { directions }) }
      return { pictures: drawPoints(model, points, onProgress), points }
    },
  }
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new UsageError(problem)
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
  const grid = readGrid(options)
  const wanted = options.text('class')
  if (options.flag('by-class')) {
    if (wanted !== undefined || grid)
      throw new UsageError('--by-class draws a row of --count samples for each class: leave --class and --grid out.')
    const { names } = classesOf(classes, '--by-class')
    const row = readSeeds(options, BY_CLASS_COLUMNS, ANY_COUNT)
    return { seeds: names.flatMap(() => row), classes: names.flatMap((_, k) => row.map(() => k)), columns: row.length }
  }
  const seeds = readSeeds(options, grid ? grid.columns * grid.rows : 64, ANY_COUNT)
  const index = wanted === undefined ? null : findClass(wanted, classesOf(classes, '--class'))
  const columns = grid?.columns ?? Math.ceil(Math.sqrt(seeds.length))
  return { seeds, classes: index === null ? undefined : seeds.map(() => index), columns }
}

/** Samples in each row, where no count is given. */
const BY_CLASS_COLUMNS = 8
const ANY_COUNT = Number.POSITIVE_INFINITY

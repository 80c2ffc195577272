// Samples as a zip with a PNG each, or as one PNG with all of them in rows.
import { MAX_PICTURES, picturesZip } from '../../export/pictures.ts'
import { sheetPng } from '../../export/sheet.ts'
import { type Checkpoint, readCheckpoint } from '../../gan/checkpoint.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { pointsOfGrid } from '../../spec/picture-code.ts'
import type { PictureFacts } from '../../spec/picture-facts.ts'
import { checkSheetSize } from '../check-sheet-size.ts'
import { classesOf, findClass } from '../class-option.ts'
import { readSeeds } from '../seed-option.ts'
import type { ExportFormat, ExportJob, FormatOption } from './format.ts'
import { findSnapshot, openDrawing } from './open-run.ts'

const OPTIONS: readonly FormatOption[] = ['step', 'seeds', 'seed', 'count', 'class', 'scale', 'smooth']
const COUNT = 64
/** Drawing takes most of the time. */
const DRAWING_SHARE = 0.8

interface Drawn {
  readonly pictures: Pictures
  readonly facts: PictureFacts
  readonly factor: number
  readonly smooth: boolean
}

export const pictures: ExportFormat = {
  options: OPTIONS,
  async write(job) {
    const drawn = await draw(job, 1)
    return { bytes: await picturesZip(drawn, { onProgress: (share) => job.onProgress(DRAWING_SHARE + (1 - DRAWING_SHARE) * share) }) }
  },
}

export const png: ExportFormat = {
  options: OPTIONS,
  async write(job) {
    const drawn = await draw(job, null)
    return { bytes: sheetPng({ ...drawn, columns: columnsFor(drawn.pictures.count) }) }
  },
}

const columnsFor = (count: number) => Math.ceil(Math.sqrt(count))

/** @param onSheet pictures on one PNG; null: all @throws UsageError before a device is opened */
async function draw({ run, options, onProgress }: ExportJob, onSheet: number | null): Promise<Drawn> {
  const seeds = readSeeds(options, COUNT, MAX_PICTURES)
  const [factor, smooth] = [options.count('scale', 1, 1), options.flag('smooth')]
  const checkpoint = readCheckpoint(await run.snapshot(findSnapshot(run, options).file))
  const classes = chosenClasses(options.text('class'), checkpoint, seeds.length)
  const count = onSheet ?? seeds.length
  checkSheetSize({ count, size: checkpoint.config.size }, { columns: columnsFor(count), factor })
  const drawing = await openDrawing(checkpoint, options)
  try {
    const onDrawn = (done: number) => onProgress((DRAWING_SHARE * done) / seeds.length)
    const grid = await drawing.sampler.samples(checkpoint, seeds, { classes, onProgress: onDrawn })
    const { id, name } = run.record
    const facts = { run: { id, name }, step: grid.step, points: pointsOfGrid(grid), classNames: checkpoint.classes?.names ?? [] }
    return { pictures: grid.pictures, facts, factor, smooth }
  } finally {
    drawing.dispose()
  }
}

function chosenClasses(wanted: string | undefined, { classes }: Checkpoint, count: number): number[] | undefined {
  return wanted === undefined ? undefined : Array(count).fill(findClass(wanted, classesOf(classes, '--class')))
}

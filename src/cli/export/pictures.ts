// Samples as a zip with a PNG each, or as one PNG with all of them in rows.
import { unzipSync } from 'fflate'
import { comparePictures } from '../../export/comparison.ts'
import { picturesZip } from '../../export/pictures.ts'
import { sheetPng } from '../../export/sheet.ts'
import type { Checkpoint } from '../../gan/checkpoint.ts'
import { throwIfCancelled } from '../../spec/cancel.ts'
import { type ExportCheck, MAX_ZIPPED_PICTURES } from '../../spec/exports.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { pointsOfGrid } from '../../spec/picture-code.ts'
import type { PictureFacts } from '../../spec/picture-facts.ts'
import { SHEET_GAP, zipProblem } from '../../spec/picture-sheet.ts'
import { checkSheetSize } from '../check-sheet-size.ts'
import { classesOf, findClass } from '../class-option.ts'
import { decodeInNode } from '../decode.ts'
import { UsageError } from '../errors.ts'
import { readSeeds } from '../seed-option.ts'
import type { ExportFormat, ExportJob, FormatOption } from './format.ts'
import { openDrawing, readState } from './open-run.ts'

const OPTIONS: readonly FormatOption[] = ['step', 'seeds', 'seed', 'count', 'class', 'scale', 'smooth']
const COUNT = 64
/** Files of a zip that are read back. */
const MAX_CHECKED = 256
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
    const onProgress = (share: number) => job.onProgress(DRAWING_SHARE + (1 - DRAWING_SHARE) * share)
    const bytes = await picturesZip(drawn, { onProgress, signal: job.signal })
    return { bytes, check: drawn.smooth ? null : await checkZip(bytes, drawn) }
  },
}

export const png: ExportFormat = {
  options: OPTIONS,
  async write(job) {
    const drawn = await draw(job, null)
    const columns = columnsFor(drawn.pictures.count)
    const bytes = sheetPng({ ...drawn, columns })
    return { bytes, check: drawn.smooth ? null : await checkSheet(bytes, drawn, columns) }
  },
}

const columnsFor = (count: number) => Math.ceil(Math.sqrt(count))

/** @param onSheet pictures on one PNG; null: all @throws UsageError before a device is opened */
async function draw({ run, options, onProgress, signal }: ExportJob, onSheet: number | null): Promise<Drawn> {
  const seeds = readSeeds(options, COUNT, MAX_ZIPPED_PICTURES)
  const [factor, smooth] = [options.count('scale', 1, 1), options.flag('smooth')]
  const checkpoint = await readState(run, options)
  const classes = chosenClasses(options.text('class'), checkpoint, seeds.length)
  const count = onSheet ?? seeds.length
  checkSheetSize({ count, size: checkpoint.config.size }, { columns: columnsFor(count), factor })
  const tooLarge = onSheet === 1 ? zipProblem({ count: seeds.length, size: checkpoint.config.size }, { factor, smooth }) : null
  if (tooLarge !== null) throw new UsageError(tooLarge)
  const drawing = await openDrawing(checkpoint, options)
  try {
    const onDrawn = (done: number) => {
      throwIfCancelled(signal)
      onProgress((DRAWING_SHARE * done) / seeds.length)
    }
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

/** Of all of its pictures, or the first ones. */
async function checkZip(zip: Uint8Array, drawn: Drawn): Promise<ExportCheck> {
  const { size, count, pixels } = drawn.pictures
  const length = 4 * size * size
  const files = Object.values(unzipSync(zip)).slice(0, Math.min(count, MAX_CHECKED)) // in their order, and the list last
  const checks = files.map((file, i) => {
    const picture = { count: 1, size, pixels: pixels.subarray(length * i, length * (i + 1)) }
    return checkSheet(file, { ...drawn, pictures: picture }, 1)
  })
  const differences = (await Promise.all(checks)).map(({ largestPixelDifference }) => largestPixelDifference)
  return { largestPixelDifference: Math.max(...differences), pictures: files.length }
}

/** Reads the file back: how far its pictures are from those that were drawn. */
async function checkSheet(file: Uint8Array, { pictures: { size, count, pixels }, factor }: Drawn, columns: number): Promise<ExportCheck> {
  const sheet = await decodeInNode(file, 'png')
  const read = new Uint8ClampedArray(pixels.length)
  const pitch = size + SHEET_GAP
  for (let pixel = 0; pixel < count * size * size; pixel++) {
    const picture = Math.floor(pixel / (size * size))
    const x = (picture % columns) * pitch + (pixel % size)
    const y = Math.floor(picture / columns) * pitch + (Math.floor(pixel / size) % size)
    const from = 4 * factor * (y * sheet.width + x)
    read.set(sheet.pixels.subarray(from, from + 4), 4 * pixel)
  }
  return comparePictures({ count, size, pixels: read }, { count, size, pixels })
}

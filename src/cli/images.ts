// `images`: imports files and prints the findings and warnings, without training; with --out it writes every image as the networks would see it.
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import type { Collection } from '../data/collection.ts'
import { forEachConcurrently } from '../data/concurrency.ts'
import { NoImagesError } from '../data/errors.ts'
import { labelsOf } from '../data/labels/set-labels.ts'
import { picturesOf } from '../data/pixels.ts'
import { CancelledError, type CancelSignal } from '../spec/cancel.ts'
import { preparationOf } from '../spec/config.ts'
import { csvOf } from '../spec/csv.ts'
import { FINDING_KINDS, type Finding, type SetWarning } from '../spec/files.ts'
import { counted } from '../spec/words.ts'
import { parseOptions, parseSettings } from './arguments.ts'
import type { Context } from './context.ts'
import { describeWarning } from './describe-warning.ts'
import { FileError } from './errors.ts'
import { openData } from './files.ts'
import { openLabels } from './label-file.ts'
import { createLogger, importProgress, type Logger, progressBar } from './logger.ts'
import { writePicture } from './png.ts'

const USAGE =
  'Usage: npm run images -- --data builtin:NAME|FOLDER|FILE.zip [--preset NAME] [--set key=value ...] [--labels FILE.csv] [--out DIR] [--json]'

export async function images(args: string[], context: Context): Promise<void> {
  const string = { type: 'string' } as const
  const kinds = {
    data: string,
    labels: string,
    out: string,
    preset: string,
    set: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  } as const
  const options = parseOptions(args, kinds, USAGE)
  const data = options.required('data')
  const out = options.text('out')
  const logger = createLogger(options.flag('json'))
  const signal = { aborted: false }
  const interrupt = () => {
    signal.aborted = true
  }
  process.once('SIGINT', interrupt) // a second one ends the process at once
  try {
    const preparation = preparationOf(parseSettings(options))
    if (out !== undefined) await checkOutFolder(out, data)
    const giveLabels = await openLabels(options.text('labels'))
    const opened = await openData(data, preparation, { root: context.root, signal, onProgress: importProgress(logger) })
    logger.endProgress()
    const collection = giveLabels(opened, logger)
    if (out !== undefined) await writeImages(collection, out, logger, signal)
    logger.endProgress()
    printSummary(collection, out, logger, options.flag('json'))
  } catch (error) {
    logger.endProgress()
    if (error instanceof NoImagesError) printNoImages(error, logger, options.flag('json'))
    throw error
  } finally {
    process.off('SIGINT', interrupt)
  }
}

/** Nothing is ever overwritten. @throws FileError */
async function checkOutFolder(out: string, data: string): Promise<void> {
  const found = await readdir(out).catch(codeOf)
  if (found === 'ENOTDIR') throw new FileError(`“${out}” is a file: --out takes a folder, for one picture an image.`)
  if (typeof found === 'string' && found !== 'ENOENT')
    throw new FileError(`“${out}” cannot be used as a folder (${found}): choose another.`)
  if (found.length > 0 && found !== 'ENOENT')
    throw new FileError(`“${out}” holds files already, and none is written over: choose a new folder, or empty this one.`)
  if (`${resolve(out)}${sep}`.startsWith(`${resolve(data)}${sep}`))
    throw new FileError(`“${out}” lies in the folder of the images, and would be read as images the next time: choose another.`)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

const CONCURRENT_WRITES = 4

/** All or nothing: the pictures are written to a temporary folder next to it, which is renamed at the end. */
async function writeImages(collection: Collection, out: string, logger: Logger, signal: CancelSignal): Promise<void> {
  const target = resolve(out)
  const part = `${target}.part-${process.pid}`
  await mkdir(part, { recursive: true })
  try {
    const progress = progressBar(logger)
    let done = 0
    await forEachConcurrently(Array(collection.count).keys(), CONCURRENT_WRITES, async (image) => {
      if (signal.aborted) throw new CancelledError()
      await writePicture(picturesOf(collection, [image]), 0, join(part, `${String(image).padStart(6, '0')}.png`))
      progress(++done, collection.count, 'writing images')
    })
    await writeFile(join(part, 'index.csv'), csvOf(indexOf(collection)))
    await rmdir(target).catch(() => undefined) // an empty one: Windows cannot rename over it
    await rename(part, target)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
}

/** Number, path, label and why it is left out, one image a row. */
function indexOf(collection: Collection): string[][] {
  const labels = labelsOf(collection)
  const reasons = new Map<number, string[]>()
  for (const { image, kind, sentence } of collection.findings) {
    if (image !== null && FINDING_KINDS[kind].leftOut) reasons.set(image, [...(reasons.get(image) ?? []), sentence])
  }
  const rows = collection.paths.map((path, image) => {
    const reason = collection.leftOut.has(image) ? (reasons.get(image) ?? []).join(' ') : ''
    return [String(image), path, labels?.names[labels.ofImages[image] as number] ?? '', reason]
  })
  return [['number', 'path', 'label', 'leftOut'], ...rows]
}

function printSummary(collection: Collection, out: string | undefined, logger: Logger, json: boolean): void {
  const { findings, warnings, count, leftOut, size, channels, label } = collection
  printFindings(findings, logger, json)
  for (const warning of warnings) printWarning(warning, logger, json)
  const rejected = findings.filter(({ image }) => image === null).length
  logger.event({ event: 'done', images: count, rejected, leftOut: leftOut.size, size, channels, out: out ?? null })
  if (json) return
  const not = [rejected > 0 && `${counted(rejected, 'files')} could not be used`, leftOut.size > 0 && `${leftOut.size} left out`]
  const colour = channels === 1 ? 'grey' : 'colour'
  logger.info([`${label}: ${counted(count, 'images')} of ${size} px, ${colour}`, ...not.filter((part) => part !== false)].join(', '))
  if (out !== undefined) logger.info(`Done: the images and index.csv are in ${out}.`)
}

function printNoImages({ findings }: NoImagesError, logger: Logger, json: boolean): void {
  printFindings(findings, logger, json)
  logger.event({ event: 'done', images: 0, rejected: findings.length, leftOut: 0, out: null })
}

function printFindings(findings: readonly Finding[], logger: Logger, json: boolean): void {
  for (const finding of findings) {
    logger.event({ event: 'finding', ...finding })
    if (!json) logger.info(`${finding.path}: ${finding.sentence}`)
  }
}

function printWarning(warning: SetWarning, logger: Logger, json: boolean): void {
  const { kind, title, evidence, remedy } = warning
  logger.event({ event: 'warning', path: null, kind, sentence: `${title}. ${evidence}`, remedy: remedy?.changes ?? null })
  if (!json) logger.info(describeWarning(warning))
}

// `--labels FILE.csv`: labels of a table in the place of those that the images come with.
import { readFile, stat } from 'node:fs/promises'
import { type Collection, withLabels } from '../data/collection.ts'
import { LabelTableError } from '../data/errors.ts'
import { readLabelTable } from '../data/labels/label-table.ts'
import { checkTableSize } from '../data/labels/table-text.ts'
import { summarise } from '../data/summary.ts'
import { counted } from '../spec/words.ts'
import { FileError } from './errors.ts'
import type { Logger } from './logger.ts'

/** Gives images labels, and prints what did not match. @throws FileError where the table has none for them */
type GiveLabels = (collection: Collection, logger: Logger) => Collection

/**
 * Reads a table before any image is read, so that a wrong name is said at once. Without one images keep the labels they have.
 * @throws FileError, or an error of the file system
 */
export async function openLabels(file: string | undefined): Promise<GiveLabels> {
  if (file === undefined) return (collection) => collection
  const { size } = await stat(file)
  naming(file, () => checkTableSize(size))
  const bytes = await readFile(file)
  return (collection, logger) => giveLabels(collection, file, bytes, logger)
}

/** @throws FileError that says which table it is, too */
function naming<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof LabelTableError ? new FileError(`“${file}”: ${error.message}`) : error
  }
}

function giveLabels(collection: Collection, file: string, bytes: Uint8Array, logger: Logger): Collection {
  const { labels, notes } = naming(file, () => readLabelTable(bytes, collection))
  const labelled = withLabels(collection, labels)
  const { names = [], counts = [], unlabelled = 0 } = summarise(labelled).labels ?? {}
  for (const note of notes) logger.info(`${file}: ${note}`)
  logger.event({ event: 'labels', file, names, counts, unlabelled, notes })
  const without = unlabelled > 0 ? `, ${counted(unlabelled, 'images')} without one` : ''
  logger.info(`${file}: ${counted(names.length, 'labels')}${without}.`)
  return labelled
}

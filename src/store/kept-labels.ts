// Labels that a person has given, as they are kept: with the record of a set, or by themselves for a built-in set, whose images are not kept.
import { whyNoLabels } from '../data/labels/set-labels.ts'
import { type GivenLabels, type LabelSource, MAX_CLASSES, NO_CLASS } from '../spec/classes.ts'
import { readers } from '../spec/raw-values.ts'
import { KeptSetError } from './errors.ts'
import type { Folder } from './folder.ts'
import { flushHead, readHeads, writeHead } from './head-pair.ts'

const { objectOf, listOf, textOf, integer, nullOr, oneOf, fail } = readers(() => new KeptSetError('The labels of the set are damaged.'))

/** Of labels that a person has given. A record, so that the compiler asks for new sources. */
const GIVEN: Readonly<Record<LabelSource, boolean>> = { builtin: false, folders: false, file: true, hand: true }
const GIVEN_SOURCES = (Object.keys(GIVEN) as LabelSource[]).filter((source) => GIVEN[source])

/** As they are written, as JSON. */
export function writeLabels(labels: GivenLabels) {
  return { ...labels, ofImages: [...labels.ofImages] }
}

/** @throws KeptSetError where they are no labels of so many images */
export function readLabels(value: unknown, count: number): GivenLabels {
  const { source, names, ofImages } = objectOf(value)
  const labels = {
    source: oneOf(source, GIVEN_SOURCES),
    names: listOf(names, textOf),
    ofImages: Int32Array.from(listOf(ofImages, (label) => integer(label, NO_CLASS, MAX_CLASSES))),
  }
  return whyNoLabels(labels, count) === null ? labels : fail()
}

/** Of the two heads of a built-in set. */
const HEAD = 'labels'

/** @param folder of one built-in set. @param labels null takes them away */
export async function writeBuiltinLabels(folder: Folder, labels: GivenLabels | null): Promise<void> {
  const [current = null] = (await readHeads(folder, HEAD)).heads
  if (current) await flushHead(folder, HEAD, current)
  const head = { sequence: (current?.sequence ?? 0) + 1, labels: labels && writeLabels(labels) }
  await writeHead(folder, HEAD, head, current)
}

/** The newest that are whole; null where there are none for so many images. */
export async function readBuiltinLabels(folder: Folder, count: number): Promise<GivenLabels | null> {
  for (const { value } of (await readHeads(folder, HEAD)).heads) {
    try {
      return nullOr(objectOf(value).labels, (labels) => readLabels(labels, count))
    } catch (error) {
      if (!(error instanceof KeptSetError)) throw error
    }
  }
  return null
}

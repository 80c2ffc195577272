// Labels from a table: it is read and matched with the images of a set, and what does not match is said.
import { type GivenLabels, MAX_CLASSES, NO_CLASS } from '../../spec/classes.ts'
import { cleanLabel, compareLabels, MAX_LABEL_LENGTH } from '../../spec/label-names.ts'
import { counted, grouped } from '../../spec/words.ts'
import { LabelTableError } from '../errors.ts'
import { type LabelRow, type LabelRows, labelRows } from './label-rows.ts'
import { AMBIGUOUS, MISSING, matchRows, type NamedSet } from './match-rows.ts'
import { textOfTable } from './table-text.ts'

interface LabelTable {
  readonly labels: GivenLabels
  /** What did not match, in sentences for a person. */
  readonly notes: readonly string[]
}

/**
 * Labels from a table with a path and a label in each row.
 * @throws LabelTableError with a sentence for a person, where it gives no labels that can be used
 */
export function readLabelTable(bytes: Uint8Array, set: NamedSet): LabelTable {
  return matchLabels(parseLabelTable(bytes), set)
}

/** The same in two parts, between which something else can be done: of a large table each takes a part of a second. */
export const parseLabelTable = (bytes: Uint8Array): LabelRows => labelRows(textOfTable(bytes))

/** @throws LabelTableError */
export function matchLabels({ rows, hasHeader }: LabelRows, set: NamedSet): LabelTable {
  const images = matchRows(
    rows.map(({ path }) => path),
    set,
  )
  if (images.every((image) => image < 0)) throw new LabelTableError(whyNoneMatches(rows, images, set))
  const found = collect(rows, images)
  checkLabels(found.ofImages)
  const names = [...new Set(found.ofImages.values())].sort(compareLabels)
  const indices = new Map(names.map((name, i) => [name, i]))
  const ofImages = Int32Array.from(set.paths.keys(), (image) => indices.get(found.ofImages.get(image) ?? '') ?? NO_CLASS)
  const isHeader = !hasHeader && images[0] === MISSING && !/[./\\\d]/.test(rows[0]?.path ?? '') // of names that are not known here
  const notes = [...describeRows(rows, images, isHeader), ...describeImages(found, set), describeRare(names, ofImages)]
  return { labels: { source: 'file', names, ofImages }, notes: notes.filter((note) => note !== null) }
}

interface Found {
  /** By the number of the image. */
  readonly ofImages: ReadonlyMap<number, string>
  /** Images with several labels: they have none. */
  readonly conflicting: ReadonlySet<number>
  /** Images that have a row. */
  readonly named: ReadonlySet<number>
}

function collect(rows: readonly LabelRow[], images: Int32Array): Found {
  const ofImages = new Map<number, string>()
  const conflicting = new Set<number>()
  for (const [row, { label }] of rows.entries()) {
    const image = images[row] as number
    if (image < 0 || label === '') continue
    if ((ofImages.get(image) ?? label) !== label) conflicting.add(image)
    ofImages.set(image, label)
  }
  for (const image of conflicting) ofImages.delete(image)
  return { ofImages, conflicting, named: new Set(images.filter((image) => image >= 0)) }
}

function checkLabels(ofImages: Found['ofImages']): void {
  const labels = new Set(ofImages.values())
  const long = [...labels].find(({ length }) => length > MAX_LABEL_LENGTH)
  if (long) throw new LabelTableError(`A label has at most ${MAX_LABEL_LENGTH} letters; ${quoted(long)} looks like a text about the image.`)
  if (labels.size > MAX_CLASSES)
    throw new LabelTableError(
      `The table has ${grouped(labels.size)} different labels, more than the ${grouped(MAX_CLASSES)} that are taken: is it the right column?`,
    )
  const [only] = labels
  if (only === undefined) throw new LabelTableError('The table gives no image a label.')
  if (labels.size === 1)
    throw new LabelTableError(`All images in the table have the same label, ${quoted(only)}: it takes two different ones.`)
}

function whyNoneMatches(rows: readonly LabelRow[], images: Int32Array, { paths }: NamedSet): string {
  const several = images.filter((image) => image === AMBIGUOUS).length
  if (several > 0)
    return `The table names files without their folders, and there are several of each name: ${listed(rows.map(({ path }) => path))}.`
  const last = rows.at(-1)
  if (!last) return 'The table has no rows.'
  return `No file in the table is among the images: it has files such as ${quoted(last.path)}, the images are such as ${quoted(paths.at(-1) ?? '')}.`
}

function describeRows(rows: readonly LabelRow[], images: Int32Array, isHeader: boolean): (string | null)[] {
  const pathsOf = (kind: number) => rows.filter((_, row) => images[row] === kind && !(isHeader && row === 0)).map(({ path }) => path)
  const [missing, ambiguous] = [pathsOf(MISSING), pathsOf(AMBIGUOUS)]
  return [
    missing.length === 0 ? null : `${counted(missing.length, 'rows')} for files that are not among the images: ${listed(missing)}.`,
    ambiguous.length === 0
      ? null
      : `${counted(ambiguous.length, 'rows')} could mean several images, because the name of the file is there more than once: ${listed(ambiguous)}.`,
  ]
}

function describeImages({ ofImages, conflicting, named }: Found, { paths }: NamedSet): (string | null)[] {
  const without = paths.length - named.size
  const empty = named.size - ofImages.size - conflicting.size
  const twice = [...conflicting].map((image) => paths[image] as string)
  return [
    twice.length === 0
      ? null
      : `${counted(twice.length, 'images')} with different labels in different rows, so with none: ${listed(twice)}.`,
    without === 0 ? null : `${counted(without, 'images')} without a row: no label.`,
    empty === 0 ? null : `${counted(empty, 'images')} with an empty label: no label.`,
  ]
}

/** Labels that stand at one image only. */
function describeRare(names: readonly string[], ofImages: Int32Array): string | null {
  const counts = names.map(() => 0)
  for (const label of ofImages) if (label !== NO_CLASS) counts[label] = (counts[label] as number) + 1
  const rare = names.filter((_, label) => counts[label] === 1)
  return rare.length === 0 ? null : `${counted(rare.length, 'labels')} of a single image: ${listed(rare)}.`
}

const LISTED = 3
const MAX_QUOTED = 60

function listed(names: readonly string[]): string {
  const first = names.slice(0, LISTED).map(quoted).join(', ')
  return names.length > LISTED ? `${first} and ${grouped(names.length - LISTED)} more` : first
}

function quoted(text: string): string {
  const start = cleanLabel(text.slice(0, 2 * MAX_QUOTED))
  return `“${start.length > MAX_QUOTED ? `${start.slice(0, MAX_QUOTED)}…` : start}”`
}

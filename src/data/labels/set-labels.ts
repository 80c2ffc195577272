// What the labels of a set are and where they come from: a person's own, or else those it came with, or else the names of its sub-folders.
import { type GivenLabels, MAX_CLASSES, NO_CLASS } from '../../spec/classes.ts'
import { csvOf } from '../../spec/csv.ts'
import { compareLabels, cutLabel, MAX_LABEL_LENGTH } from '../../spec/label-names.ts'
import type { ImageLabels } from '../dataset.ts'

/** What labels are found from. */
export interface LabelledSet {
  /** Of each image's file, with `/` between folders. */
  readonly paths: readonly string[]
  /** Those that the set came with. */
  readonly labels?: ImageLabels
  /** A person's own, by a table or by hand, in the place of all others. */
  readonly givenLabels?: GivenLabels
}

/** For all images of the set, those left out too; null where none has a label. */
export function labelsOf({ paths, labels, givenLabels }: LabelledSet): GivenLabels | null {
  if (givenLabels) return givenLabels
  if (labels) return { source: 'builtin', names: labels.names, ofImages: Int32Array.from(labels.ofImages) }
  return folderLabels(paths)
}

/**
 * By sub-folders: an image has the name of the first folder in which not all of them lie. Those that lie in no such folder have no label, so that
 * a person may sort a few images of each kind into folders and leave the others where they are. Null where there are not two such folders.
 */
function folderLabels(paths: readonly string[]): GivenLabels | null {
  const depth = sharedFolders(paths).length
  const folders = paths.map((path) => path.split('/').slice(0, -1)[depth] ?? '')
  const nameOf = new Map([...new Set(folders)].map((folder) => [folder, cutLabel(folder)]))
  const names = [...new Set(nameOf.values())].filter((name) => name !== '').sort(compareLabels)
  if (names.length < 2) return null
  const indices = new Map(names.map((name, i) => [name, i]))
  const ofImages = Int32Array.from(folders, (folder) => indices.get(nameOf.get(folder) ?? '') ?? NO_CLASS)
  return { source: 'folders', names, ofImages }
}

/** The leading folders that all files lie in. */
export function sharedFolders(paths: readonly string[]): readonly string[] {
  let shared = paths[0]?.split('/').slice(0, -1) ?? []
  for (const path of paths) {
    if (shared.length === 0) break
    const folders = path.split('/').slice(0, -1)
    const differs = shared.findIndex((folder, i) => folder !== folders[i])
    if (differs >= 0) shared = shared.slice(0, differs)
  }
  return shared
}

/** The labels of these images, without names that none of them has. */
export function labelsOfSome({ names, ofImages }: Pick<GivenLabels, 'names' | 'ofImages'>, images: readonly number[]): ImageLabels {
  const found = images.map((image) => ofImages[image] ?? NO_CLASS)
  const used = [...new Set(found)].filter((label) => label !== NO_CLASS).sort((one, other) => one - other)
  const indices = new Map(used.map((label, i) => [label, i]))
  return { names: used.map((label) => names[label] as string), ofImages: found.map((label) => indices.get(label) ?? NO_CLASS) }
}

/**
 * Why labels of a person are none for a set with so many images, as a sentence; null where they are.
 * Names are as `cleanLabel` leaves them, so that the same name is never there twice.
 */
export function whyNoLabels({ names, ofImages }: Pick<GivenLabels, 'names' | 'ofImages'>, count: number): string | null {
  if (ofImages.length !== count) return 'The labels are for other images than those that are open.'
  if (names.length > MAX_CLASSES) return `There are more than ${MAX_CLASSES} different labels.`
  if (names.some((name) => name === '' || name.length > MAX_LABEL_LENGTH)) return `A label has 1 to ${MAX_LABEL_LENGTH} letters.`
  if (new Set(names).size !== names.length) return 'Two labels have the same name.'
  const isLabel = (label: number) => Number.isInteger(label) && label >= NO_CLASS && label < names.length
  return ofImages.every(isLabel) ? null : 'An image has a label that does not exist.'
}

/** Path and label of each image, those without one too, so that they can be filled in. */
export function labelsAsTable(set: LabelledSet): string {
  const labels = labelsOf(set)
  const rows = set.paths.map((path, image) => [path, labels?.names[labels.ofImages[image] as number] ?? ''])
  return csvOf([['path', 'label'], ...rows])
}

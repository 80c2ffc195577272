// The result of an import: every image that could be prepared, which of them are left out, by a person or by the doctor, and the findings.
// Training uses the rest.
import type { GivenLabels } from '../spec/classes.ts'
import { FINDING_KINDS, type Finding, type SetWarning } from '../spec/files.ts'
import { type Dataset, type ImageLabels, imagesAt } from './dataset.ts'
import { type LabelledSet, labelsOf, labelsOfSome } from './labels/set-labels.ts'

export interface Collection extends Dataset, LabelledSet {
  /** Of each image's file; absent in built-in sets, and in sets kept before there were fingerprints. */
  readonly fingerprints?: readonly string[]
  /** Images that training does not see. */
  readonly leftOut: ReadonlySet<number>
  /** Images for which a person has overruled the findings: this survives preparing the images again. */
  readonly byHand: ReadonlySet<number>
  readonly findings: readonly Finding[]
  readonly warnings: readonly SetWarning[]
}

/** A set that needs no examination, such as the built-in ones. */
export function collectionOf(dataset: Dataset): Collection {
  const paths = Array.from({ length: dataset.count }, (_, i) => `${dataset.label} ${i + 1}`)
  return { ...dataset, paths, leftOut: new Set(), byHand: new Set(), findings: [], warnings: [] }
}

/** The numbers of the images that are not left out. */
export function takenOf({ count, leftOut }: Pick<Collection, 'count' | 'leftOut'>): readonly number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => !leftOut.has(i))
}

/** The images that are not left out, in the same order; with labels, where any of them has one. */
export function trainingSet(collection: Collection): Dataset {
  const { name, label, images, count, size, channels, leftOut } = collection
  if (leftOut.size > 0) return subset(collection, takenOf(collection))
  const labels = labelsAmong(collection, takenOf(collection))
  return { name, label, images, count, size, channels, ...(labels && { labels }) }
}

/** Some of the images, with their labels. */
export function subset(collection: Collection, images: readonly number[]): Dataset {
  const { name, label } = collection
  const labels = labelsAmong(collection, images)
  return { name, label, ...imagesAt(collection, images), ...(labels && { labels }) }
}

/** The labels of some of the images, without names that none of them has; null where none has a label. */
function labelsAmong(collection: Collection, images: readonly number[]): ImageLabels | null {
  const labels = labelsOf(collection)
  const found = labels && labelsOfSome(labels, images)
  return found && found.names.length > 0 ? found : null
}

/** The same collection with a person's own labels in the place of those there are; null: those it came with, or of its folders. */
export function withLabels(collection: Collection, givenLabels: GivenLabels | null): Collection {
  const { givenLabels: _, ...rest } = collection
  return givenLabels ? { ...rest, givenLabels } : rest
}

/** The images that findings leave out until a person takes them. */
function leftOutByFindings(findings: readonly Finding[]): Set<number> {
  return new Set(findings.flatMap(({ kind, image }) => (FINDING_KINDS[kind].leftOut && image !== null ? [image] : [])))
}

/** The same collection with some images taken or left out by hand. */
export function withImages(collection: Collection, images: readonly number[], taken: boolean): Collection {
  const found = leftOutByFindings(collection.findings)
  const leftOut = new Set(collection.leftOut)
  const byHand = new Set(collection.byHand)
  for (const image of images) {
    if (taken) leftOut.delete(image)
    else leftOut.add(image)
    if (taken === found.has(image)) byHand.add(image)
    else byHand.delete(image)
  }
  return { ...collection, leftOut, byHand }
}

/** The same collection with these images left out, and no others. */
export function leavingOut(collection: Collection, images: readonly number[]): Collection {
  const leftOut = new Set(images)
  const taken = [...collection.leftOut].filter((image) => !leftOut.has(image))
  return withImages(withImages(collection, taken, true), images, false)
}

// The result of an import: every image that could be prepared, which of them are left out, by a person or by the doctor, and the findings.
// Training uses the rest.
import { FINDING_KINDS, type Finding, type SetWarning } from '../spec/files.ts'
import { type Dataset, type ImageLabels, imageLabels, imagesAt, labelsAt } from './dataset.ts'

export interface Collection extends Dataset {
  /** Of each image's file, with `/` between folders. */
  readonly paths: readonly string[]
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

/** The images that are not left out, in the same order; with labels, where the set has some or they lie in sub-folders. */
export function trainingSet(collection: Collection): Dataset {
  const { name, label, images, count, size, channels, leftOut } = collection
  const labels = labelsOfSet(collection)
  if (leftOut.size === 0) return { name, label, images, count, size, channels, ...(labels && { labels }) }
  const taken = takenOf(collection)
  return { name, label, ...imagesAt(collection, taken), ...(labels && { labels: labelsAt(labels, taken) }) }
}

function labelsOfSet(collection: Collection): ImageLabels | null {
  const folders = labelsOf(collection)
  return collection.labels ?? (folders && imageLabels(folders))
}

/** Whether images are taken, where a person has chosen so, by the identity of their files. */
export type Choices = ReadonlyMap<string, boolean>

/** Path and content: another folder of the same name may have other images under the same paths. */
function identityOf({ paths, fingerprints }: Pick<Collection, 'paths' | 'fingerprints'>, image: number): string {
  const path = paths[image] as string
  return fingerprints ? `${fingerprints[image]}\0${path}` : path
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

export function choicesOf(collection: Pick<Collection, 'paths' | 'fingerprints' | 'leftOut' | 'byHand'>): Choices {
  const { leftOut, byHand } = collection
  return new Map([...byHand].map((image) => [identityOf(collection, image), !leftOut.has(image)]))
}

/** Applies choices to images that have been prepared again and may have other numbers. Choices without fingerprints match by path. */
export function withChoices(collection: Collection, choices: Choices): Collection {
  const leftOut = new Set(collection.leftOut)
  const byHand = new Set(collection.byHand)
  for (const [image, path] of collection.paths.entries()) {
    const taken = choices.get(identityOf(collection, image)) ?? choices.get(path)
    if (taken === undefined) continue
    byHand.add(image) // also where the findings agree with it now: at another size they may not
    if (taken) leftOut.delete(image)
    else leftOut.add(image)
  }
  return { ...collection, leftOut, byHand }
}

/** The name of the first folder of each path, by image; null where not every image lies in one, or all lie in the same. */
export function labelsOf({ paths }: Pick<Collection, 'paths'>): readonly string[] | null {
  const folders = paths.map((path) => (path.includes('/') ? (path.split('/')[0] as string) : ''))
  return folders.includes('') || new Set(folders).size < 2 ? null : folders
}

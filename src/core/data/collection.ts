// What an import makes of files: every image that could be prepared, those a person or the doctor has left out among them, and what there
// is to say of the files. Training takes the rest.
import type { Finding, SetWarning } from '../../spec/files.ts'
import type { Dataset } from './dataset.ts'

export interface Collection extends Dataset {
  /** Where each image comes from, with `/` between folders. */
  readonly paths: readonly string[]
  /** Images that training does not see. */
  readonly leftOut: ReadonlySet<number>
  readonly findings: readonly Finding[]
  readonly warnings: readonly SetWarning[]
}

/** A set that needs no examination, such as the built-in ones. */
export function collectionOf(dataset: Dataset): Collection {
  const paths = Array.from({ length: dataset.count }, (_, i) => `${dataset.label} ${i + 1}`)
  return { ...dataset, paths, leftOut: new Set(), findings: [], warnings: [] }
}

/** The numbers of the images that are not left out. */
export function takenOf({ count, leftOut }: Pick<Collection, 'count' | 'leftOut'>): readonly number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => !leftOut.has(i))
}

/** The images that are not left out, in the same order. */
export function trainingSet(collection: Collection): Dataset {
  const { name, label, images, count, size, channels, leftOut } = collection
  if (leftOut.size === 0) return { name, label, images, count, size, channels }
  const length = size * size * channels
  const taken = takenOf(collection)
  const chosen = new Uint8Array(taken.length * length)
  taken.forEach((from, to) => {
    chosen.set(images.subarray(from * length, (from + 1) * length), to * length)
  })
  return { name, label, images: chosen, count: taken.length, size, channels }
}

/** The same collection with some images taken or left out. */
export function withImages(collection: Collection, images: readonly number[], taken: boolean): Collection {
  const leftOut = new Set(collection.leftOut)
  for (const image of images) {
    if (taken) leftOut.delete(image)
    else leftOut.add(image)
  }
  return { ...collection, leftOut }
}

/** The name of the first folder of each path, by image; null where not every image lies in one, or all lie in the same. */
export function labelsOf({ paths }: Pick<Collection, 'paths'>): readonly string[] | null {
  const folders = paths.map((path) => (path.includes('/') ? (path.split('/')[0] as string) : ''))
  return folders.includes('') || new Set(folders).size < 2 ? null : folders
}

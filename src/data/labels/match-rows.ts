// Which images the rows of a table mean: by their paths, also where one side has leading folders that the other lacks, or else by names of files
// that are there only once. Where it is not certain no image is meant: a wrong label is worse than none.
import { sanitisePath } from '../names.ts'
import { sharedFolders } from './set-labels.ts'

/** In the place of the number of an image. */
export const MISSING = -1
export const AMBIGUOUS = -2

/** Leading folders that are tried at most. */
const MAX_FOLDERS = 8
/** Rows that decide which leading folders are dropped. */
const SAMPLED_ROWS = 1000

export interface NamedSet {
  /** Of the folder that was opened: paths in a table may begin with it. */
  readonly name: string
  readonly paths: readonly string[]
}

/** For each row the number of its image, MISSING or AMBIGUOUS. @param rowPaths as a table has them: with slashes of Windows, roots, spaces around */
export function matchRows(rowPaths: readonly string[], { name, paths }: NamedSet): Int32Array {
  const comparable = comparablePaths(paths)
  const images = paths.map(comparable)
  const rows = rowPaths.map(comparable)
  const byPath = matchByPath(rows, images, comparable(name))
  const byName = nameMatcher(images, new Set(byPath))
  return byPath.map((image, row) => (image === MISSING ? byName(rows[row] as string) : image))
}

/** Paths in one form: accents as one character, small letters, except where images differ only by those. */
function comparablePaths(paths: readonly string[]): (path: string) => string {
  const exact = (path: string) => sanitisePath(path.replaceAll('\\', '/').trim()).normalize('NFC')
  const folded = (path: string) => exact(path).toLowerCase()
  const all = paths.map(exact)
  return new Set(all.map((path) => path.toLowerCase())).size === new Set(all).size ? folded : exact
}

/** Drops the leading folders, of rows and of images, with which most rows are found; the fewest, where several do equally well. */
function matchByPath(rows: readonly string[], images: readonly string[], setName: string): Int32Array {
  const every = Math.ceil(rows.length / SAMPLED_ROWS)
  const sample = [...new Set(rows.filter((_, i) => i % every === 0))]
  let best = { dropped: 0, index: new Map() as ReadonlyMap<string, number>, found: -1 }
  for (const { dropped, index } of trialsOf(rows, images, setName)) {
    const found = new Set(sample.map((path) => index().get(withoutFolders(path, dropped)) ?? MISSING).filter((image) => image >= 0)).size
    if (found > best.found) best = { dropped, index: index(), found }
    if (found === sample.length) break
  }
  return Int32Array.from(rows, (path) => best.index.get(withoutFolders(path, best.dropped)) ?? MISSING)
}

interface Trial {
  /** Leading folders that rows lose. */
  readonly dropped: number
  /** Images by what is left of their paths. */
  index(): ReadonlyMap<string, number>
}

/** Those that change paths least first. */
function trialsOf(rows: readonly string[], images: readonly string[], setName: string): Trial[] {
  const depths = (paths: readonly string[]) => Array.from({ length: Math.min(MAX_FOLDERS, sharedFolders(paths).length) + 1 }, (_, i) => i)
  const variants = [
    ...depths(images).map((cost) => ({ cost, index: once(() => indexOf(images.map((path) => withoutFolders(path, cost)))) })),
    { cost: 1, index: once(() => indexOf(images.map((path) => `${setName}/${path}`))) },
  ]
  const trials = depths(rows).flatMap((dropped) => variants.map(({ cost, index }) => ({ dropped, index, cost: cost + dropped })))
  return trials.sort((one, other) => one.cost - other.cost)
}

/** Computed when it is first needed. */
function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | null = null
  return () => {
    value ??= { of: compute() }
    return value.of
  }
}

function withoutFolders(path: string, count: number): string {
  return count === 0 ? path : path.split('/').slice(count).join('/')
}

/** The number of what has a name; AMBIGUOUS where several have it. */
function indexOf(names: readonly string[]): Map<string, number> {
  const index = new Map<string, number>()
  names.forEach((name, i) => {
    index.set(name, index.has(name) ? AMBIGUOUS : i)
  })
  return index
}

const fileName = (path: string) => path.slice(path.lastIndexOf('/') + 1)
/** Tables often leave the ending out, and images may have been converted since. */
const withoutEnding = (path: string) => fileName(path).replace(/(?<=.)\.[a-z0-9]{1,5}$/i, '')

/**
 * Finds images by the names of their files, where no other image has the same.
 * @param matched images that have a row of their own: another row means another file of the same name
 */
function nameMatcher(images: readonly string[], matched: ReadonlySet<number>): (path: string) => number {
  const open = images.filter((_, image) => !matched.has(image))
  const matchers = [fileName, withoutEnding].map((nameOf) => ({
    nameOf,
    open: new Set(open.map(nameOf)),
    ofImages: indexOf(images.map(nameOf)),
  }))
  return (path) => {
    for (const { nameOf, ...names } of matchers) {
      const name = nameOf(path)
      const image = names.ofImages.get(name)
      if (image === undefined) continue
      return names.open.has(name) ? image : MISSING
    }
    return MISSING
  }
}

// Paths of files from a zip or a disk: which are ignored, how they are ordered, and how they are shown. Nothing is ever written to such a path.
// Paths may be long and deep, so nothing here recurses or takes more than linear time.
import { CONTROL_CHARACTERS } from '../spec/label-names.ts'

/** Files that operating systems leave in folders; they are ignored without a word. */
export function isClutter(path: string): boolean {
  return /(^|\/)(\.|__MACOSX(\/|$)|(thumbs\.db|desktop\.ini)$)/i.test(path)
}

/** By code units, which is the same for every locale. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Names of copies: "a (copy).jpg", "a - Copy 2.jpg", "Copy of a.jpg", "a-copy-0001.jpg", "a (2).jpg". */
const COPY = /(^|[^a-z])copy([^a-z]|$)|\(\d+\)/i

/** Of identical files the first in this order is the original: not named as a copy, then with the shorter path. */
export function compareOriginals(a: string, b: string): number {
  const isCopy = (path: string) => Number(COPY.test(path.slice(path.lastIndexOf('/') + 1)))
  return isCopy(a) - isCopy(b) || a.length - b.length || comparePaths(a, b)
}

/** Without `..`, roots, and characters that would change how the text around them is shown. */
export function sanitisePath(path: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.' && step !== '..')
  return steps.length === 0 ? '(no name)' : steps.join('/').replace(CONTROL_CHARACTERS, '\ufffd')
}

/** Accented letters look the same whether they are one character or two. */
const displayForm = (path: string) => path.normalize('NFC')

/**
 * Makes paths unique: the second of a name is called "name (2)", as browsers call a second download. A path identifies its file from here
 * on.
 */
export function distinctPaths(paths: readonly string[]): string[] {
  const given = new Set(paths.map(displayForm))
  if (given.size === paths.length) return [...paths]
  const taken = new Set<string>()
  const counts = new Map<string, number>()
  return paths.map((path) => {
    let distinct = path
    let count = counts.get(displayForm(path)) ?? 1
    while (taken.has(displayForm(distinct)) || (count > 1 && given.has(displayForm(distinct)))) distinct = numbered(path, ++count)
    counts.set(displayForm(path), count)
    taken.add(displayForm(distinct))
    return distinct
  })
}

/** The number stands before the extension. */
function numbered(path: string, count: number): string {
  const name = path.lastIndexOf('/') + 1
  const dot = path.lastIndexOf('.')
  const end = dot > name ? dot : path.length
  return `${path.slice(0, end)} (${count})${path.slice(end)}`
}

/** Whether it is named like a part of a split archive; parts that have a signature are recognised by that. */
export function isSplitPart(path: string): boolean {
  return /\.(z\d\d|(zip|7z|tar|gz|tgz)\.\d\d\d)$/i.test(path)
}

/** The paths in a zip, without the folder that all are in if it is named like the zip. */
export function pathsInZip(zipPath: string, paths: readonly string[]): string[] {
  const name = zipPath.slice(zipPath.lastIndexOf('/') + 1).replace(/\.zip$/i, '')
  const folder = `${name}/`
  return paths.every((path) => path.startsWith(folder)) ? paths.map((path) => path.slice(folder.length)) : [...paths]
}

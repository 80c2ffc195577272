// Groups of images as files: a table for spreadsheets, and where each image lies in a zip with a folder a group.
import { harmlessPath } from '../data/names.ts'
import { FeatureError } from './feature-table.ts'

export interface Grouping {
  /** As the person called the groups; two of one name are one. */
  readonly names: readonly string[]
  /** The group of each image, or null for one in none. */
  readonly groups: ArrayLike<number | null>
  /** The path of each image in its folder or zip. */
  readonly paths: readonly string[]
}

const HEADER = ['path', 'group'] as const

/** A line an image that is in a group, in the order of the set; lines end in CR LF [RFC 4180]. @throws FeatureError */
export function groupingCsv(grouping: Grouping): string {
  const lines = grouped(grouping).map(({ image, group }) => [grouping.paths[image] as string, grouping.names[group] as string])
  return [HEADER, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

/** What spreadsheets take for a formula: these characters at the beginning [OWASP, "CSV injection"]. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

/** Quoted where it must be; what would be a formula gets an apostrophe before it, which spreadsheets take for text. */
function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) || harmless !== text ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

export interface ZipEntry {
  /** Index of the image in the set. */
  readonly image: number
  /** Folder and file: safe on every system, and like no other even where capitals do not count. */
  readonly path: string
}

/** An entry an image that is in a group: "name of the group/path of the image". @throws FeatureError */
export function zipEntries(grouping: Grouping): ZipEntry[] {
  const folders = foldersOf(grouping.names)
  const taken = new Map<string, number>()
  return grouped(grouping).map(({ image, group }) => {
    const file = safePath(grouping.paths[image] as string) || 'image'
    return { image, path: unlike(`${folders[group]}/${file}`, taken) }
  })
}

/** Images that are in a group. */
function grouped({ names, groups, paths }: Grouping): { image: number; group: number }[] {
  if (groups.length !== paths.length) throw new FeatureError(`There are groups for ${groups.length} images, but ${paths.length} paths.`)
  const found = paths.flatMap((_, image) => {
    const group = groups[image] ?? null
    if (group !== null && names[group] === undefined) throw new FeatureError(`Group ${group + 1} has no name: there are ${names.length}.`)
    return group === null ? [] : [{ image, group }]
  })
  if (found.length === 0) throw new FeatureError('No image is in a group: make groups first.')
  return found
}

/** A folder for each name; different names never share one. */
function foldersOf(names: readonly string[]): string[] {
  const taken = new Map<string, number>()
  const folders = new Map<string, string>()
  for (const name of names) {
    if (!folders.has(name)) folders.set(name, unlike(safeStep(harmlessPath(name).replaceAll('/', '_')) || 'group', taken))
  }
  return names.map((name) => folders.get(name) as string)
}

function safePath(path: string): string {
  return harmlessPath(path).split('/').map(safeStep).filter(Boolean).join('/')
}

/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** One step of a path, without what some system refuses: signs, spaces around it, a dot at its end, names of devices. */
function safeStep(step: string): string {
  const plain = step
    .replace(/[\\:*?"<>|]/g, '_')
    .trim()
    .replace(/[. ]+$/, '')
  return DEVICE.test(plain) ? `_${plain}` : plain
}

/** The path, or with a number before its ending the first that is not taken. @param taken by its key, how many it has become */
function unlike(path: string, taken: Map<string, number>): string {
  const dot = path.lastIndexOf('.')
  const end = dot > path.lastIndexOf('/') + 1 ? dot : path.length
  let free = path
  let number = taken.get(keyOf(path)) ?? 0
  while (taken.has(keyOf(free))) free = `${path.slice(0, end)} (${++number})${path.slice(end)}`
  taken.set(keyOf(path), Math.max(1, number))
  if (free !== path) taken.set(keyOf(free), 1)
  return free
}

/** The same for names that some system takes for one. */
function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

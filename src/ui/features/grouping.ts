// Clusters as files of a person's own: a table of paths, and names of folders and pictures that every system takes.
import { csvOf } from '../../spec/csv.ts'
import type { Clusters } from '../../spec/feature-analyses.ts'

/** Names that a person gave to clusters; the others have a number. */
export type ClusterNames = ReadonlyMap<number, string>

export interface Group {
  readonly cluster: number
  readonly name: string
  /** Numbers of the open set. */
  readonly images: readonly number[]
}

export function groupsOf({ images, assignment, k }: Pick<Clusters, 'images' | 'assignment' | 'k'>, names: ClusterNames): readonly Group[] {
  const members = Array.from({ length: k }, (): number[] => [])
  images.forEach((image, i) => {
    members[assignment[i] ?? -1]?.push(image)
  })
  return members.map((own, cluster) => ({ cluster, name: clusterName(cluster, names), images: own }))
}

export function clusterName(cluster: number, names: ClusterNames): string {
  return names.get(cluster)?.trim() || `Cluster ${cluster + 1}`
}

export function clusterTable(groups: readonly Group[], pathOf: (image: number) => string): string {
  const rows = groups.flatMap(({ name, images }) => images.map((image) => ({ image, line: [pathOf(image), name] })))
  return csvOf([['path', 'cluster'], ...rows.sort((a, b) => a.image - b.image).map(({ line }) => line)])
}

/** Where the picture of an image goes in a zip: a folder a cluster, no two the same, whatever the case. */
export function entryNames(groups: readonly Group[], pathOf: (image: number) => string): ReadonlyMap<number, string> {
  const entries = new Map<number, string>()
  const folders = new Set<string>()
  for (const { name, cluster, images } of groups) {
    const folder = unique(safeName(name, `cluster-${cluster + 1}`), folders)
    const files = new Set<string>()
    for (const image of images) entries.set(image, `${folder}/${unique(safeName(stemOf(pathOf(image)), `image-${image + 1}`), files)}.png`)
  }
  return entries
}

/** The last part of a path, without its extension. */
function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.[a-z0-9]{1,5}$/i, '')
}

/** Long names break where folders are deep: Windows allows 260 characters for all of a path. */
const MAX_NAME_LENGTH = 80
/** Devices on Windows, whatever follows a dot. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no file name may hold
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"/\\|?*]+/g

export function safeName(name: string, otherwise: string): string {
  const cleaned = name.normalize('NFC').replace(FORBIDDEN, '-').trim()
  const cut = [...cleaned]
    .slice(0, MAX_NAME_LENGTH)
    .join('')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .trim()
  if (cut === '' || /^-+$/.test(cut)) return otherwise
  return DEVICES.test(cut) ? `_${cut}` : cut
}

function unique(name: string, taken: Set<string>): string {
  let free = name
  for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name}-${i}`
  taken.add(free.toLowerCase())
  return free
}

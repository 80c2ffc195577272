// Clusters as files: the table of paths, and names of folders and pictures that are valid on every system.
import { csvOf } from '../../spec/csv.ts'
import type { Clusters } from '../../spec/feature-analyses.ts'
import { safeName } from '../shared/file-name.ts'

/** Names the person gave to clusters; the others are numbered. */
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

/** Zip entry of each image: a folder per cluster, names unique even without regard to case. */
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

function unique(name: string, taken: Set<string>): string {
  let free = name
  for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name}-${i}`
  taken.add(free.toLowerCase())
  return free
}

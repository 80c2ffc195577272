// Clusters of similar images as a person splits and merges them before naming them.
import type { Clusters } from '../../spec/feature-analyses.ts'

export interface Group {
  readonly id: number
  readonly images: readonly number[]
  /** Its most typical images, the most typical first. */
  readonly typical: readonly number[]
}

/** Of a group so many typical images are shown. */
const SHOWN = 9

export const shownOf = ({ typical }: Group): readonly number[] => typical.slice(0, SHOWN)

export interface Groups {
  /** The clusters that they began as: they mean nothing for others. */
  readonly of: Clusters
  readonly list: readonly Group[]
  readonly nextId: number
}

type Members = Pick<Clusters, 'images' | 'assignment' | 'k' | 'typical'>

function membersOf({ images, assignment, k, typical }: Members, firstId: number): readonly Group[] {
  const members = Array.from({ length: k }, (): number[] => [])
  images.forEach((image, i) => {
    members[assignment[i] ?? -1]?.push(image)
  })
  return members.map((own, cluster) => ({ id: firstId + cluster, images: own, typical: typical[cluster] ?? [] }))
}

export function groupsOf(clusters: Clusters): Groups {
  return { of: clusters, list: membersOf(clusters, 0), nextId: clusters.k }
}

/** The parts take the place of the group; the same groups where there is none with this id. */
export function splitGroup(groups: Groups, id: number, parts: Members): Groups {
  const own = membersOf(parts, groups.nextId)
  if (!groups.list.some((group) => group.id === id)) return groups
  return { ...groups, list: groups.list.flatMap((group) => (group.id === id ? own : [group])), nextId: groups.nextId + own.length }
}

/** `from` joins `into`, at its place; typical images of both alternate. */
export function mergeGroups(groups: Groups, from: number, into: number): Groups {
  const one = groups.list.find(({ id }) => id === into)
  const other = groups.list.find(({ id }) => id === from)
  if (!one || !other || one === other) return groups
  const merged = {
    id: groups.nextId,
    images: [...one.images, ...other.images].sort((a, b) => a - b),
    typical: interleaved([one.typical, other.typical]),
  }
  const list = groups.list.flatMap((group) => (group === one ? [merged] : group === other ? [] : [group]))
  return { ...groups, list, nextId: groups.nextId + 1 }
}

/** The first of each list, then the second of each, and so on. */
export function interleaved(lists: readonly (readonly number[])[]): number[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat()
}

// Which snapshots of a run are kept as it grows: about as many between step 100 and 200 as between 10,000 and 20,000, since a run changes fast
// at first and slowly later.

/** At most these are kept, beside the first, the last and the best, which always are, and one that is being scored. */
export interface SnapshotLimits {
  readonly bytes: number
  readonly count: number
}

interface Thinnable {
  readonly file: string
  readonly step: number
  readonly bytes: number
}

/** @param snapshots in the order in which they were made. @param needed the files that have to stay, besides the first and the last */
export function thinned<T extends Thinnable>(snapshots: readonly T[], limits: SnapshotLimits, needed: readonly string[]): T[] {
  const kept = [...snapshots]
  while (kept.length > limits.count || bytesOf(kept) > limits.bytes) {
    const dropped = closest(kept, needed)
    if (dropped === null) break
    kept.splice(dropped, 1)
  }
  return kept
}

export function bytesOf(snapshots: readonly Pick<Thinnable, 'bytes'>[]): number {
  return snapshots.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** The one whose neighbours are closest to each other on a log scale of steps: it leaves the smallest gap. Null where none may be dropped. */
function closest(snapshots: readonly Thinnable[], needed: readonly string[]): number | null {
  let found: number | null = null
  let smallest = Number.POSITIVE_INFINITY
  for (let i = 1; i < snapshots.length - 1; i++) {
    const [before, candidate, after] = snapshots.slice(i - 1, i + 2) as [Thinnable, Thinnable, Thinnable]
    const gap = Math.abs(Math.log((after.step + 1) / (before.step + 1)))
    if (!needed.includes(candidate.file) && gap < smallest) [found, smallest] = [i, gap]
  }
  return found
}

// Samples as they are typed: “7, 12-c3, 40 to 47”, in the notation of picture codes, where classes are counted from 1.
import { type SeedPoint, seedPoint } from '../../spec/picture-code.ts'
import { MAX_SEED } from '../../spec/read-picture-code.ts'

/** Ranges are written as such from this many seeds on. */
const MIN_RANGE = 3

export function writeSeeds(points: readonly SeedPoint[]): string {
  const parts: string[] = []
  for (let from = 0; from < points.length; ) {
    let to = from
    while (to + 1 < points.length && isNext(points[to] as SeedPoint, points[to + 1] as SeedPoint)) to++
    const length = to - from + 1
    const [first, last] = [points[from] as SeedPoint, points[to] as SeedPoint]
    if (length >= MIN_RANGE) parts.push(`${first.seed} to ${last.seed}`)
    else for (const point of points.slice(from, to + 1)) parts.push(writeSeed(point))
    from = to + 1
  }
  return parts.join(', ')
}

function writeSeed({ seed, class: of }: SeedPoint): string {
  return of === undefined ? `${seed}` : `${seed}-c${of + 1}`
}

const isNext = (one: SeedPoint, other: SeedPoint) => one.class === undefined && other.class === undefined && other.seed === one.seed + 1

interface Seeds {
  readonly points: readonly SeedPoint[]
  /** What is wrong, as a sentence; null: nothing is. */
  readonly problem: string | null
}

/** @param most how many may be named @param classes of the run; 0 where it has none */
export function readSeeds(text: string, most: number, classes: number): Seeds {
  const points: SeedPoint[] = []
  for (const part of text
    .split(/[,;\n]/)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const range = /^(\d{1,10})\s*(?:to|–|\.\.)\s*(\d{1,10})$/.exec(part)
    const one = /^(\d{1,10})(?:-c(\d{1,6}))?$/.exec(part)
    const [first, last] = range ? [Number(range[1]), Number(range[2])] : one ? [Number(one[1]), Number(one[1])] : [1, 0]
    if (last < first || last > MAX_SEED) return { points, problem: `“${part}” is no seed: write them like 7, 12, 40 to 47.` }
    const of = one?.[2] === undefined ? null : Number(one[2])
    if (of !== null && (of < 1 || of > classes)) return { points, problem: describeNoClass(part, classes) }
    if (points.length + last - first + 1 > most) return { points, problem: `Take ${most} samples at most.` }
    for (let seed = first; seed <= last; seed++) points.push(seedPoint(seed, of === null ? null : of - 1))
  }
  return { points, problem: null }
}

function describeNoClass(part: string, classes: number): string {
  return classes === 0 ? `“${part}”: this run has no classes.` : `“${part}”: there are ${classes} classes, from c1 to c${classes}.`
}

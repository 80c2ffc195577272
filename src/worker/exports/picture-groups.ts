// Streams of pictures in groups of any size.
import type { Pictures } from '../../spec/image-block.ts'

/** In their order; each picture as it is, whatever group it is in. */
export type PictureGroups = AsyncIterable<Pictures>

/** All of them. @throws RangeError where there are none */
export async function collected(groups: PictureGroups): Promise<Pictures> {
  const all: Pictures[] = []
  for await (const group of groups) all.push(group)
  return joined(all)
}

/** The same pictures in groups of `count`. */
export async function* regrouped(groups: PictureGroups, count: number): AsyncGenerator<Pictures> {
  let rest: Pictures | null = null
  for await (const group of groups) {
    const all: Pictures = rest === null ? group : joined([rest, group])
    let from = 0
    for (; from + count <= all.count; from += count) yield part(all, from, from + count)
    rest = from < all.count ? part(all, from, all.count) : null
  }
}

/** Each picture group as often as `times` says. */
export async function* repeated(groups: PictureGroups, times: readonly number[]): AsyncGenerator<Pictures> {
  let i = 0
  for await (const group of groups) {
    for (let time = 0; time < (times[i] ?? 1); time++) yield group
    i++
  }
}

/** Tells how many of the pictures have been taken. */
export async function* counted(groups: PictureGroups, onTaken: (count: number) => void): AsyncGenerator<Pictures> {
  let done = 0
  for await (const group of groups) {
    yield group
    done += group.count
    onTaken(done)
  }
}

function joined(groups: readonly Pictures[]): Pictures {
  const [first] = groups
  if (!first) throw new RangeError('there are no pictures')
  const pixels = new Uint8ClampedArray(groups.reduce((sum, group) => sum + group.pixels.length, 0))
  let end = 0
  for (const group of groups) {
    pixels.set(group.pixels, end)
    end += group.pixels.length
  }
  return { count: groups.reduce((sum, { count }) => sum + count, 0), size: first.size, pixels }
}

function part({ size, pixels }: Pictures, from: number, to: number): Pictures {
  const length = 4 * size * size
  return { count: to - from, size, pixels: pixels.slice(from * length, to * length) }
}

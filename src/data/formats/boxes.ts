// The boxes of an ISO media file, such as AVIF: each is a length, a name and content, which may be boxes again. ISO/IEC 14496-12.
import { ascii, u32be, u64be } from '../bytes.ts'
import { damaged } from '../image.ts'

export interface Box {
  readonly name: string
  /** Where its length is written. */
  readonly at: number
  readonly start: number
  readonly end: number
}

/** Boxes whose own content comes before the boxes within them, and how long it is. */
const OWN_CONTENT: Readonly<Record<string, number>> = { meta: 4, iref: 4, stsd: 8, av01: 78 }

/** The boxes side by side in a stretch of the file; `end` may lie past it where the file was cut. */
export function* boxesOf(bytes: Uint8Array, from = 0, to = bytes.length): Generator<Box> {
  let at = from
  while (at + 8 <= to) {
    const short = u32be(bytes, at)
    const header = short === 1 ? 16 : 8
    const length = short === 1 ? u64be(bytes, at + 8) : short === 0 ? to - at : short // 0: up to the end
    if (length < header) throw damaged('avif')
    yield { name: ascii(bytes, at + 4, 4), at, start: at + header, end: at + length }
    at += length
  }
}

/** The boxes within a box; none reaches beyond it, so that no content is read for more than one box. */
export function* boxesWithin(bytes: Uint8Array, { name, start, end }: Box): Generator<Box> {
  const last = Math.min(end, bytes.length)
  for (const box of boxesOf(bytes, start + (OWN_CONTENT[name] ?? 0), last)) yield { ...box, end: Math.min(box.end, last) }
}

/** The boxes at the end of a path, from the top of the file or within a box. */
export function* findBoxes(bytes: Uint8Array, path: readonly string[], within?: Box): Generator<Box> {
  const [name, ...rest] = path
  for (const box of within ? boxesWithin(bytes, within) : boxesOf(bytes)) {
    if (box.name !== name) continue
    if (rest.length === 0) yield box
    else yield* findBoxes(bytes, rest, box)
  }
}

export function findBox(bytes: Uint8Array, path: readonly string[], within?: Box): Box | null {
  return findBoxes(bytes, path, within).next().value ?? null
}

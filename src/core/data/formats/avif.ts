// AVIF and HEIC, which share a container: the largest `ispe` (image spatial extents) of its boxes, and whether its boxes are all there. ISO/IEC 14496-12, 23008-12.
import { ascii, u32be, u64be } from '../bytes.ts'
import { ANIMATED, cutShort, damaged, type PictureFacts, type PixelSize } from '../image.ts'

interface Box {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** The boxes side by side in a stretch of the file; `end` may lie past it where the file was cut. */
function* boxes(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  let at = from
  while (at + 8 <= to) {
    const short = u32be(bytes, at)
    const header = short === 1 ? 16 : 8
    const length = short === 1 ? u64be(bytes, at + 8) : short === 0 ? to - at : short // 0: up to the end
    if (length < header) throw damaged('avif')
    yield { name: ascii(bytes, at + 4, 4), start: at + header, end: at + length }
    at += length
  }
}

/** The boxes at the end of a path; `meta` is a full box, whose content begins 4 bytes later. */
function* find(bytes: Uint8Array, path: readonly string[], from = 0, to = bytes.length): Generator<Box> {
  const [name, ...rest] = path
  for (const box of boxes(bytes, from, to)) {
    if (box.name !== name) continue
    if (rest.length === 0) yield box
    else yield* find(bytes, rest, box.start + (name === 'meta' ? 4 : 0), Math.min(box.end, to))
  }
}

function inspectAs(format: 'avif' | 'heic', sequence: string, bytes: Uint8Array): PictureFacts {
  const sizes: PixelSize[] = []
  for (const { start } of find(bytes, ['meta', 'iprp', 'ipco', 'ispe'])) {
    sizes.push({ width: u32be(bytes, start + 4), height: u32be(bytes, start + 8) })
  }
  // A picture of several tiles lists the tiles too: the largest is the whole.
  const [largest] = sizes.sort((a, b) => b.width * b.height - a.width * a.height)
  if (!largest) throw isWholeAvif(bytes) ? damaged(format) : cutShort(format)
  return { ...largest, changes: ascii(bytes, 8, 4) === sequence ? [ANIMATED] : [] }
}

export const inspectAvif = (bytes: Uint8Array) => inspectAs('avif', 'avis', bytes)
export const inspectHeic = (bytes: Uint8Array) => inspectAs('heic', 'msf1', bytes)

/** Every box is as long as it says, and one of them holds the coded picture: a file can be cut just before it. */
export function isWholeAvif(bytes: Uint8Array): boolean {
  for (const { end } of boxes(bytes, 0, bytes.length)) if (end > bytes.length) return false
  const data = [['mdat'], ['meta', 'idat']]
  return data.some((path) => !find(bytes, path).next().done)
}

// AVIF and HEIC, which share a container: the largest `ispe` (image spatial extents) of its boxes, whether its boxes are all there, and what is
// out of the ordinary. ISO/IEC 14496-12, 23008-12.
import { ascii, u16be, u32be } from '../bytes.ts'
import { isHighDynamicRange } from '../colour-space.ts'
import { ANIMATED, cutShort, damaged, highDynamicRange, type PictureFacts, type PixelSize, Refusal } from '../image.ts'
import { readSampleFormat } from './av1-samples.ts'
import { firstOfSequence, primaryProperties } from './avif-items.ts'
import { pictureOf, SEQUENCE_BRAND } from './avif-plain.ts'
import { type Box, boxesOf, findBoxes } from './boxes.ts'
import { readProfile } from './icc.ts'

function sizeOf(bytes: Uint8Array, format: 'avif' | 'heic'): PixelSize {
  const sizes: PixelSize[] = []
  for (const { start } of findBoxes(bytes, ['meta', 'iprp', 'ipco', 'ispe'])) {
    sizes.push({ width: u32be(bytes, start + 4), height: u32be(bytes, start + 8) })
  }
  // A picture of several tiles lists the tiles too: the largest is the whole.
  const [largest] = sizes.sort((a, b) => b.width * b.height - a.width * a.height)
  const { width, height } = largest ?? firstOfSequence(bytes)?.colours ?? { width: 0, height: 0 }
  if (width === 0) throw isWholeAvif(bytes) ? damaged(format) : cutShort(format)
  return { width, height }
}

const changesOfBrand = (bytes: Uint8Array, sequence: string) => (ascii(bytes, 8, 4) === sequence ? [ANIMATED] : [])

export function inspectHeic(bytes: Uint8Array): PictureFacts {
  return { ...sizeOf(bytes, 'heic'), changes: changesOfBrand(bytes, 'msf1') }
}

export function inspectAvif(bytes: Uint8Array): PictureFacts {
  const size = sizeOf(bytes, 'avif')
  const colours = pictureOf(bytes)?.colours
  checkColours(bytes, colours?.properties ?? primaryProperties(bytes))
  const format = colours?.data[0] ? readSampleFormat(colours.data[0]) : null
  // Chromium 156 was seen to fail at these, its `<img>` too; other browsers read them.
  if (format?.halvedAcrossOnly)
    throw new Refusal('unfit', 'An AVIF with 4:2:2 colours, which not every browser can read: save it with 4:2:0 or 4:4:4.')
  const deep = format && format.bits > 8 ? [`${format.bits} bits a channel: reduced to 8.`] : []
  return { ...size, changes: [...deep, ...changesOfBrand(bytes, SEQUENCE_BRAND)] }
}

/** @throws Refusal where page and command line could not show the same */
function checkColours(bytes: Uint8Array, properties: readonly Box[]): void {
  for (const { name, start, end } of properties) {
    if (name !== 'colr') continue
    const kind = ascii(bytes, start, 4)
    if (kind === 'nclx' && isHighDynamicRange(u16be(bytes, start + 6))) throw highDynamicRange('avif')
    // No decoder for Node reads such a table from an AVIF.
    if (kind !== 'nclx' && readProfile(bytes.subarray(start + 4, end))?.hasTable)
      throw new Refusal('unfit', 'An AVIF whose colour profile is a table, which not every program can read: save it in sRGB.')
  }
}

/** Every box is as long as it says, and one of them holds the coded picture: a file can be cut just before it. */
export function isWholeAvif(bytes: Uint8Array): boolean {
  for (const { end } of boxesOf(bytes)) if (end > bytes.length) return false
  const data = [['mdat'], ['meta', 'idat']]
  return data.some((path) => !findBoxes(bytes, path).next().done)
}

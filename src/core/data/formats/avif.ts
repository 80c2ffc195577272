// AVIF and HEIC, which share a container: the largest `ispe` (image spatial extents) of its boxes, whether its boxes are all there, and what is
// out of the ordinary. ISO/IEC 14496-12, 23008-12.
import { ascii, u8, u16be, u32be } from '../bytes.ts'
import { isHighDynamicRange } from '../colour-space.ts'
import { ANIMATED, cutShort, damaged, highDynamicRange, type PictureFacts, type PixelSize, Refusal } from '../image.ts'
import { firstOfSequence, primaryProperties } from './avif-items.ts'
import { type Box, boxesOf, findBoxes } from './boxes.ts'
import { readProfile } from './icc.ts'

const SEQUENCE_BRANDS = { avif: 'avis', heic: 'msf1' } as const

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

const isAnimated = (bytes: Uint8Array, format: 'avif' | 'heic') => ascii(bytes, 8, 4) === SEQUENCE_BRANDS[format]

export function inspectHeic(bytes: Uint8Array): PictureFacts {
  return { ...sizeOf(bytes, 'heic'), changes: isAnimated(bytes, 'heic') ? [ANIMATED] : [] }
}

export function inspectAvif(bytes: Uint8Array): PictureFacts {
  const size = sizeOf(bytes, 'avif')
  const animated = isAnimated(bytes, 'avif')
  const properties = (animated ? firstOfSequence(bytes)?.colours.properties : null) ?? primaryProperties(bytes)
  const changes = changesOf(bytes, properties)
  return { ...size, changes: animated ? [...changes, ANIMATED] : changes }
}

/** @throws Refusal where page and command line could not show the same */
function changesOf(bytes: Uint8Array, properties: readonly Box[]): string[] {
  const codes = properties.find(({ name, start }) => name === 'colr' && ascii(bytes, start, 4) === 'nclx')
  if (codes && isHighDynamicRange(u16be(bytes, codes.start + 6))) throw highDynamicRange('avif')
  const profile = properties.find(({ name, start }) => name === 'colr' && ['prof', 'rICC'].includes(ascii(bytes, start, 4)))
  // No decoder for Node reads such a table from an AVIF.
  if (profile && readProfile(bytes.subarray(profile.start + 4, profile.end))?.hasTable)
    throw new Refusal('unfit', 'An AVIF whose colour profile is a table, which not every program can read: save it in sRGB.')
  const configuration = properties.find(({ name }) => name === 'av1C')
  if (!configuration) return []
  const flags = u8(bytes, configuration.start + 2)
  const [deep, twelve, grey, halvedAcross, halvedDown] = [0x40, 0x20, 0x10, 8, 4].map((bit) => (flags & bit) !== 0)
  // Chromium 156 was seen to fail at these, its `<img>` too; other browsers read them.
  if (!grey && halvedAcross && !halvedDown)
    throw new Refusal('unfit', 'An AVIF with 4:2:2 colours, which not every browser can read: save it with 4:2:0 or 4:4:4.')
  return deep ? [`${twelve ? 12 : 10} bits a channel: reduced to 8.`] : []
}

/** Every box is as long as it says, and one of them holds the coded picture: a file can be cut just before it. */
export function isWholeAvif(bytes: Uint8Array): boolean {
  for (const { end } of boxesOf(bytes)) if (end > bytes.length) return false
  const data = [['mdat'], ['meta', 'idat']]
  return data.some((path) => !findBoxes(bytes, path).next().done)
}

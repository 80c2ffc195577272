// SVG: whether a text is one, and what of it will not be drawn. Its XML is judged by the library that draws it (../svg/drawing.ts);
// here it is only gone through tag by tag.
import { type PictureFacts, Refusal } from '../image.ts'
import { attributesOf, type SvgTag, startOfText, tagsOf, textOfSvg } from '../svg/markup.ts'

/**
 * The shorter side that a drawing gets, in pixels: four times the largest training size, so that every pixel of that is made of at
 * least 16, and enough even where only the middle of it is kept.
 */
export const SVG_SIDE = 256
/** The longer side is never longer than this, which bounds the pixels; the shorter one of a drawing that is longer yet suffers. */
export const SVG_LONGEST = 2048

/** A drawing may begin with comments and declarations, but not with more than this. */
const ROOT_WITHIN = 1 << 16
/** A larger one takes the library more memory and time than it may have. */
const MAX_BYTES = 16 * 1024 * 1024

const TEXT = 'Its text is not drawn: turn it into paths in the program that made it.'
const MOTION = 'An animated SVG: it is drawn without its animation.'
const PICTURES = 'A picture inside of it that is not PNG, JPEG, GIF or SVG is not drawn.'
const STROKES = 'Lines that are to keep their width at any size (non-scaling-stroke) are drawn like others.'
const LINKS = 'What it links to outside of itself is not loaded: embed it in the drawing.'

export function isSvg(bytes: Uint8Array): boolean {
  const start = startOfText(bytes, ROOT_WITHIN).trimStart()
  const [root] = start.startsWith('<') ? tagsOf(start) : []
  return root !== undefined && root.kind !== 'close' && root.name === 'svg'
}

const HOLDS_TEXT = ['text', 'foreignObject']
const MAY_LINK = ['image', 'feImage', 'use']
const MOVES = ['animate', 'animateMotion', 'animateTransform', 'set']
/** The formats of embedded pictures that the drawing library reads. */
const EMBEDDED = /^\s*data:image\/(?:png|jpe?g|gif|svg\+xml)\b/i

function changesFor(xml: string, tag: SvgTag): string | null {
  if (HOLDS_TEXT.includes(tag.name)) return TEXT
  if (MOVES.includes(tag.name)) return MOTION
  if (!MAY_LINK.includes(tag.name)) return null
  const link = attributesOf(xml, tag).find(({ name }) => name === 'href' || name === 'xlink:href')?.raw ?? ''
  if (!/^\s*(?:#|data:|$)/.test(link)) return LINKS
  return /^\s*data:/.test(link) && !EMBEDDED.test(link) ? PICTURES : null
}

/** The most that will be drawn of it: only the library knows its size. */
export function inspectSvg(bytes: Uint8Array): PictureFacts {
  const megabytes = MAX_BYTES / 1024 / 1024
  if (bytes.length > MAX_BYTES) throw new Refusal('unfit', `An SVG of more than ${megabytes} MB: make it simpler, or save it as PNG.`)
  const xml = textOfSvg(bytes)
  const changes = new Set<string>()
  for (const tag of tagsOf(xml)) {
    const change = tag.kind === 'close' ? null : changesFor(xml, tag)
    if (change) changes.add(change)
  }
  if (/@import\b|<\?xml-stylesheet\b/.test(xml)) changes.add(LINKS)
  if (/@(?:-webkit-)?keyframes\b/.test(xml)) changes.add(MOTION)
  if (xml.includes('non-scaling-stroke')) changes.add(STROKES)
  return { width: SVG_LONGEST, height: SVG_SIDE, changes: [...changes] }
}

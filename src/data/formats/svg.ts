// SVG: whether a text is one, and which of its contents will not be drawn. Tags are only scanned here; XML errors are found by the library that
// draws it (../svg/drawing.ts).
import { Refusal } from '../errors.ts'
import type { HeaderFacts } from '../image.ts'
import { attributesOf, type SvgTag, startOfText, tagsOf, textOfSvg } from '../svg/markup.ts'

/**
 * The shorter side of the drawn picture in pixels: four times the largest training size, so that each pixel of an image is computed from at
 * least 16, and enough even where only the middle is kept.
 */
export const SVG_SIDE = 256
/** Limit of the longer side; the shorter one of a very long drawing becomes smaller. */
export const SVG_LONGEST = 2048

/** Bytes within which the root element must begin, after comments and declarations. */
const MAX_PROLOG_BYTES = 1 << 16
/** The library needs too much memory and time for larger ones. */
const MAX_BYTES = 16 * 1024 * 1024

const TEXT = 'Its text is not drawn: turn it into paths in the program that made it.'
const MOTION = 'An animated SVG: it is drawn without its animation.'
const PICTURES = 'A picture inside of it that is not PNG, JPEG, GIF or SVG is not drawn.'
const STROKES = 'Lines that are to keep their width at any size (non-scaling-stroke) are drawn like others.'
const LINKS = 'What it links to outside of itself is not loaded: embed it in the drawing.'

export function isSvg(bytes: Uint8Array): boolean {
  const start = startOfText(bytes, MAX_PROLOG_BYTES).trimStart()
  const [root] = start.startsWith('<') ? tagsOf(start) : []
  return root !== undefined && root.kind !== 'close' && root.name === 'svg'
}

const TEXT_ELEMENTS = ['text', 'foreignObject']
const LINK_ELEMENTS = ['image', 'feImage', 'use']
const ANIMATION_ELEMENTS = ['animate', 'animateMotion', 'animateTransform', 'set']
/** The formats of embedded pictures that the drawing library reads. */
const EMBEDDED = /^\s*data:image\/(?:png|jpe?g|gif|svg\+xml)\b/i

function changesFor(xml: string, tag: SvgTag): string | null {
  if (TEXT_ELEMENTS.includes(tag.name)) return TEXT
  if (ANIMATION_ELEMENTS.includes(tag.name)) return MOTION
  if (!LINK_ELEMENTS.includes(tag.name)) return null
  const link = attributesOf(xml, tag).find(({ name }) => name === 'href' || name === 'xlink:href')?.raw ?? ''
  if (!/^\s*(?:#|data:|$)/.test(link)) return LINKS
  return /^\s*data:/.test(link) && !EMBEDDED.test(link) ? PICTURES : null
}

/** The size is an upper bound: only the library knows the real one. */
export function inspectSvg(bytes: Uint8Array): HeaderFacts {
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

// SVG: whether a text is one, and what of it will not be drawn. Its XML is judged by the library that draws it (../svg-drawing.ts);
// here it is only gone through tag by tag, each byte once, whatever it holds.
import { ascii } from '../bytes.ts'
import { type PictureFacts, Refusal } from '../image.ts'

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
const LINKS = 'What it links to outside of itself is not loaded: embed it in the drawing.'

/** The tags that begin elements, without `<` and up to `>`. */
function* tags(xml: string): Generator<string> {
  const after = (mark: string, from: number) => {
    const found = xml.indexOf(mark, from)
    return found < 0 ? xml.length : found + mark.length
  }
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const end = after('>', at)
    if (xml.startsWith('<!--', at)) at = after('-->', at + 4)
    else if (xml.startsWith('<![CDATA[', at)) at = after(']]>', at)
    else if (xml.startsWith('<?', at)) at = after('?>', at)
    else if (xml.startsWith('<!', at))
      at = xml.slice(at, end).includes('[') ? after('>', after(']', at)) : end // a DOCTYPE with entities
    else {
      if (xml[at + 1] !== '/') yield xml.slice(at + 1, end)
      at = end
    }
  }
}

/** The name of an element, without its namespace's prefix. */
const nameOf = (tag: string) => /^(?:[\w.-]{1,99}:)?([\w.-]{1,99})/.exec(tag)?.[1] ?? ''

export function isSvg(bytes: Uint8Array): boolean {
  const start = ascii(bytes, 0, Math.min(ROOT_WITHIN, bytes.length)).replace(/^\xef\xbb\xbf/, '')
  const [root] = start.trimStart().startsWith('<') ? tags(start) : []
  return root !== undefined && nameOf(root) === 'svg'
}

const HOLDS_TEXT = ['text', 'foreignObject']
const MAY_LINK = ['image', 'feImage', 'use']

/** The most that will be drawn of it: only the library knows its size. */
export function inspectSvg(bytes: Uint8Array): PictureFacts {
  const megabytes = MAX_BYTES / 1024 / 1024
  if (bytes.length > MAX_BYTES) throw new Refusal('unfit', `An SVG of more than ${megabytes} MB: make it simpler, or save it as PNG.`)
  const changes = new Set<string>()
  for (const tag of tags(ascii(bytes, 0, bytes.length))) {
    const name = nameOf(tag)
    if (HOLDS_TEXT.includes(name)) changes.add(TEXT)
    if (MAY_LINK.includes(name) && /\bhref\s*=\s*["']\s*(?![\s#]|data:)/.test(tag)) changes.add(LINKS)
  }
  return { width: SVG_LONGEST, height: SVG_SIDE, changes: [...changes] }
}

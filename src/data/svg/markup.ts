// The text of an SVG, in whatever encoding it says it is in, and its tags. Whether it is good XML is judged by the library that draws it.
// Every byte is read once, whatever the file holds.
import { ascii } from '../bytes.ts'
import { Refusal } from '../errors.ts'

export interface SvgAttribute {
  /** With its namespace's prefix. */
  readonly name: string
  /** As in the file, with entities. */
  readonly raw: string
  /** Offsets of name and value together. */
  readonly from: number
  readonly end: number
}

export interface SvgTag {
  /** Without its namespace's prefix. */
  readonly name: string
  readonly prefix: string
  readonly kind: 'open' | 'empty' | 'close'
  readonly from: number
  /** Offset after its name. */
  readonly nameEnd: number
  readonly end: number
}

/** Offset after the next `mark`, or the end. */
function after(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from)
  return found < 0 ? xml.length : found + mark.length
}

/** Offset after the `>` that ends the tag at `from`; those in quotes do not count. */
function endOfTag(xml: string, from: number): number {
  for (let at = from; at < xml.length; at++) {
    const letter = xml[at]
    if (letter === '>') return at + 1
    if (letter === '"' || letter === "'") at = after(xml, letter, at + 1) - 1
  }
  return xml.length
}

const NAME = /(?:([\w.-]{1,99}):)?([\w.-]{1,99})/y

/** The tags of elements in their order; comments, CDATA and declarations are skipped. */
export function* tagsOf(xml: string): Generator<SvgTag> {
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    if (xml.startsWith('<!--', at)) at = after(xml, '-->', at + 4)
    else if (xml.startsWith('<![CDATA[', at)) at = after(xml, ']]>', at)
    else if (xml.startsWith('<?', at)) at = after(xml, '?>', at)
    else if (xml.startsWith('<!', at)) at = endOfDeclaration(xml, at)
    else {
      const end = endOfTag(xml, at)
      const closes = xml[at + 1] === '/'
      NAME.lastIndex = at + (closes ? 2 : 1)
      const [, prefix = '', name = ''] = NAME.exec(xml) ?? []
      const nameEnd = at + (closes ? 2 : 1) + (prefix ? prefix.length + 1 : 0) + name.length
      yield { name, prefix, kind: closes ? 'close' : xml[end - 2] === '/' ? 'empty' : 'open', from: at, nameEnd, end }
      at = end
    }
  }
}

/** Offset after a DOCTYPE, which may contain entities in brackets. */
function endOfDeclaration(xml: string, from: number): number {
  const end = after(xml, '>', from)
  return xml.slice(from, end).includes('[') ? after(xml, '>', after(xml, ']', from)) : end
}

/** Matches only after a space or a quote, or a long word would be tried from each of its letters. */
const ATTRIBUTE = /(?<=[\s"'])([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

export function attributesOf(xml: string, { nameEnd, end }: SvgTag): SvgAttribute[] {
  const inside = xml.slice(nameEnd, end)
  return Array.from(inside.matchAll(ATTRIBUTE), (match) => {
    const from = nameEnd + match.index
    return { name: match[1] ?? '', raw: match[2] ?? match[3] ?? '', from, end: from + match[0].length }
  })
}

// Every platform has it; the language itself does not.
declare const TextDecoder: new (label: string, options: { readonly fatal: boolean }) => { decode(bytes: Uint8Array): string }

/** Recognised by the byte order mark, or by a `<` of two bytes. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const start = ascii(bytes, 0, 2)
  if (start === '\xff\xfe' || start === '<\0') return 'utf-16le'
  return start === '\xfe\xff' || start === '\0<' ? 'utf-16be' : null
}

export const isUtf16 = (bytes: Uint8Array) => utf16Of(bytes) !== null

/** The first bytes as text: enough to find elements, whatever the encoding. */
export function startOfText(bytes: Uint8Array, length: number): string {
  const start = ascii(bytes, 0, Math.min(length, bytes.length))
  return utf16Of(bytes)
    ? start.slice(start[0] === '<' || start[0] === '\0' ? 0 : 2).replaceAll('\0', '')
    : start.replace(/^\xef\xbb\xbf/, '')
}

/** From the XML declaration; where that is in single bytes but says UTF-16, it is wrong. */
function encodingOf(bytes: Uint8Array): string {
  const [, named = 'utf-8'] =
    /^(?:\xef\xbb\xbf)?\s{0,99}<\?xml[^>]{1,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/.exec(ascii(bytes, 0, 256)) ?? []
  return utf16Of(bytes) ?? (/^utf-?(?:16|32)/i.test(named) ? 'utf-8' : named)
}

/** @throws Refusal where the text is invalid in its encoding */
export function textOfSvg(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const name = /^utf-?8$/i.test(encoding) ? 'UTF-8' : `${encoding}, as it says`
    throw new Refusal('damaged', `The SVG is not in ${name}: save it again, as UTF-8 or as PNG.`)
  }
}

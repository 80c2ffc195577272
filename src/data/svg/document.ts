// An SVG as a tree of its elements, each with its place in the text: for matching selectors and for changing the text. Also the drawings
// that stand in the url of an <image>.

import { tooManyParts } from './limits.ts'
import { attributesOf, type SvgAttribute, tagsOf, textOfSvg } from './markup.ts'

export interface SvgElement {
  readonly name: string
  readonly prefix: string
  readonly parent: SvgElement | null
  /** Among its siblings. */
  readonly index: number
  readonly children: SvgElement[]
  readonly attributes: ReadonlyMap<string, SvgAttribute>
  /** Offsets, including its tags. */
  readonly from: number
  end: number
  /** Where new attributes are inserted. */
  readonly nameEnd: number
  readonly contentFrom: number
  contentEnd: number
}

export interface SvgDocument {
  readonly text: string
  readonly root: SvgElement
  /** In the order of the file: parents before their children. */
  readonly elements: readonly SvgElement[]
  /** Whether entities of its DOCTYPE contain elements, which are not in the tree. */
  readonly hasElementsInEntities: boolean
  /** The value of an attribute, entities replaced; null where there is none. */
  value(element: SvgElement, name: string): string | null
  /** Between the tags of an element, without comments and processing instructions. */
  content(element: SvgElement): string
}

/** One that is never closed extends to the end, or each would be searched for its end. */
const NOT_TEXT = /(<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$))/
const ENTITY = /<!ENTITY\s+([\w.:-]{1,99})\s+(?:"([^"]*)"|'([^']*)')\s*>/g
const KNOWN_ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
/** Limits for entities within entities: as deep as the drawing library allows, and their total length. */
const MAX_DEPTH = 10
const MAX_LENGTH = 1 << 20

/** Those of XML and of the drawing's DOCTYPE. */
function entitiesOf(text: string, rootFrom: number): Map<string, string> {
  const entities = new Map<string, string>(Object.entries(KNOWN_ENTITIES))
  for (const [, name = '', double, single] of text.slice(0, rootFrom).matchAll(ENTITY)) entities.set(name, double ?? single ?? '')
  return entities
}

/** Replaces entities; unknown ones are left to the drawing library. */
function createDecoder(own: ReadonlyMap<string, string>): (raw: string) => string {
  let length = 0
  const decode = (raw: string, depth: number): string =>
    raw.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([\w.:-]{1,99}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name === undefined) return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(decimal ?? hex ?? '', decimal ? 10 : 16)))
      const value = own.get(name)
      if (value === undefined) return whole
      length += value.length
      if (depth > MAX_DEPTH || length > MAX_LENGTH) throw tooManyParts()
      return name in KNOWN_ENTITIES ? value : decode(value, depth + 1)
    })
  return (raw) => (raw.includes('&') ? decode(raw, 0) : raw)
}

/** Far more than real drawings have. They take memory here, outside of the thread that bounds the drawing library. */
const MAX_ELEMENTS = 300_000

/** @returns null where there is no element */
export function readDocument(text: string): SvgDocument | null {
  const elements: SvgElement[] = []
  let open = null as SvgElement | null
  for (const tag of tagsOf(text)) {
    if (tag.kind === 'close') {
      if (open) {
        open.contentEnd = tag.from
        open.end = tag.end
      }
      open = open?.parent ?? null
      continue
    }
    const attributes = new Map(attributesOf(text, tag).map((attribute) => [attribute.name, attribute]))
    const position = {
      parent: open,
      index: open?.children.length ?? 0,
      nameEnd: tag.nameEnd,
      contentFrom: tag.end,
      contentEnd: tag.end,
      from: tag.from,
      end: tag.end,
    }
    const element: SvgElement = { name: tag.name, prefix: tag.prefix, children: [], attributes, ...position }
    open?.children.push(element)
    elements.push(element)
    if (elements.length > MAX_ELEMENTS) throw tooManyParts()
    if (tag.kind === 'open') open = element
  }
  const [root] = elements
  if (!root) return null
  const entities = entitiesOf(text, root.from)
  const decode = createDecoder(entities)
  const hasElementsInEntities = Array.from(entities).some(([name, value]) => !(name in KNOWN_ENTITIES) && /<|&#(?:60|x3c);/i.test(value))
  const value = (element: SvgElement, name: string) => {
    const raw = element.attributes.get(name)?.raw
    return raw === undefined ? null : decode(raw)
  }
  const content = ({ contentFrom, contentEnd }: SvgElement) =>
    text
      .slice(contentFrom, contentEnd)
      .split(NOT_TEXT)
      .map((part) => (/^<(?:!--|\?)/.test(part) ? '' : part.startsWith('<![') ? part.slice(9, -3) : decode(part)))
      .join('')
  return { text, root, elements, hasElementsInEntities, value, content }
}

// Every platform has it; the language itself does not.
declare const atob: (base64: string) => string

const SVG_DATA_URL = /^\s*data:image\/svg\+xml((?:;[\w=-]{1,40})*),/i

/** The SVG in a data URL; null where the URL is of something else, or invalid. */
export function embeddedSvg(url: string): string | null {
  const [head, parameters = ''] = SVG_DATA_URL.exec(url) ?? []
  if (head === undefined) return null
  const body = url.slice(head.length)
  try {
    return /;base64$/i.test(parameters)
      ? textOfSvg(Uint8Array.from(atob(body.trim()), (letter) => letter.charCodeAt(0)))
      : decodeURIComponent(body)
  } catch {
    return null
  }
}

export const dataUrlOf = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg)}`

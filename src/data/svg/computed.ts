// What the styles of an element come to: of all that is said of a property the last thing that makes sense, in words that the drawing
// library knows.
import type { Said } from './cascade.ts'
import type { SvgDocument, SvgElement } from './document.ts'
import { notDrawn, type Spend } from './limits.ts'
import type { Viewport } from './media.ts'
import { sizeWithin } from './placement.ts'
import { COLOURS, INITIAL, isInherited, isStyle } from './properties.ts'
import { parseValue, textOf, type Value } from './stylesheet.ts'
import { type CustomProperties, customProperties, plainColour, plainValue, substitute, wordsOf } from './values.ts'

/** What an element hands on to those within it. */
export interface Inherited {
  readonly custom: CustomProperties
  /** What `currentColor` is. */
  readonly colour: string
  /** Those of `fill` and `stroke` that are inherited as `currentColor`: each element takes its own colour for it. */
  readonly current: readonly string[]
  /** What percentages are of. */
  readonly size: Viewport | null
}

export interface Resolving {
  readonly document: SvgDocument
  readonly spend: Spend
  readonly inherited: Map<SvgElement, Inherited>
  /** Those in whose values a variable stood. */
  readonly withVariables: Set<SvgElement>
  /** What values have come to: most stand at many elements. */
  readonly known: Map<string, Plain | null>
}

/** A value in plain words. */
export interface Plain {
  readonly value: Value
  readonly text: string
}

const DEFAULT_WORDS = ['inherit', 'initial', 'unset', 'revert', 'revert-layer']

/** As the drawing library would say it: it knows `inherit` only. */
function fromDefaultWord(property: string, word: string): string {
  const inherits = word === 'inherit' || (word !== 'initial' && isInherited(property))
  return inherits ? 'inherit' : ((INITIAL as Readonly<Record<string, string>>)[property] ?? 'inherit')
}

/** A paint or colour; null where it makes no sense. */
function paintOf(value: Value): string | null {
  const words = wordsOf(value).map((part) => {
    const text = part.toString()
    const word = text.toLowerCase()
    if (word.startsWith('url(') || word === 'none') return text
    if (word === 'currentcolor') return 'currentColor'
    if (word.startsWith('context-')) throw notDrawn(`“${text}”`)
    return plainColour(part)
  })
  return words.length === 0 || words.includes(null) ? null : words.join(' ')
}

/** Without variables; null where it makes no sense. */
function plainOf(property: string, filled: Value, colour: string): Plain | null {
  const isForText = property === 'font-size' && /\d(?:v\w+|ch)\b|\(/.test(textOf(filled)) // the size of letters that nobody draws
  const value = isForText ? null : plainValue(filled, colour)
  const said = value ? textOf(value) : ''
  if (!value || said === '') return null
  const isDefault = isStyle(property) && DEFAULT_WORDS.includes(said.toLowerCase())
  const text = isDefault ? fromDefaultWord(property, said.toLowerCase()) : COLOURS.includes(property) ? paintOf(value) : said
  return text === null ? null : { value, text }
}

/** The last of `values` that makes sense; null where none does. */
export function lastSensible(element: SvgElement, property: string, values: readonly Value[], at: Resolving): Plain | null {
  const { custom, colour } = at.inherited.get(element) as Inherited
  for (const value of values.toReversed()) {
    const text = textOf(value)
    if (/\bvar\(/i.test(text)) {
      at.withVariables.add(element)
      const filled = substitute(value, (name) => custom.get(name) ?? null, at.spend)
      // What a variable holds is known too late to fall back to what was said before.
      return (filled && plainOf(property, filled, colour)) ?? plainOf(property, parseValue('unset'), colour)
    }
    const key = `${property}|${colour}|${text}`
    if (!at.known.has(key)) at.known.set(key, plainOf(property, value, colour))
    const plain = at.known.get(key)
    if (plain) return plain
  }
  return null
}

/** The colour of an element, which others of its colours may be mixed from. */
function ownColour(element: SvgElement, said: Said, at: Resolving): string | null {
  const text = ownPaint(element, 'color', said, at)
  return text === 'inherit' || text === 'currentColor' ? null : text
}

/** To be called for parents before their children. */
export function inherit(element: SvgElement, said: Said, at: Resolving): void {
  const around: Inherited = (element.parent && at.inherited.get(element.parent)) ?? {
    custom: new Map(),
    colour: 'black',
    current: [],
    size: null,
  }
  const custom = customProperties(said, around.custom, at.spend)
  const size = element.name === 'svg' ? sizeWithin(at.document, element) : around.size
  at.inherited.set(element, { ...around, custom, size })
  const colour = ownColour(element, said, at) ?? around.colour
  at.inherited.set(element, { ...around, custom, size, colour })
  const current = ['fill', 'stroke'].filter((name) => {
    const own = ownPaint(element, name, said, at)
    return own === null || own === 'inherit' ? around.current.includes(name) : own === 'currentColor'
  })
  at.inherited.set(element, { custom, size, colour, current })
}

/** So are most of all paints: they need no reading. */
export const isPlainPaint = (text: string) => /^(?:none|inherit|#[\da-f]{6}|#[\da-f]{3}|url\(#[\w.-]{1,99}\))$/i.test(text)

function ownPaint(element: SvgElement, name: string, said: Said, at: Resolving): string | null {
  const attribute = at.document.value(element, name)
  if (attribute !== null && isPlainPaint(attribute) && !said.has(name)) return attribute
  const values = said.get(name) ?? (attribute === null ? [] : [parseValue(attribute)])
  return values.length === 0 ? null : (lastSensible(element, name, values, at)?.text ?? null)
}

// What the styles of an element come to: of all that is said of a property the last thing that makes sense, in words that the drawing
// library knows.
import type { DeclaredValues } from './cascade.ts'
import type { SvgDocument, SvgElement } from './document.ts'
import { notDrawn, type Spend } from './limits.ts'
import type { Viewport } from './media.ts'
import { sizeWithin } from './placement.ts'
import { COLOURS, INITIAL, isInherited, isStyle } from './properties.ts'
import { parseValue, textOf, type Value } from './stylesheet.ts'
import { type CustomProperties, computedColour, computedValue, customProperties, substitute, wordsOf } from './values.ts'

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

export interface ResolveContext {
  readonly document: SvgDocument
  readonly spend: Spend
  readonly inherited: Map<SvgElement, Inherited>
  /** Those in whose values a variable stood. */
  readonly withVariables: Set<SvgElement>
  /** What values have come to: most stand at many elements. */
  readonly known: Map<string, ComputedValue | null>
}

/** A value in plain words. */
export interface ComputedValue {
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
    return computedColour(part)
  })
  return words.length === 0 || words.includes(null) ? null : words.join(' ')
}

/** Without variables; null where it makes no sense. */
function computeValue(property: string, filled: Value, colour: string): ComputedValue | null {
  const isForText = property === 'font-size' && /\d(?:v\w+|ch)\b|\(/.test(textOf(filled)) // the size of letters that nobody draws
  const value = isForText ? null : computedValue(filled, colour)
  const declared = value ? textOf(value) : ''
  if (!value || declared === '') return null
  const isDefault = isStyle(property) && DEFAULT_WORDS.includes(declared.toLowerCase())
  const text = isDefault ? fromDefaultWord(property, declared.toLowerCase()) : COLOURS.includes(property) ? paintOf(value) : declared
  return text === null ? null : { value, text }
}

/** The last of `values` that makes sense; null where none does. */
export function lastValid(element: SvgElement, property: string, values: readonly Value[], context: ResolveContext): ComputedValue | null {
  const { custom, colour } = context.inherited.get(element) as Inherited
  for (const value of values.toReversed()) {
    const text = textOf(value)
    if (/\bvar\(/i.test(text)) {
      context.withVariables.add(element)
      const filled = substitute(value, (name) => custom.get(name) ?? null, context.spend)
      // What a variable holds is known too late to fall back to what was said before.
      return (filled && computeValue(property, filled, colour)) ?? computeValue(property, parseValue('unset'), colour)
    }
    const key = `${property}|${colour}|${text}`
    if (!context.known.has(key)) context.known.set(key, computeValue(property, value, colour))
    const plain = context.known.get(key)
    if (plain) return plain
  }
  return null
}

/** The colour of an element, which others of its colours may be mixed from. */
function ownColour(element: SvgElement, declared: DeclaredValues, context: ResolveContext): string | null {
  const text = ownPaint(element, 'color', declared, context)
  return text === 'inherit' || text === 'currentColor' ? null : text
}

/** To be called for parents before their children. */
export function inherit(element: SvgElement, declared: DeclaredValues, context: ResolveContext): void {
  const around: Inherited = (element.parent && context.inherited.get(element.parent)) ?? {
    custom: new Map(),
    colour: 'black',
    current: [],
    size: null,
  }
  const custom = customProperties(declared, around.custom, context.spend)
  const size = element.name === 'svg' ? sizeWithin(context.document, element) : around.size
  context.inherited.set(element, { ...around, custom, size })
  const colour = ownColour(element, declared, context) ?? around.colour
  context.inherited.set(element, { ...around, custom, size, colour })
  const current = ['fill', 'stroke'].filter((name) => {
    const own = ownPaint(element, name, declared, context)
    return own === null || own === 'inherit' ? around.current.includes(name) : own === 'currentColor'
  })
  context.inherited.set(element, { custom, size, colour, current })
}

/** So are most of all paints: they need no reading. */
export const isPlainPaint = (text: string) => /^(?:none|inherit|#[\da-f]{6}|#[\da-f]{3}|url\(#[\w.-]{1,99}\))$/i.test(text)

function ownPaint(element: SvgElement, name: string, declared: DeclaredValues, context: ResolveContext): string | null {
  const attribute = context.document.value(element, name)
  if (attribute !== null && isPlainPaint(attribute) && !declared.has(name)) return attribute
  const values = declared.get(name) ?? (attribute === null ? [] : [parseValue(attribute)])
  return values.length === 0 ? null : (lastValid(element, name, values, context)?.text ?? null)
}

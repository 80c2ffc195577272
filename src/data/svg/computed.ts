// Computed values of properties: of all declared values the last valid one, in a form that the drawing library supports.
import type { DeclaredValues } from './cascade.ts'
import type { SvgDocument, SvgElement } from './document.ts'
import { notDrawn, type Spend } from './limits.ts'
import type { Viewport } from './media.ts'
import { sizeWithin } from './placement.ts'
import { COLOURS, INITIAL, isInherited, isStyle } from './properties.ts'
import { parseValue, textOf, type Value } from './stylesheet.ts'
import { type CustomProperties, computedColour, computedValue, customProperties, substitute, wordsOf } from './values.ts'

/** What children inherit from an element. */
export interface Inherited {
  readonly custom: CustomProperties
  /** The value of `currentColor`. */
  readonly colour: string
  /** Those of `fill` and `stroke` that are inherited as `currentColor`, for which each element uses its own colour. */
  readonly current: readonly string[]
  /** Percentages are relative to it. */
  readonly size: Viewport | null
}

export interface ResolveContext {
  readonly document: SvgDocument
  readonly spend: Spend
  readonly inherited: Map<SvgElement, Inherited>
  /** Elements with a variable in a value. */
  readonly withVariables: Set<SvgElement>
  /** A cache: most values are declared for many elements. */
  readonly known: Map<string, ComputedValue | null>
}

interface ComputedValue {
  readonly value: Value
  readonly text: string
}

const DEFAULT_WORDS = ['inherit', 'initial', 'unset', 'revert', 'revert-layer']

/** For the drawing library, which supports `inherit` only. */
function fromDefaultWord(property: string, word: string): string {
  const inherits = word === 'inherit' || (word !== 'initial' && isInherited(property))
  return inherits ? 'inherit' : ((INITIAL as Readonly<Record<string, string>>)[property] ?? 'inherit')
}

/** A paint or colour; null where it is invalid. */
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

/** @param filled without variables. @returns null where it is invalid */
function computeValue(property: string, filled: Value, colour: string): ComputedValue | null {
  const isForText = property === 'font-size' && /\d(?:v\w+|ch)\b|\(/.test(textOf(filled)) // text is not drawn
  const value = isForText ? null : computedValue(filled, colour)
  const declared = value ? textOf(value) : ''
  if (!value || declared === '') return null
  const isDefault = isStyle(property) && DEFAULT_WORDS.includes(declared.toLowerCase())
  const text = isDefault ? fromDefaultWord(property, declared.toLowerCase()) : COLOURS.includes(property) ? paintOf(value) : declared
  return text === null ? null : { value, text }
}

/** The last valid one of `values`; null where none is. */
export function lastValid(element: SvgElement, property: string, values: readonly Value[], context: ResolveContext): ComputedValue | null {
  const { custom, colour } = context.inherited.get(element) as Inherited
  for (const value of values.toReversed()) {
    const text = textOf(value)
    if (/\bvar\(/i.test(text)) {
      context.withVariables.add(element)
      const filled = substitute(value, (name) => custom.get(name) ?? null, context.spend)
      // A value that is invalid because of a variable does not fall back to earlier declarations ("invalid at computed-value time").
      return (filled && computeValue(property, filled, colour)) ?? computeValue(property, parseValue('unset'), colour)
    }
    const key = `${property}|${colour}|${text}`
    if (!context.known.has(key)) context.known.set(key, computeValue(property, value, colour))
    const plain = context.known.get(key)
    if (plain) return plain
  }
  return null
}

/** `color` of an element, which other colours may refer to. */
function ownColour(element: SvgElement, declared: DeclaredValues, context: ResolveContext): string | null {
  const text = ownPaint(element, 'color', declared, context)
  return text === 'inherit' || text === 'currentColor' ? null : text
}

/** Must be called for parents before their children. */
export function inherit(element: SvgElement, declared: DeclaredValues, context: ResolveContext): void {
  const inheritedValues: Inherited = (element.parent && context.inherited.get(element.parent)) ?? {
    custom: new Map(),
    colour: 'black',
    current: [],
    size: null,
  }
  const custom = customProperties(declared, inheritedValues.custom, context.spend)
  const size = element.name === 'svg' ? sizeWithin(context.document, element) : inheritedValues.size
  context.inherited.set(element, { ...inheritedValues, custom, size })
  const colour = ownColour(element, declared, context) ?? inheritedValues.colour
  context.inherited.set(element, { ...inheritedValues, custom, size, colour })
  const current = ['fill', 'stroke'].filter((name) => {
    const own = ownPaint(element, name, declared, context)
    return own === null || own === 'inherit' ? inheritedValues.current.includes(name) : own === 'currentColor'
  })
  context.inherited.set(element, { custom, size, colour, current })
}

/** Most paints are, and need no parsing. */
export const isPlainPaint = (text: string) => /^(?:none|inherit|#[\da-f]{6}|#[\da-f]{3}|url\(#[\w.-]{1,99}\))$/i.test(text)

function ownPaint(element: SvgElement, name: string, declared: DeclaredValues, context: ResolveContext): string | null {
  const attribute = context.document.value(element, name)
  if (attribute !== null && isPlainPaint(attribute) && !declared.has(name)) return attribute
  const values = declared.get(name) ?? (attribute === null ? [] : [parseValue(attribute)])
  return values.length === 0 ? null : (lastValid(element, name, values, context)?.text ?? null)
}

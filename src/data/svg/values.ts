// Computed values in a form that the drawing library supports: variables replaced, calc() evaluated, every colour as red, green and blue.
// csstools' libraries do colours and calc(). Colours outside sRGB are clipped to it, as browsers do on a canvas.
import { calcFromComponentValues, mathFunctionNames } from '@csstools/css-calc'
import { color, serializeRGB } from '@csstools/css-color-parser'
import {
  type ComponentValue,
  FunctionNode,
  isCommentNode,
  isFunctionNode,
  isSimpleBlockNode,
  isTokenNode,
  isWhitespaceNode,
  replaceComponentValues,
  SimpleBlockNode,
} from '@csstools/css-parser-algorithms'
import { isTokenComma, isTokenDimension, isTokenIdent, isTokenPercentage, isTokenString } from '@csstools/css-tokenizer'
import { notDrawn, type Spend, tooMuchStyle } from './limits.ts'
import { parseValue, textOf, trimmed, type Value } from './stylesheet.ts'

/** Components of one value, including those from variables and within functions and brackets. */
const MAX_PARTS = 10_000

const nameOf = (part: ComponentValue) => (isFunctionNode(part) ? part.getName().toLowerCase() : '')
const isComma = (part: ComponentValue) => isTokenNode(part) && isTokenComma(part.value)
const wordOf = (part: ComponentValue) => (isTokenNode(part) && isTokenIdent(part.value) ? part.value[4].value : '')

/** The value of a variable; null where it has none. */
type Lookup = (name: string) => Value | null

/** Counts nested components too. Throws beyond MAX_PARTS at once: variables within variables can double them without end. */
function countParts(value: Value): number {
  let count = 0
  const visit = (parts: Value) => {
    for (const part of parts) {
      if (++count > MAX_PARTS) throw tooMuchStyle()
      if (isFunctionNode(part) || isSimpleBlockNode(part)) visit(part.value)
    }
  }
  visit(value)
  return count
}

/** Replaces every `var()`. @returns null where a variable has neither a value nor a fallback, which makes the whole value invalid */
export function substitute(value: Value, lookup: Lookup, spend: Spend): Value | null {
  const parts: ComponentValue[] = []
  for (const part of value) {
    const filled = substitutePart(part, lookup, spend)
    if (!filled) return null
    spend(1 + filled.length)
    parts.push(...filled)
    if (parts.length > MAX_PARTS) throw tooMuchStyle()
  }
  spend(countParts(parts))
  return parts
}

function substitutePart(part: ComponentValue, lookup: Lookup, spend: Spend): Value | null {
  if (nameOf(part) === 'var') return variableOf(part as FunctionNode, lookup, spend)
  if (!isFunctionNode(part) && !isSimpleBlockNode(part)) return [part]
  const inside = substitute(part.value, lookup, spend)
  return inside && [withInside(part, inside)]
}

const withInside = (part: FunctionNode | SimpleBlockNode, inside: Value) =>
  isFunctionNode(part)
    ? new FunctionNode(part.name, part.endToken, [...inside])
    : new SimpleBlockNode(part.startToken, part.endToken, [...inside])

function variableOf(part: FunctionNode, lookup: Lookup, spend: Spend): Value | null {
  const comma = part.value.findIndex(isComma)
  const name = textOf(comma < 0 ? part.value : part.value.slice(0, comma))
  return lookup(name) ?? (comma < 0 ? null : substitute(trimmed(part.value.slice(comma + 1)), lookup, spend))
}

const COLOUR_FUNCTIONS = ['rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color', 'color-mix', 'contrast-color']
/** System colours of a light colour scheme, as in Chromium. */
const WINDOW_COLOURS: Readonly<Record<string, string>> = {
  canvas: '#ffffff',
  canvastext: '#000000',
  linktext: '#0000ee',
  visitedtext: '#551a8b',
  activetext: '#ff0000',
  buttonface: '#efefef',
  buttontext: '#000000',
  buttonborder: '#000000',
  field: '#ffffff',
  fieldtext: '#000000',
  graytext: '#808080',
  mark: '#ffff00',
  marktext: '#000000',
}

/** A colour as `#rrggbb` or `#rrggbbaa`; null where it is not a colour. */
export function computedColour(part: ComponentValue): string | null {
  const found = color(part)
  if (!found) return null
  const [red = 0, green = 0, blue = 0, alpha = 1] = Array.from(
    serializeRGB(found, false)
      .toString()
      .matchAll(/[\d.]+/g),
    Number,
  )
  const hex = [red, green, blue, Math.round(255 * alpha)].map((value) => value.toString(16).padStart(2, '0'))
  return `#${hex.slice(0, alpha === 1 ? 3 : 4).join('')}`
}

/** CSS clamps saturation to 100 %; the library does not. */
function saturated(part: ComponentValue): ComponentValue {
  if (!/^hsla?$/.test(nameOf(part))) return part
  const most = (inner: ComponentValue) =>
    isTokenNode(inner) && isTokenPercentage(inner.value) && inner.value[4].value > 100 ? [...parseValue('100%')] : undefined
  return replaceComponentValues([[part]], most)[0]?.[0] ?? part
}

/** The first argument of light-dark(). */
function lightOf(part: FunctionNode): Value {
  const comma = part.value.findIndex(isComma)
  return trimmed(comma < 0 ? part.value : part.value.slice(0, comma))
}

/**
 * Replaces colours by computed ones, wherever they are.
 * @param current the value of `currentColor` within other colours
 * @throws InvalidValue
 */
function withComputedColours(value: Value, current: string): Value {
  const inMix = (part: ComponentValue) =>
    replaceComponentValues([[part]], (inner) =>
      wordOf(inner).toLowerCase() === 'currentcolor' ? [...parseValue(current)] : undefined,
    )[0]?.[0]
  const replaced = replaceComponentValues([[...value]], (part) => {
    if (nameOf(part) === 'light-dark') return [...withComputedColours(lightOf(part as FunctionNode), current)]
    if (nameOf(part) === 'url') return [...parseValue(unquoted(part as FunctionNode))]
    const windowColour = WINDOW_COLOURS[wordOf(part).toLowerCase()]
    if (windowColour) return [...parseValue(windowColour)]
    if (!COLOUR_FUNCTIONS.includes(nameOf(part))) return undefined
    const plain = computedColour(saturated(inMix(part) ?? part))
    if (plain === null) throw new InvalidValue()
    return [...parseValue(plain)]
  })
  return replaced[0] ?? []
}

/** `url("#a")` without its quotes, which the drawing library does not support everywhere. */
function unquoted(part: FunctionNode): string {
  const [address] = part.value.filter((one) => isTokenNode(one) && isTokenString(one.value))
  return address && isTokenNode(address) && isTokenString(address.value) ? `url(${address.value[4].value})` : part.toString()
}

/** The value is invalid: an earlier declaration counts. */
class InvalidValue extends Error {
  override readonly name = 'InvalidValue'
}

const LENGTH_UNITS = ['px', 'em', 'ex', 'in', 'cm', 'mm', 'pt', 'pc']
const OTHER_UNITS = ['deg', 'grad', 'rad', 'turn', 's', 'ms']
/** There is no page whose font size would count. */
const ROOT_FONT_PX = 16

function withKnownUnits(value: Value): Value {
  const replaced = replaceComponentValues([[...value]], (part) => {
    if (!isTokenNode(part) || !isTokenDimension(part.value)) return undefined
    const { value: number, unit } = part.value[4]
    const name = unit.toLowerCase()
    if (name === 'rem') return [...parseValue(`${number * ROOT_FONT_PX}px`)]
    if (name === 'q') return [...parseValue(`${number / 4}mm`)]
    if (!LENGTH_UNITS.includes(name) && !OTHER_UNITS.includes(name)) throw notDrawn(`the unit “${unit}”`)
    return undefined
  })
  return replaced[0] ?? []
}

const holdsMath = (part: ComponentValue): boolean =>
  isFunctionNode(part) && (mathFunctionNames.has(nameOf(part)) || part.value.some(holdsMath))

/** csstools' libraries change values in place, and elements share the values of rules. */
const copyOf = (value: Value): Value =>
  value.map((part) => (isFunctionNode(part) || isSimpleBlockNode(part) ? withInside(part, copyOf(part.value)) : part))

/** @returns null where the value is invalid */
export function computedValue(value: Value, current: string): Value | null {
  try {
    const coloured = withComputedColours(copyOf(value.filter((part) => !isCommentNode(part))), current)
    const summed = coloured.some(holdsMath) ? (calcFromComponentValues([[...coloured]])[0] ?? []) : coloured
    const open = summed.find(holdsMath)
    if (open) throw notDrawn(`the length “${open.toString()}”`)
    return withKnownUnits(trimmed(summed))
  } catch (error) {
    if (error instanceof InvalidValue) return null
    throw error
  }
}

/** The parts of a value between its spaces. */
export const wordsOf = (value: Value) => value.filter((part) => !isWhitespaceNode(part) && !isCommentNode(part))

export type CustomProperties = ReadonlyMap<string, Value>

/** The variables of an element, inherited ones included, with variables in their values replaced. One that refers to itself has no value. */
export function customProperties(
  declared: ReadonlyMap<string, readonly Value[]>,
  inherited: CustomProperties,
  spend: Spend,
): CustomProperties {
  const own = new Map(
    Array.from(declared).flatMap(([name, values]) => (name.startsWith('--') ? [[name, values.at(-1) ?? []] as const] : [])),
  )
  if (own.size === 0) return inherited
  const results = new Map<string, Value | null>()
  const lookup: Lookup = (name) => {
    const value = own.get(name)
    if (!value) return inherited.get(name) ?? null
    const known = results.get(name)
    if (known !== undefined) return known
    results.set(name, null) // while it is being computed it has no value
    const word = textOf(value).toLowerCase()
    const result =
      word === 'inherit' || word === 'unset' ? (inherited.get(name) ?? null) : word === 'initial' ? null : substitute(value, lookup, spend)
    results.set(name, result)
    return result
  }
  const all = new Map(inherited)
  for (const name of own.keys()) {
    const value = lookup(name)
    if (value) all.set(name, value)
    else all.delete(name)
  }
  spend(10 * all.size) // copying the map
  return all
}

// Values of properties in the words that the drawing library knows: variables replaced, sums done, every colour in red, green and blue.
// Colours and sums are the work of csstools' libraries. Colours beyond sRGB are clipped to it, as browsers do on a canvas.
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

/** Parts of one value, with what its variables bring in, and with what stands within functions and brackets. */
const MAX_PARTS = 10_000

const nameOf = (part: ComponentValue) => (isFunctionNode(part) ? part.getName().toLowerCase() : '')
const isComma = (part: ComponentValue) => isTokenNode(part) && isTokenComma(part.value)
const wordOf = (part: ComponentValue) => (isTokenNode(part) && isTokenIdent(part.value) ? part.value[4].value : '')

/** What a variable holds; null where it holds nothing. */
export type Lookup = (name: string) => Value | null

/** Those within others count too. Throws past MAX_PARTS at once: variables within variables can double them without end. */
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

/** Replaces every `var()`. null where one holds nothing and says nothing to take instead: the value is then void. */
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
/** Words for the colours of a light window, as Chromium has them. */
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

/** A colour as `#rrggbb` or `#rrggbbaa`; null where it is none. */
export function plainColour(part: ComponentValue): string | null {
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

/** More than all is all, says CSS; the library of colours goes on. */
function saturated(part: ComponentValue): ComponentValue {
  if (!/^hsla?$/.test(nameOf(part))) return part
  const most = (inner: ComponentValue) =>
    isTokenNode(inner) && isTokenPercentage(inner.value) && inner.value[4].value > 100 ? [...parseValue('100%')] : undefined
  return replaceComponentValues([[part]], most)[0]?.[0] ?? part
}

/** The first of two: drawings are taken as on a light page. */
function lightOf(part: FunctionNode): Value {
  const comma = part.value.findIndex(isComma)
  return trimmed(comma < 0 ? part.value : part.value.slice(0, comma))
}

/**
 * Replaces colours by plain ones, wherever they stand.
 * @param current what `currentColor` means inside of another colour
 * @throws VoidValue where one makes no sense
 */
function withPlainColours(value: Value, current: string): Value {
  const inMix = (part: ComponentValue) =>
    replaceComponentValues([[part]], (inner) =>
      wordOf(inner).toLowerCase() === 'currentcolor' ? [...parseValue(current)] : undefined,
    )[0]?.[0]
  const replaced = replaceComponentValues([[...value]], (part) => {
    if (nameOf(part) === 'light-dark') return [...withPlainColours(lightOf(part as FunctionNode), current)]
    if (nameOf(part) === 'url') return [...parseValue(unquoted(part as FunctionNode))]
    const windowColour = WINDOW_COLOURS[wordOf(part).toLowerCase()]
    if (windowColour) return [...parseValue(windowColour)]
    if (!COLOUR_FUNCTIONS.includes(nameOf(part))) return undefined
    const plain = plainColour(saturated(inMix(part) ?? part))
    if (plain === null) throw new VoidValue()
    return [...parseValue(plain)]
  })
  return replaced[0] ?? []
}

/** `url("#a")` without its quotes, which the drawing library does not take everywhere. */
function unquoted(part: FunctionNode): string {
  const [address] = part.value.filter((one) => isTokenNode(one) && isTokenString(one.value))
  return address && isTokenNode(address) && isTokenString(address.value) ? `url(${address.value[4].value})` : part.toString()
}

/** A value that makes no sense: what counts is what was said before it. */
class VoidValue extends Error {
  override readonly name = 'VoidValue'
}

const LENGTH_UNITS = ['px', 'em', 'ex', 'in', 'cm', 'mm', 'pt', 'pc']
const OTHER_UNITS = ['deg', 'grad', 'rad', 'turn', 's', 'ms']
/** A letter of the page that there is not. */
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

/** csstools' libraries replace parts in place, and elements share the values of rules. */
const copyOf = (value: Value): Value =>
  value.map((part) => (isFunctionNode(part) || isSimpleBlockNode(part) ? withInside(part, copyOf(part.value)) : part))

/** A value in plain words; null where it makes no sense. */
export function plainValue(value: Value, current: string): Value | null {
  try {
    const coloured = withPlainColours(copyOf(value.filter((part) => !isCommentNode(part))), current)
    const summed = coloured.some(holdsMath) ? (calcFromComponentValues([[...coloured]])[0] ?? []) : coloured
    const open = summed.find(holdsMath)
    if (open) throw notDrawn(`the length “${open.toString()}”`)
    return withKnownUnits(trimmed(summed))
  } catch (error) {
    if (error instanceof VoidValue) return null
    throw error
  }
}

/** The parts of a value between its spaces. */
export const wordsOf = (value: Value) => value.filter((part) => !isWhitespaceNode(part) && !isCommentNode(part))

export type CustomProperties = ReadonlyMap<string, Value>

/** The variables of an element: its own and those around it, each with those it is made of put in. One that is made of itself holds nothing. */
export function customProperties(said: ReadonlyMap<string, readonly Value[]>, around: CustomProperties, spend: Spend): CustomProperties {
  const own = new Map(Array.from(said).flatMap(([name, values]) => (name.startsWith('--') ? [[name, values.at(-1) ?? []] as const] : [])))
  if (own.size === 0) return around
  const results = new Map<string, Value | null>()
  const lookup: Lookup = (name) => {
    const value = own.get(name)
    if (!value) return around.get(name) ?? null
    const known = results.get(name)
    if (known !== undefined) return known
    results.set(name, null) // while it is being made, it holds nothing
    const word = textOf(value).toLowerCase()
    const result =
      word === 'inherit' || word === 'unset' ? (around.get(name) ?? null) : word === 'initial' ? null : substitute(value, lookup, spend)
    results.set(name, result)
    return result
  }
  const all = new Map(around)
  for (const name of own.keys()) {
    const value = lookup(name)
    if (value) all.set(name, value)
    else all.delete(name)
  }
  spend(10 * all.size) // a map of its own
  return all
}

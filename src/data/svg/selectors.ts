// Matches selectors, which css-what parses, against elements as a browser does in an <img>, where nothing is hovered, focused or visited.
import { AttributeAction, type AttributeSelector, type PseudoSelector, parse, type Selector, SelectorType } from 'css-what'
import type { SvgDocument, SvgElement } from './document.ts'
import { notDrawn, type Spend } from './limits.ts'

export type Compounds = readonly Selector[]

interface Matching {
  readonly document: SvgDocument
  readonly spend: Spend
}

const NEVER = ['hover', 'focus', 'active', 'focus-visible', 'focus-within', 'target', 'visited', 'link', 'any-link', 'checked', 'disabled']
const POSITIONS: Readonly<Record<string, string>> = {
  'first-child': 'nth-child',
  'last-child': 'nth-last-child',
  'first-of-type': 'nth-of-type',
  'last-of-type': 'nth-last-of-type',
}
const WITH_SELECTORS = ['is', 'where', 'not', 'matches']
const ALONE = ['root', 'empty', 'only-child', 'only-of-type', ...NEVER, ...Object.keys(POSITIONS)]
const NTH = Object.values(POSITIONS)

function checkKnown(selector: Compounds): void {
  for (const token of selector) {
    if (token.type === SelectorType.ColumnCombinator || token.type === SelectorType.Parent) throw notDrawn('a selector of a rare kind')
    if (token.type !== SelectorType.Pseudo) continue
    if (Array.isArray(token.data) && WITH_SELECTORS.includes(token.name)) for (const inner of token.data) checkKnown(inner)
    else if (!ALONE.includes(token.name) && !NTH.includes(token.name)) throw notDrawn(`the selector “:${token.name}”`)
  }
}

/** A name that begins with a digit, or a vendor prefix that Chromium does not support. */
function isInvalid(text: string): boolean {
  const bare = text.replace(/\\(?:[\da-f]{1,6}\s?|.)/gi, 'x').replace(/\([^()]*\)|\[[^[\]]*\]/g, '')
  return /(?:^|[\s>+~,.#])\d|::?-(?:moz|ms|o)-/.test(bare)
}

/** @returns null where it is invalid: then browsers ignore the whole rule */
export function parseSelectors(text: string): Compounds[] | null {
  if (isInvalid(text)) return null
  let selectors: Compounds[]
  try {
    selectors = parse(text)
  } catch {
    return null
  }
  for (const selector of selectors) checkKnown(selector)
  return selectors
}

/** Ids count a million, classes and attributes a thousand, element names one. */
export function specificity(selector: Compounds): number {
  const one = (token: Selector): number => {
    if (token.type === SelectorType.Tag || token.type === SelectorType.PseudoElement) return 1
    if (token.type === SelectorType.Attribute) return token.name === 'id' && token.action === AttributeAction.Equals ? 1e6 : 1e3
    if (token.type !== SelectorType.Pseudo || token.name === 'where') return 0
    return Array.isArray(token.data) ? Math.max(...token.data.map(specificity)) : 1e3
  }
  return selector.reduce((sum, token) => sum + one(token), 0)
}

/** What an element must have to match: `#id`, `.class`, an element name, or '*'. */
export function keyOf(selector: Compounds): string {
  for (let i = selector.length - 1; i >= 0; i--) {
    const token = selector[i] as Selector
    if (token.type === SelectorType.Attribute && token.action === AttributeAction.Equals && token.name === 'id') return `#${token.value}`
    if (token.type === SelectorType.Attribute && token.action === AttributeAction.Element && token.name === 'class')
      return `.${token.value}`
    if (token.type === SelectorType.Tag) return token.name
    if (token.type !== SelectorType.Attribute && token.type !== SelectorType.Pseudo) return '*'
  }
  return '*'
}

function matchesAttribute({ name, action, value, ignoreCase }: AttributeSelector, actual: string | null): boolean {
  if (actual === null) return action === AttributeAction.Not
  const [is, wanted] = ignoreCase === true ? [actual.toLowerCase(), value.toLowerCase()] : [actual, value]
  switch (action) {
    case AttributeAction.Exists:
      return true
    case AttributeAction.Equals:
      return is === wanted
    case AttributeAction.Element:
      return wanted !== '' && is.split(/\s+/).includes(wanted)
    case AttributeAction.Start:
      return wanted !== '' && is.startsWith(wanted)
    case AttributeAction.End:
      return wanted !== '' && is.endsWith(wanted)
    case AttributeAction.Any:
      return wanted !== '' && is.includes(wanted)
    case AttributeAction.Hyphen:
      return is === wanted || is.startsWith(`${wanted}-`)
    case AttributeAction.Not:
      return is !== wanted
    default:
      throw new Error(`an unknown way to match ${name}`)
  }
}

function attributeFor({ name, namespace }: AttributeSelector, element: SvgElement, { document }: Matching): string | null {
  return document.value(element, name) ?? (namespace ? document.value(element, `xlink:${name}`) : null)
}

/** Whether a position, from 1 on, matches `an+b`. */
function isNth(formula: string, position: number): boolean {
  const text = formula.toLowerCase().replace(/\s/g, '')
  if (text === 'odd' || text === 'even') return position % 2 === (text === 'odd' ? 1 : 0)
  const [, step, sign, plus, only] = /^(?:([+-]?\d*)n(?:([+-])(\d+))?|([+-]?\d+))$/.exec(text) ?? []
  if (only !== undefined) return position === Number(only)
  if (step === undefined) throw notDrawn(`the selector “:nth-child(${formula})”`)
  const a = /\d/.test(step) ? Number(step) : step === '-' ? -1 : 1
  const rest = position - (plus === undefined ? 0 : Number(`${sign}${plus}`))
  return a === 0 ? rest === 0 : rest % a === 0 && rest / a >= 0
}

function matchesPosition(name: string, formula: string, { parent, index, name: type }: SvgElement, { spend }: Matching): boolean {
  const siblings = parent?.children ?? []
  spend(siblings.length)
  const counted = name.includes('last') ? siblings.slice(index) : siblings.slice(0, index + 1)
  const position = name.endsWith('of-type') ? counted.filter((one) => one.name === type).length : counted.length
  return isNth(formula, Math.max(1, position))
}

function matchesPseudo({ name, data }: PseudoSelector, element: SvgElement, matching: Matching): boolean {
  if (Array.isArray(data)) {
    const any = data.some((selector) => matches(element, selector, matching))
    return name === 'not' ? !any : any
  }
  if (NEVER.includes(name)) return false
  if (name === 'root') return element === matching.document.root
  if (name === 'empty') return element.children.length === 0 && matching.document.content(element) === ''
  const position = POSITIONS[name]
  if (position) return matchesPosition(position, '1', element, matching)
  const [first, last] = name === 'only-child' ? ['nth-child', 'nth-last-child'] : ['nth-of-type', 'nth-last-of-type']
  if (name.startsWith('only-')) return matchesPosition(first, '1', element, matching) && matchesPosition(last, '1', element, matching)
  return matchesPosition(name, String(data), element, matching)
}

function* ancestors({ parent }: SvgElement): Generator<SvgElement> {
  for (let one = parent; one; one = one.parent) yield one
}

/** Elements that the part of a selector to the left of a combinator may match. */
function candidates(type: SelectorType, element: SvgElement): Iterable<SvgElement> {
  const { parent, index } = element
  if (type === SelectorType.Child) return parent ? [parent] : []
  if (type === SelectorType.Descendant) return ancestors(element)
  return parent?.children.slice(type === SelectorType.Adjacent ? Math.max(0, index - 1) : 0, index) ?? []
}

/** From right to left: the last compound must match the element itself. */
export function matches(element: SvgElement, selector: Compounds, matching: Matching, from = selector.length - 1): boolean {
  for (let i = from; i >= 0; i--) {
    matching.spend(1)
    const token = selector[i] as Selector
    if (token.type === SelectorType.Universal) continue
    if (token.type === SelectorType.PseudoElement) return false
    if (token.type === SelectorType.Tag) {
      if (token.name !== element.name) return false
    } else if (token.type === SelectorType.Attribute) {
      if (!matchesAttribute(token, attributeFor(token, element, matching))) return false
    } else if (token.type === SelectorType.Pseudo) {
      if (!matchesPseudo(token, element, matching)) return false
    } else {
      if (token.type === SelectorType.Sibling) matching.spend(element.index)
      for (const one of candidates(token.type, element)) {
        matching.spend(1)
        if (matches(one, selector, matching, i - 1)) return true
      }
      return false
    }
  }
  return true
}

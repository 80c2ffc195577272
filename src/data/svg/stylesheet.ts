// Parses style sheets into rules: selectors and declarations, in source order. Nested rules are flattened.
// https://drafts.csswg.org/css-syntax-3/ and https://drafts.csswg.org/css-nesting-1/
import {
  type ComponentValue,
  isCommentNode,
  isSimpleBlockNode,
  isTokenNode,
  isWhiteSpaceOrCommentNode,
  parseListOfComponentValues,
  stringify,
} from '@csstools/css-parser-algorithms'
import { isTokenDelim, isTokenIdent, TokenType, tokenize } from '@csstools/css-tokenizer'
import { notDrawn, type Spend, tooMuchStyle } from './limits.ts'
import { holdsMedia, type Viewport } from './media.ts'
import { type Compounds, parseSelectors } from './selectors.ts'

export type Value = readonly ComponentValue[]

export interface Declaration {
  /** In lower case, except for custom properties. */
  readonly property: string
  readonly value: Value
  readonly important: boolean
}

export interface Rule {
  readonly selectors: readonly Compounds[]
  readonly declarations: readonly Declaration[]
}

/** Characters of one sheet or value. */
const MAX_LENGTH = 1 << 20
/** Characters of a selector: nested rules repeat those of their parents. */
const MAX_SELECTOR = 10_000

/** Rules that do not change the picture here: fonts, pages and animation. */
const IGNORED_RULES =
  /^@(?:charset|import|namespace|font-face|font-feature-values|counter-style|page|(?:-webkit-)?keyframes|view-transition)\b/

export function parseValue(css: string): Value {
  if (css.length > MAX_LENGTH) throw tooMuchStyle()
  try {
    return parseListOfComponentValues(tokenize({ css }))
  } catch {
    throw tooMuchStyle() // blocks are nested too deeply for the library
  }
}

/** As text, without comments. */
export const textOf = (value: Value) => stringify([value.filter((part) => !isCommentNode(part))]).trim()

const isToken = (part: ComponentValue | undefined, type: TokenType) => part !== undefined && isTokenNode(part) && part.value[0] === type

export function trimmed(value: Value): Value {
  const from = value.findIndex((part) => !isWhiteSpaceOrCommentNode(part))
  return from < 0 ? [] : value.slice(from, value.findLastIndex((part) => !isWhiteSpaceOrCommentNode(part)) + 1)
}

const isWord = (part: ComponentValue | undefined, word: string) =>
  part !== undefined && isTokenNode(part) && isTokenIdent(part.value) && part.value[4].value.toLowerCase() === word

function withoutImportant(value: Value): Value | null {
  if (!isWord(value.at(-1), 'important')) return null
  const rest = trimmed(value.slice(0, -1))
  const mark = rest.at(-1)
  return mark && isTokenNode(mark) && isTokenDelim(mark.value) && mark.value[4].value === '!' ? trimmed(rest.slice(0, -1)) : null
}

/** The name of a custom property, whose value may contain a block. */
const isCustom = (part: ComponentValue | undefined) =>
  part !== undefined && isTokenNode(part) && isTokenIdent(part.value) && part.value[4].value.startsWith('--')

/** `name: value`; null where it is invalid. */
function declarationOf(parts: Value): Declaration | null {
  const [name, ...rest] = trimmed(parts)
  if (!name || !isTokenNode(name) || !isTokenIdent(name.value)) return null
  const [colon, ...behind] = trimmed(rest)
  if (!isToken(colon, TokenType.Colon)) return null
  const value = trimmed(behind)
  const plain = withoutImportant(value)
  const written = name.value[4].value
  const property = written.startsWith('--') ? written : written.toLowerCase()
  return { property, value: plain ?? value, important: plain !== null }
}

/**
 * The declarations of a `style` attribute or of a block; nested rules go to `onRule`.
 * @param isSheet whether it is a whole sheet, where a semicolon ends only at-rules
 */
function readBlock(parts: Value, isSheet: boolean, onRule: (prelude: Value, block: Value) => void): Declaration[] {
  const declarations: Declaration[] = []
  let from = 0
  let first: ComponentValue | undefined
  const beginAt = (at: number) => {
    from = at
    first = undefined
  }
  const take = (end: number) => {
    const declaration = declarationOf(parts.slice(from, end))
    if (declaration) declarations.push(declaration)
    beginAt(end + 1)
  }
  for (const [i, part] of parts.entries()) {
    const isBlock = isSimpleBlockNode(part) && part.startToken[0] === TokenType.OpenCurly
    if (isBlock && !isCustom(first)) {
      onRule(parts.slice(from, i), part.value)
      beginAt(i + 1)
    } else if (isToken(part, TokenType.Semicolon) && (!isSheet || isToken(first, TokenType.AtKeyword))) take(i)
    else if (!isWhiteSpaceOrCommentNode(part)) first ??= part
  }
  take(parts.length)
  return declarations
}

export function parseDeclarations(css: string): Declaration[] {
  return readBlock(parseValue(css), false, () => {})
}

/** A list of selectors, split at its commas. */
function selectorsIn(prelude: Value): string[] {
  const list: ComponentValue[][] = [[]]
  for (const part of prelude) {
    if (isToken(part, TokenType.Comma)) list.push([])
    else list.at(-1)?.push(part)
  }
  return list.map(textOf)
}

/** The selectors of a nested rule with those of its parent in place of `&`. */
function nestedIn(parentSelectors: string, selectors: readonly string[]): string {
  const parent = `:is(${parentSelectors})`
  const repeats = selectors.reduce((sum, one) => sum + Math.max(1, one.split('&').length - 1), 0)
  if (repeats * parent.length > MAX_SELECTOR) throw tooMuchStyle() // before it is built, since it could exhaust the memory
  return selectors.map((one) => (one.includes('&') ? one.replaceAll('&', () => parent) : `${parent} ${one}`)).join(',')
}

interface SheetContext {
  readonly viewport: Viewport
  readonly spend: Spend
}

/** Adds the rules of a sheet, or of a block in it, to `rules`. */
function readRules(parts: Value, parentSelector: string | null, rules: Rule[], context: SheetContext): void {
  const onRule = (prelude: Value, block: Value) => {
    const head = textOf(prelude)
    if (head.startsWith('@')) return onAtRule(head, block)
    const selector = parentSelector === null ? head : nestedIn(parentSelector, selectorsIn(prelude))
    if (selector.length > MAX_SELECTOR) throw tooMuchStyle()
    context.spend(selector.length)
    readRules(block, selector, rules, context)
  }
  const onAtRule = (head: string, block: Value) => {
    const name = /^@[\w-]*/.exec(head)?.[0].toLowerCase() ?? ''
    if (IGNORED_RULES.test(head.toLowerCase())) return
    const holds =
      name === '@media' ? holdsMedia(head.slice(6), context.viewport) : name === '@supports' ? !/^@supports\s+not\b/i.test(head) : null
    if (holds === null) throw notDrawn(`the style rule “${name}”`)
    if (holds) readRules(block, parentSelector, rules, context)
  }
  const place = rules.length
  const declarations = readBlock(parts, parentSelector === null, onRule)
  const selectors = parentSelector === null || declarations.length === 0 ? null : parseSelectors(parentSelector)
  if (selectors) rules.splice(place, 0, { selectors, declarations }) // a rule's own declarations precede those nested in it
}

export function parseSheet(css: string, rules: Rule[], context: SheetContext): void {
  context.spend(css.length)
  readRules(parseValue(css), null, rules, context)
}

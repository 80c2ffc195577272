// Applies CSS as browsers do and the drawing library does not: computes the styles of each element and writes them to its own `style` and
// attributes, in a form that the library supports. Refuses what cannot be written so and would be drawn in wrong colours or places.
import { createCascade, type DeclaredValues } from './cascade.ts'
import { inherit, isPlainPaint, lastValid, type ResolveContext } from './computed.ts'
import { dataUrlOf, embeddedSvg, readDocument, type SvgDocument, type SvgElement } from './document.ts'
import { createSpend, notDrawn, type Spend } from './limits.ts'
import { type Attributes, geometryAttributes, naturalSize, type Resolved, sizeWithin, transformAttributes, viewBoxOf } from './placement.ts'
import { ALLOWED_VALUES, COLOURS, isStyle } from './properties.ts'
import { parseValue, textOf } from './stylesheet.ts'
import { boxOf } from './transforms.ts'
import { computedColour, computedValue, wordsOf } from './values.ts'

interface Edit {
  readonly from: number
  readonly end: number
  readonly text: string
}

/** Presentation attributes: rewritten where the library does not support the value, removed where it is invalid. */
function presentationAttributes(element: SvgElement, declared: DeclaredValues, context: ResolveContext): Attributes {
  const attributes: Attributes = {}
  for (const name of element.attributes.keys()) {
    const text = isStyle(name) && !declared.has(name) ? context.document.value(element, name) : null
    const isPlain = text === null || isPlainPaint(text) || !(COLOURS.includes(name) || text.includes('('))
    if (!isPlain) attributes[name] = lastValid(element, name, [parseValue(text)], context)?.text ?? null
  }
  return attributes
}

/** Lengths in units that browsers support and the drawing library does not. */
const LENGTH = /^\s*[-+]?[\d.]{1,40}(?:e[-+]?\d{1,3})?(?:rem|q|ch|ic|cap|r?lh|[sdl]?v(?:[whib]|min|max))\s*$/i

/** Not for the root element, whose lengths are for the page around it. */
function lengthAttributes(element: SvgElement, context: ResolveContext): Attributes {
  const attributes: Attributes = {}
  for (const name of element.parent ? element.attributes.keys() : []) {
    const text = context.document.value(element, name) ?? ''
    const value = LENGTH.test(text) && name !== 'id' && name !== 'class' ? computedValue(parseValue(text), 'black') : null
    if (value) attributes[name] = textOf(value)
  }
  return attributes
}

/** Drawings in data URLs have styles of their own. */
function embeddedAttributes(element: SvgElement, context: ResolveContext): Attributes {
  const attributes: Attributes = {}
  for (const name of element.name === 'image' || element.name === 'feImage' ? ['href', 'xlink:href'] : []) {
    const inside = embeddedSvg(context.document.value(element, name) ?? '')
    if (inside !== null) attributes[name] = dataUrlOf(resolveWithin(inside, context.spend))
  }
  return attributes
}

function checkSupported(element: SvgElement, resolved: Resolved, context: ResolveContext): void {
  for (const [property, harmless] of Object.entries(ALLOWED_VALUES)) {
    const value = resolved(property)
    const text = value === null ? context.document.value(element, property) : textOf(value)
    if (text !== null && !harmless.test(text.trim())) throw notDrawn(`“${property}: ${text}”`)
  }
  if (element.name === 'symbol' && element.attributes.has('transform')) throw notDrawn('a transform of a symbol')
}

/** The background colour of the root element, as a rectangle that covers the drawing whatever its aspect ratio. */
function backgroundOf(document: SvgDocument, resolved: Resolved): string {
  const value = resolved('background-color')
  const text = value === null ? 'none' : textOf(value).toLowerCase()
  if (value === null || /^(?:none|inherit|initial|unset|revert)$/.test(text)) return ''
  const [part, ...more] = wordsOf(value)
  const colour = part && more.length === 0 ? computedColour(part) : null
  if (!colour) throw notDrawn('a background that is more than a colour')
  const box = viewBoxOf(document, document.root)
  if (!box && sizeWithin(document, document.root) === null) throw notDrawn('a background without a size')
  const [x, y, width, height] = box ?? [0, 0, 0, 0]
  const place = box
    ? `x="${x - 10 * width}" y="${y - 10 * height}" width="${21 * width}" height="${21 * height}"`
    : 'width="100%" height="100%"'
  const prefix = document.root.prefix && `${document.root.prefix}:`
  return `<${prefix}rect ${place} style="fill:${colour};fill-opacity:1;stroke:none"/>`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function attributeEdits(element: SvgElement, attributes: Attributes): Edit[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const old = element.attributes.get(name)
    const text = value === null ? '' : `${name}="${escaped(value)}"`
    if (old) return { from: old.from, end: old.end, text }
    return value === null ? [] : { from: element.nameEnd, end: element.nameEnd, text: ` ${text}` }
  })
}

/** The styles of an element as its own `style` and attributes. */
function styledAttributes(element: SvgElement, declared: DeclaredValues, context: ResolveContext, resolved: Resolved): Attributes {
  const styles = Array.from(declared, ([property, values]) => {
    const text = isStyle(property) ? lastValid(element, property, values, context)?.text : null
    return text ? `${property}:${text}` : ''
  }).filter((one) => one !== '')
  const origin = context.document.value(element, 'transform-origin')
  const withOrigin: Resolved = (property) =>
    resolved(property) ?? (property === 'transform-origin' && origin !== null ? parseValue(origin) : null)
  const box = boxOf(context.inherited.get(element)?.size ?? null)
  return {
    ...geometryAttributes(element, resolved),
    ...transformAttributes(element, (name) => context.document.value(element, name), withOrigin, box),
    style: styles.join(';') || null,
  }
}

/** An inherited `currentColor` means the element's own colour; in the library it means that of the element that declared it. */
function currentAttributes(element: SvgElement, context: ResolveContext): Attributes {
  const [own, parentValues] = [context.inherited.get(element), element.parent && context.inherited.get(element.parent)]
  const names =
    own && parentValues && own.colour !== parentValues.colour ? parentValues.current.filter((name) => own.current.includes(name)) : []
  return Object.fromEntries(names.map((name) => [name, 'currentColor']))
}

/** The library ignores the transform of a nested <svg>, so a group around it gets it. */
function groupAround({ prefix, from, end }: SvgElement, transform: string): Edit[] {
  const group = `${prefix && `${prefix}:`}g`
  return [
    { from, end: from, text: `<${group} transform="${escaped(transform)}">` },
    { from: end, end, text: `</${group}>` },
  ]
}

function editsFor(element: SvgElement, declared: DeclaredValues, context: ResolveContext): Edit[] {
  inherit(element, declared, context)
  const resolved: Resolved = (property) => {
    const values = declared.get(property)
    return values ? (lastValid(element, property, values, context)?.value ?? null) : null
  }
  checkSupported(element, resolved, context)
  const isStyled = declared.size > 0 || ['style', 'transform-origin'].some((name) => element.attributes.has(name))
  const attributes: Attributes = {
    ...lengthAttributes(element, context),
    ...embeddedAttributes(element, context),
    ...presentationAttributes(element, declared, context),
    ...currentAttributes(element, context),
    ...(isStyled ? styledAttributes(element, declared, context, resolved) : {}),
  }
  const isNested = element.name === 'svg' && element.parent !== null
  const transform = attributes.transform === undefined ? context.document.value(element, 'transform') : attributes.transform
  if (isNested) attributes.transform = null
  if (element.attributes.has('href') && element.attributes.has('xlink:href')) attributes['xlink:href'] = null // `href` has precedence
  const edits = attributeEdits(element, attributes)
  if (isNested && transform) edits.push(...groupAround(element, transform))
  const background = element === context.document.root ? backgroundOf(context.document, resolved) : ''
  if (background) edits.push({ from: element.contentFrom, end: element.contentFrom, text: background })
  if (element.name === 'style') edits.push({ from: element.contentFrom, end: element.contentEnd, text: '' })
  return edits
}

function isWithin(element: SvgElement, around: SvgElement): boolean {
  for (let one: SvgElement | null = element; one; one = one.parent) if (one === around) return true
  return false
}

/** The target of a <use> inherits from the <use>: variables must have the same values there as where the target is. */
function checkUses(context: ResolveContext): void {
  const { document, inherited, withVariables } = context
  const byId = new Map(document.elements.map((element) => [document.value(element, 'id'), element]))
  if (withVariables.size === 0) return
  for (const use of document.elements) {
    if (use.name !== 'use') continue
    const link = document.value(use, 'href') ?? document.value(use, 'xlink:href') ?? ''
    const target = byId.get(link.trim().slice(1))
    const [here, there] = [inherited.get(use)?.custom, target?.parent && inherited.get(target.parent)?.custom]
    if (!target || here === there) continue
    context.spend(withVariables.size)
    for (const element of withVariables) if (isWithin(element, target)) throw notDrawn('variables that differ from one “use” to another')
  }
}

function applied(text: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let end = 0
  for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
    parts.push(text.slice(end, edit.from), edit.text)
    end = edit.end
  }
  return [...parts, text.slice(end)].join('')
}

/** `auto-start-reverse` reverses markers at the start of a line; the library does not support it there. */
function checkMarkers({ document }: ResolveContext): void {
  const turned = document.elements.some((element) => document.value(element, 'orient') === 'auto-start-reverse')
  if (turned && /marker-start|\bmarker\s*:/.test(document.text)) throw notDrawn('“auto-start-reverse”')
}

/** The same drawing without style sheets. @throws Refusal */
export function resolveStyles(text: string): string {
  return resolveWithin(text, createSpend())
}

function resolveWithin(text: string, spend: Spend): string {
  const document = readDocument(text)
  if (!document) return text
  const cascade = createCascade(document, naturalSize(document), spend)
  if (document.hasElementsInEntities && document.elements.some(({ name }) => name === 'style'))
    throw notDrawn('styles for elements that stand in entities')
  const context: ResolveContext = { document, spend, inherited: new Map(), withVariables: new Set(), known: new Map() }
  const edits = document.elements.flatMap((element) => editsFor(element, cascade.declared(element), context))
  checkUses(context)
  checkMarkers(context)
  return applied(text, edits)
}

// Does what browsers do with styles and the drawing library does not: works out what counts for each element and writes it down at the
// element itself, in words that the library knows. What cannot be written so is refused, where it would come out in wrong colours or places.
import { createCascade, type Said } from './cascade.ts'
import { inherit, isPlainPaint, lastSensible, type Resolving } from './computed.ts'
import { addressOf, embeddedSvg, readDocument, type SvgDocument, type SvgElement } from './document.ts'
import { createSpend, notDrawn, type Spend } from './limits.ts'
import { type Attributes, geometryAttributes, naturalSize, type Resolved, sizeWithin, transformAttributes, viewBoxOf } from './placement.ts'
import { COLOURS, HARMLESS, isStyle } from './properties.ts'
import { parseValue, textOf } from './stylesheet.ts'
import { boxOf } from './transforms.ts'
import { plainColour, plainValue, wordsOf } from './values.ts'

interface Edit {
  readonly from: number
  readonly end: number
  readonly text: string
}

/** Attributes that stand for properties: changed where the library would not understand them, taken away where nobody does. */
function presentationAttributes(element: SvgElement, said: Said, at: Resolving): Attributes {
  const attributes: Attributes = {}
  for (const name of element.attributes.keys()) {
    const text = isStyle(name) && !said.has(name) ? at.document.value(element, name) : null
    const isPlain = text === null || isPlainPaint(text) || !(COLOURS.includes(name) || text.includes('('))
    if (!isPlain) attributes[name] = lastSensible(element, name, [parseValue(text)], at)?.text ?? null
  }
  return attributes
}

/** Lengths in units that a browser knows and the drawing library does not. */
const LENGTH = /^\s*[-+]?[\d.]{1,40}(?:e[-+]?\d{1,3})?(?:rem|q|ch|ic|cap|r?lh|[sdl]?v(?:[whib]|min|max))\s*$/i

/** Those of the whole drawing are for the page around it. */
function lengthAttributes(element: SvgElement, at: Resolving): Attributes {
  const attributes: Attributes = {}
  for (const name of element.parent ? element.attributes.keys() : []) {
    const text = at.document.value(element, name) ?? ''
    const value = LENGTH.test(text) && name !== 'id' && name !== 'class' ? plainValue(parseValue(text), 'black') : null
    if (value) attributes[name] = textOf(value)
  }
  return attributes
}

/** A drawing inside of the drawing has styles of its own. */
function embeddedAttributes(element: SvgElement, at: Resolving): Attributes {
  const attributes: Attributes = {}
  for (const name of element.name === 'image' || element.name === 'feImage' ? ['href', 'xlink:href'] : []) {
    const inside = embeddedSvg(at.document.value(element, name) ?? '')
    if (inside !== null) attributes[name] = addressOf(resolvePart(inside, at.spend))
  }
  return attributes
}

function checkHarmless(element: SvgElement, resolved: Resolved, at: Resolving): void {
  for (const [property, harmless] of Object.entries(HARMLESS)) {
    const value = resolved(property)
    const text = value === null ? at.document.value(element, property) : textOf(value)
    if (text !== null && !harmless.test(text.trim())) throw notDrawn(`“${property}: ${text}”`)
  }
  if (element.name === 'symbol' && element.attributes.has('transform')) throw notDrawn('a transform of a symbol')
}

/** A page of one colour behind the drawing, as a rectangle that covers it whatever its shape. */
function backgroundOf(document: SvgDocument, resolved: Resolved): string {
  const value = resolved('background-color')
  const text = value === null ? 'none' : textOf(value).toLowerCase()
  if (value === null || /^(?:none|inherit|initial|unset|revert)$/.test(text)) return ''
  const [part, ...more] = wordsOf(value)
  const colour = part && more.length === 0 ? plainColour(part) : null
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

/** What the styles of an element say, as its own `style` and attributes. */
function styledAttributes(element: SvgElement, said: Said, at: Resolving, resolved: Resolved): Attributes {
  const styles = Array.from(said, ([property, values]) => {
    const text = isStyle(property) ? lastSensible(element, property, values, at)?.text : null
    return text ? `${property}:${text}` : ''
  }).filter((one) => one !== '')
  const origin = at.document.value(element, 'transform-origin')
  const withOrigin: Resolved = (property) =>
    resolved(property) ?? (property === 'transform-origin' && origin !== null ? parseValue(origin) : null)
  const box = boxOf(at.inherited.get(element)?.size ?? null)
  return {
    ...geometryAttributes(element, resolved),
    ...transformAttributes(element, (name) => at.document.value(element, name), withOrigin, box),
    style: styles.join(';') || null,
  }
}

/** Whoever inherits `currentColor` takes its own colour for it; in the library it takes that of where it was said. */
function currentAttributes(element: SvgElement, at: Resolving): Attributes {
  const [own, around] = [at.inherited.get(element), element.parent && at.inherited.get(element.parent)]
  const names = own && around && own.colour !== around.colour ? around.current.filter((name) => own.current.includes(name)) : []
  return Object.fromEntries(names.map((name) => [name, 'currentColor']))
}

/** A drawing within the drawing has no transform of its own in the library: a group around it has. */
function groupAround({ prefix, from, end }: SvgElement, transform: string): Edit[] {
  const group = `${prefix && `${prefix}:`}g`
  return [
    { from, end: from, text: `<${group} transform="${escaped(transform)}">` },
    { from: end, end, text: `</${group}>` },
  ]
}

function editsFor(element: SvgElement, said: Said, at: Resolving): Edit[] {
  inherit(element, said, at)
  const resolved: Resolved = (property) => {
    const values = said.get(property)
    return values ? (lastSensible(element, property, values, at)?.value ?? null) : null
  }
  checkHarmless(element, resolved, at)
  const isStyled = said.size > 0 || ['style', 'transform-origin'].some((name) => element.attributes.has(name))
  const attributes: Attributes = {
    ...lengthAttributes(element, at),
    ...embeddedAttributes(element, at),
    ...presentationAttributes(element, said, at),
    ...currentAttributes(element, at),
    ...(isStyled ? styledAttributes(element, said, at, resolved) : {}),
  }
  const isNested = element.name === 'svg' && element.parent !== null
  const transform = attributes.transform === undefined ? at.document.value(element, 'transform') : attributes.transform
  if (isNested) attributes.transform = null
  if (element.attributes.has('href') && element.attributes.has('xlink:href')) attributes['xlink:href'] = null // the newer name counts
  const edits = attributeEdits(element, attributes)
  if (isNested && transform) edits.push(...groupAround(element, transform))
  const background = element === at.document.root ? backgroundOf(at.document, resolved) : ''
  if (background) edits.push({ from: element.contentFrom, end: element.contentFrom, text: background })
  if (element.name === 'style') edits.push({ from: element.contentFrom, end: element.contentEnd, text: '' })
  return edits
}

function isWithin(element: SvgElement, around: SvgElement): boolean {
  for (let one: SvgElement | null = element; one; one = one.parent) if (one === around) return true
  return false
}

/** What a <use> shows inherits from the <use>: the same variables must hold there as where the shown part stands. */
function checkUses(at: Resolving): void {
  const { document, inherited, withVariables } = at
  const byId = new Map(document.elements.map((element) => [document.value(element, 'id'), element]))
  if (withVariables.size === 0) return
  for (const use of document.elements) {
    if (use.name !== 'use') continue
    const link = document.value(use, 'href') ?? document.value(use, 'xlink:href') ?? ''
    const target = byId.get(link.trim().slice(1))
    const [here, there] = [inherited.get(use)?.custom, target?.parent && inherited.get(target.parent)?.custom]
    if (!target || here === there) continue
    at.spend(withVariables.size)
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

/** Markers that turn around at the start of a line: the library turns those at its end only. */
function checkMarkers({ document }: Resolving): void {
  const turned = document.elements.some((element) => document.value(element, 'orient') === 'auto-start-reverse')
  if (turned && /marker-start|\bmarker\s*:/.test(document.text)) throw notDrawn('“auto-start-reverse”')
}

/** The same drawing without style sheets. Throws a Refusal where that cannot be had. */
export function resolveStyles(text: string): string {
  return resolvePart(text, createSpend())
}

function resolvePart(text: string, spend: Spend): string {
  const document = readDocument(text)
  if (!document) return text
  const cascade = createCascade(document, naturalSize(document), spend)
  if (document.hasElementsInEntities && document.elements.some(({ name }) => name === 'style'))
    throw notDrawn('styles for elements that stand in entities')
  const at: Resolving = { document, spend, inherited: new Map(), withVariables: new Set(), known: new Map() }
  const edits = document.elements.flatMap((element) => editsFor(element, cascade.said(element), at))
  checkUses(at)
  checkMarkers(at)
  return applied(text, edits)
}

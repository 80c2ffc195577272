// The declared values of each property of an element, in order of precedence: rules by specificity and order, then its own `style`, then what is
// marked as important.
// https://www.w3.org/TR/css-cascade-4/
import type { SvgDocument, SvgElement } from './document.ts'
import type { Spend } from './limits.ts'
import { holdsMedia, type Viewport } from './media.ts'
import { SHORTHANDS } from './properties.ts'
import { type Compounds, keyOf, matches, specificity } from './selectors.ts'
import { type Declaration, parseDeclarations, parseSheet, type Rule, type Value } from './stylesheet.ts'

interface Candidate {
  readonly selector: Compounds
  readonly weight: number
  readonly order: number
  readonly declarations: readonly Declaration[]
}

/** The values declared for each property; the last valid one counts. */
export type DeclaredValues = ReadonlyMap<string, readonly Value[]>

interface Cascade {
  declared(element: SvgElement): DeclaredValues
}

function readSheets(document: SvgDocument, viewport: Viewport, spend: Spend): Rule[] {
  const rules: Rule[] = []
  for (const element of document.elements) {
    if (element.name !== 'style') continue
    const type = document.value(element, 'type') ?? ''
    const media = document.value(element, 'media') ?? ''
    if (type !== '' && type.trim().toLowerCase() !== 'text/css') continue
    if (holdsMedia(media, viewport)) parseSheet(document.content(element), rules, { viewport, spend })
  }
  return rules
}

/** Indexed by what an element must have to match, so that few are tried for each element. */
function indexed(rules: readonly Rule[]): Map<string, Candidate[]> {
  const index = new Map<string, Candidate[]>()
  for (const [order, { selectors, declarations }] of rules.entries())
    for (const selector of selectors) {
      const candidate = { selector, weight: specificity(selector), order, declarations }
      const key = keyOf(selector)
      const others = index.get(key)
      if (others) others.push(candidate)
      else index.set(key, [candidate])
    }
  return index
}

const plainProperties = (property: string) => SHORTHANDS[property] ?? [property]

export function createCascade(document: SvgDocument, viewport: Viewport, spend: Spend): Cascade {
  const index = indexed(readSheets(document, viewport, spend))
  const inline = new Map<string, Declaration[]>() // drawing programs repeat the same few thousands of times
  const ownStyle = (element: SvgElement): Declaration[] => {
    const text = document.value(element, 'style') ?? ''
    const known = inline.get(text)
    if (known) return known
    spend(text.length)
    const declarations = parseDeclarations(text)
    inline.set(text, declarations)
    return declarations
  }
  const matched = (element: SvgElement): Candidate[] => {
    const id = document.value(element, 'id')
    const classes = new Set((document.value(element, 'class') ?? '').split(/\s+/))
    const keys = ['*', element.name, ...(id === null ? [] : [`#${id}`]), ...Array.from(classes, (name) => `.${name}`)]
    return keys
      .flatMap((key) => index.get(key) ?? [])
      .filter(({ selector }) => matches(element, selector, { document, spend }))
      .sort((a, b) => a.weight - b.weight || a.order - b.order)
  }
  const declared = (element: SvgElement): DeclaredValues => {
    const all = [...matched(element).flatMap(({ declarations }) => declarations), ...ownStyle(element)]
    spend(all.length)
    const values = new Map<string, Value[]>()
    for (const { property, value } of [...all.filter(({ important }) => !important), ...all.filter(({ important }) => important)])
      for (const name of plainProperties(property)) {
        const list = values.get(name)
        if (list) list.push(value)
        else values.set(name, [value])
      }
    return values
  }
  return { declared }
}

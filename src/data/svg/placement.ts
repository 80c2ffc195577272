// Position and size of an element from its styles: transforms with their origin, and geometry that the drawing library reads from attributes only.
import { type ComponentValue, isFunctionNode, isTokenNode } from '@csstools/css-parser-algorithms'
import { isTokenDimension, isTokenNumber, isTokenPercentage, isTokenString } from '@csstools/css-tokenizer'
import type { SvgDocument, SvgElement } from './document.ts'
import { notDrawn } from './limits.ts'
import type { Viewport } from './media.ts'
import { GEOMETRY, TRANSFORM_ATTRIBUTES } from './properties.ts'
import { textOf, type Value } from './stylesheet.ts'
import { type Box, originOf, separateTransform, transformOf } from './transforms.ts'
import { wordsOf } from './values.ts'

/** The computed value of a property; null where there is no valid declaration. */
export type Resolved = (property: string) => Value | null

/** Changes of attributes; null removes one. */
export type Attributes = Record<string, string | null>

function numberIn(text: string | null): number | null {
  const found = /^\s*(\d*\.?\d+)(?:px)?\s*$/.exec(text ?? '')
  return found ? Number(found[1]) : null
}

export function viewBoxOf(
  document: SvgDocument,
  element: SvgElement,
): readonly [x: number, y: number, width: number, height: number] | null {
  const numbers = (document.value(element, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [x, y, width, height] = numbers
  if (numbers.length !== 4 || x === undefined || y === undefined || width === undefined || height === undefined) return null
  return width > 0 && height > 0 && Number.isFinite(x + y) ? [x, y, width, height] : null
}

/** The size that percentages within an <svg> are relative to; null where it has none. */
export function sizeWithin(document: SvgDocument, svg: SvgElement): Viewport | null {
  const box = viewBoxOf(document, svg)
  if (box) return { width: box[2], height: box[3] }
  const [width, height] = [numberIn(document.value(svg, 'width')), numberIn(document.value(svg, 'height'))]
  return width !== null && height !== null ? { width, height } : null
}

/** The size of the whole drawing in a page, with CSS's defaults. */
export function naturalSize(document: SvgDocument): Viewport {
  const inside = sizeWithin(document, document.root)
  const width = numberIn(document.value(document.root, 'width')) ?? inside?.width ?? 300
  const height = numberIn(document.value(document.root, 'height')) ?? inside?.height ?? 150
  return { width, height }
}

const SEPARATE = ['translate', 'rotate', 'scale'] as const

/** The transform of an element's styles as an attribute; nothing where they have none. */
export function transformAttributes(element: SvgElement, value: (name: string) => string | null, resolved: Resolved, box: Box): Attributes {
  const name = TRANSFORM_ATTRIBUTES[element.name] ?? 'transform'
  const styled = resolved('transform')
  const own = styled && transformOf(styled, box)
  const separate = SEPARATE.map((one) => {
    const separateValue = resolved(one)
    return separateValue === null ? '' : (separateTransform(one, separateValue, box) ?? '')
  }).filter((one) => one !== '')
  const origin = resolved('transform-origin')
  const list = [...separate, own ?? value(name) ?? ''].filter((one) => one !== '')
  const changed = own !== null || separate.length > 0 || (origin !== null && list.length > 0)
  if (!changed) return {}
  if (element.parent === null && list.length > 0) throw notDrawn('a transform of the whole drawing')
  const reference = textOf(resolved('transform-box') ?? []) || 'view-box'
  if (reference !== 'view-box' && list.length > 0) throw notDrawn(`“transform-box: ${reference}”`) // only the drawing library knows a shape's own size
  const [x, y] = (origin && originOf(origin, box)) ?? [0, 0]
  const around = (x === 0 && y === 0) || list.length === 0 ? list : [`translate(${x} ${y})`, ...list, `translate(${-x} ${-y})`]
  return { [name]: around.length === 0 ? null : around.join(' '), 'transform-origin': null }
}

/** null for keywords, such as `auto`. */
function lengthOf(part: ComponentValue | undefined): string | null {
  if (!part || !isTokenNode(part)) return null
  const isLength = isTokenDimension(part.value) || isTokenPercentage(part.value) || isTokenNumber(part.value)
  return isLength ? part.toString() : null
}

/** For the root element an <img> uses the attributes alone. */
export function geometryAttributes({ name, parent }: SvgElement, resolved: Resolved): Attributes {
  const attributes: Attributes = {}
  for (const [property, elements] of Object.entries(GEOMETRY)) {
    const value = parent && elements.includes(name) ? resolved(property) : null
    const length = value && lengthOf(wordsOf(value)[0])
    if (length) attributes[property] = length
  }
  const [path] = name === 'path' ? wordsOf(resolved('d') ?? []) : []
  if (path && isFunctionNode(path) && path.getName().toLowerCase() === 'path') {
    const [data] = wordsOf(path.value).filter((part) => isTokenNode(part) && isTokenString(part.value))
    if (data && isTokenNode(data) && isTokenString(data.value)) attributes.d = data.value[4].value
  }
  const maskType = name === 'mask' ? resolved('mask-type') : null
  if (maskType) attributes['mask-type'] = textOf(maskType)
  return attributes
}

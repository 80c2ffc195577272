// Converts CSS transforms to a `transform` attribute, which has no units, no origin, and no separate rotate, scale and translate.
// https://drafts.csswg.org/css-transforms-1/
import { type ComponentValue, type FunctionNode, isFunctionNode, isTokenNode } from '@csstools/css-parser-algorithms'
import { isTokenComma, isTokenDimension, isTokenIdent, isTokenNumber, isTokenPercentage } from '@csstools/css-tokenizer'
import { notDrawn } from './limits.ts'
import type { Viewport } from './media.ts'
import type { Value } from './stylesheet.ts'
import { wordsOf } from './values.ts'

/** Units in pixels or degrees. Those relative to the font assume 16 px. */
const PIXELS: Readonly<Record<string, number>> = { px: 1, in: 96, cm: 96 / 2.54, mm: 96 / 25.4, pt: 4 / 3, pc: 16, em: 16 }
const DEGREES: Readonly<Record<string, number>> = { deg: 1, grad: 0.9, rad: 180 / Math.PI, turn: 360 }

type Read = (part: ComponentValue) => number | null

function dimensionReader(units: Readonly<Record<string, number>>): Read {
  return (part) => {
    if (!isTokenNode(part)) return null
    if (isTokenNumber(part.value)) return part.value[4].value === 0 ? 0 : null // only 0 needs no unit
    const unit = isTokenDimension(part.value) ? units[part.value[4].unit.toLowerCase()] : undefined
    return isTokenDimension(part.value) && unit !== undefined ? part.value[4].value * unit : null
  }
}

const degrees = dimensionReader(DEGREES)

const number: Read = (part) => (isTokenNode(part) && isTokenNumber(part.value) ? part.value[4].value : null)

const factor: Read = (part) => (isTokenNode(part) && isTokenPercentage(part.value) ? part.value[4].value / 100 : number(part))

/** @param whole what 100 % is; null where that is unknown */
function length(whole: number | null): Read {
  const pixels = dimensionReader(PIXELS)
  return (part) => {
    if (!isTokenNode(part) || !isTokenPercentage(part.value)) return pixels(part)
    if (whole === null) throw notDrawn('a transform in percent of something without a size')
    return (part.value[4].value / 100) * whole
  }
}

export interface Box {
  readonly width: number | null
  readonly height: number | null
}

export const boxOf = (viewport: Viewport | null): Box => viewport ?? { width: null, height: null }

type Numbers = readonly number[]

/** How each function's parameters are read, and what is written for them. */
function functionsFor({ width, height }: Box): Readonly<Record<string, readonly [readonly Read[], (n: Numbers) => string]>> {
  const [x, y] = [length(width), length(height)]
  const flat: Read = (part) => (dimensionReader(PIXELS)(part) === 0 ? 0 : null)
  return {
    translate: [[x, y], ([a = 0, b = 0]) => `translate(${a} ${b})`],
    translate3d: [[x, y, flat], ([a, b]) => `translate(${a} ${b})`],
    translatex: [[x], ([a]) => `translate(${a} 0)`],
    translatey: [[y], ([a]) => `translate(0 ${a})`],
    scale: [[factor, factor], ([a = 1, b = a]) => `scale(${a} ${b})`],
    scalex: [[factor], ([a]) => `scale(${a} 1)`],
    scaley: [[factor], ([a]) => `scale(1 ${a})`],
    rotate: [[degrees], ([a]) => `rotate(${a})`],
    rotatez: [[degrees], ([a]) => `rotate(${a})`],
    skewx: [[degrees], ([a]) => `skewX(${a})`],
    skewy: [[degrees], ([a]) => `skewY(${a})`],
    matrix: [[number, number, number, number, number, number], (n) => `matrix(${n.join(' ')})`],
  }
}
const MAY_LACK_LAST = ['translate', 'scale']
const NOT_FLAT = /^(?:rotate[xy]|rotate3d|scalez|scale3d|translatez|matrix3d|perspective)$/

function readFunction(part: FunctionNode, box: Box): string | null {
  const name = part.getName().toLowerCase()
  if (NOT_FLAT.test(name) || name === 'skew') throw notDrawn(`the transform “${name}()”`)
  const [readers, write] = functionsFor(box)[name] ?? []
  const given = wordsOf(part.value).filter((word) => !(isTokenNode(word) && isTokenComma(word.value)))
  if (!readers || !write || given.length > readers.length) return null
  if (given.length < readers.length - (MAY_LACK_LAST.includes(name) ? 1 : 0)) return null
  const values = given.map((word, i) => readers[i]?.(word) ?? null)
  return values.includes(null) ? null : write(values as Numbers)
}

/** A list of functions; null where it is invalid. */
export function transformOf(value: Value, box: Box): string | null {
  const words = wordsOf(value)
  if (words.length === 1 && isNone(words[0])) return ''
  const list = words.map((word) => (isFunctionNode(word) ? readFunction(word, box) : null))
  return list.length === 0 || list.includes(null) ? null : list.join(' ')
}

const isNone = (part: ComponentValue | undefined) =>
  part !== undefined && isTokenNode(part) && isTokenIdent(part.value) && part.value[4].value === 'none'

/** The properties `translate`, `rotate` and `scale`: the same without the function around it. */
export function separateTransform(name: 'translate' | 'rotate' | 'scale', value: Value, box: Box): string | null {
  const words = wordsOf(value)
  if (isNone(words[0])) return ''
  const [readers, write] = functionsFor(box)[name] ?? []
  if (words.length > 2 || (name === 'rotate' && words.length > 1)) throw notDrawn(`“${name}” in space`)
  const values = words.map((word, i) => readers?.[i]?.(word) ?? null)
  return !write || values.length === 0 || values.includes(null) ? null : write(values as Numbers)
}

const SIDES: Readonly<Record<string, readonly [axis: 0 | 1, share: number]>> = { left: [0, 0], right: [0, 1], top: [1, 0], bottom: [1, 1] }

/** x and y of `transform-origin`; null where it is invalid. */
export function originOf(value: Value, { width, height }: Box): readonly [number, number] | null {
  const wholes = [width, height] as const
  const origin: [number | null, number | null] = [null, null]
  const words = wordsOf(value).slice(0, 2)
  for (const [i, word] of words.entries()) {
    const text = word.toString().toLowerCase()
    const [axis, share] = SIDES[text] ?? [i === 1 && origin[1] !== null ? 0 : (i as 0 | 1), 0.5]
    const whole = wholes[axis]
    const isWord = text in SIDES || text === 'center'
    if (isWord && whole === null) throw notDrawn('a transform around the middle of something without a size')
    const read = isWord ? share * (whole ?? 0) : (length(whole)(word) ?? number(word))
    if (read === null) return null
    origin[axis] = read
  }
  const middle = (axis: 0 | 1) => {
    const whole = wholes[axis]
    if (whole === null) throw notDrawn('a transform around the middle of something without a size')
    return whole / 2
  }
  return words.length === 0 ? null : [origin[0] ?? middle(0), origin[1] ?? middle(1)]
}

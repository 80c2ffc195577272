// Whether an @media rule applies where a drawing becomes a training image: on a screen with a light colour scheme, in a viewport of its size.
import { notDrawn } from './limits.ts'

export interface Viewport {
  readonly width: number
  readonly height: number
}

const TYPES: Readonly<Record<string, boolean>> = { all: true, screen: true, print: false, speech: false }

/** Features with keyword values; any other keyword does not apply. */
const WORDS: Readonly<Record<string, string>> = {
  'prefers-color-scheme': 'light',
  'prefers-reduced-motion': 'no-preference',
  'prefers-contrast': 'no-preference',
  'forced-colors': 'none',
  'inverted-colors': 'none',
  hover: 'hover',
  'any-hover': 'hover',
  pointer: 'fine',
  'any-pointer': 'fine',
  scripting: 'none',
}

/** Pixels of a length such as `20em`. */
function pixelsOf(length: string): number | null {
  const [, number, unit] = /^(\d*\.?\d+)(px|r?em)?$/.exec(length) ?? []
  if (number === undefined || (unit === undefined && Number(number) !== 0)) return null
  return Number(number) * (unit === 'px' || unit === undefined ? 1 : 16)
}

const compare = (a: number, sign: string, b: number) =>
  sign === '<' ? a < b : sign === '<=' ? a <= b : sign === '>' ? a > b : sign === '>=' ? a >= b : a === b

/** @returns null for unknown features */
function holdsSize(feature: string, viewport: Viewport): boolean | null {
  const [, limit, side, value] = /^(?:(min|max)-)?(width|height) ?: ?(\S+)$/.exec(feature) ?? []
  const [, ranged, sign, bound] = /^(width|height) ?([<>]=?|=) ?(\S+)$/.exec(feature) ?? []
  const pixels = pixelsOf(value ?? bound ?? '')
  if (pixels === null) return null
  const actual = viewport[(side ?? ranged) as keyof Viewport]
  return compare(actual, sign ?? (limit === 'min' ? '>=' : limit === 'max' ? '<=' : '='), pixels)
}

function holdsFeature(feature: string, viewport: Viewport): boolean {
  const [name = '', word] = feature.split(/ ?: ?/)
  const actual = WORDS[name]
  if (actual !== undefined) return word === undefined ? actual !== 'none' && actual !== 'no-preference' : word === actual
  const size = holdsSize(feature, viewport)
  if (size === null) throw notDrawn(`the condition “@media (${feature})”`)
  return size
}

function holdsQuery(query: string, viewport: Viewport): boolean {
  const negated = query.startsWith('not ')
  const parts = query
    .replace(/^(?:not|only) /, '')
    .split(' and ')
    .map((part) => part.trim())
  const holds = parts.every((part) => {
    const type = TYPES[part]
    if (type !== undefined) return type
    if (!part.startsWith('(') || !part.endsWith(')')) throw notDrawn(`the condition “@media ${part}”`)
    return holdsFeature(part.slice(1, -1).trim(), viewport)
  })
  return holds !== negated
}

export function holdsMedia(queries: string, viewport: Viewport): boolean {
  const text = queries.toLowerCase().replace(/\s+/g, ' ').trim()
  return text === '' || text.split(',').some((query) => holdsQuery(query.trim(), viewport))
}

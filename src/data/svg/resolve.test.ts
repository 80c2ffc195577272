// Style sheets resolved to attributes, which the drawing library understands.
import { expect, test } from 'vitest'
import { drawing } from '../formats/svg-test-support.ts'
import { resolveStyles } from './resolve.ts'

const resolved = (inside: string, root?: string) => resolveStyles(drawing(inside, root))
/** What is written at the first <rect>. */
const styleOf = (sheet: string, rect: string) =>
  /<rect[^>]*style="([^"]*)"/.exec(resolved(`<style>${sheet}</style><rect ${rect}/>`))?.[1] ?? ''

test('a drawing without styles is left as it is, byte by byte', () => {
  const text = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "1">]><!-- > --><svg width="&a;" viewBox='0 0 9 9'><g a=">"><![CDATA[<rect>]]><path\n d="M0 0" fill="#fff"/></g></svg>`
  expect(resolveStyles(text)).toBe(text)
  expect(resolveStyles('no drawing at all')).toBe('no drawing at all')
})

test.each([
  ['an id before a class before a name', '#a{fill:#111}.b{fill:#222}rect{fill:#333}', 'id="a" class="b"', 'fill:#111111'],
  ['a class among several', '.b{fill:#222}rect{fill:#333}', 'class="x b y"', 'fill:#222222'],
  ['the later of equals', '.b{fill:#222}.c{fill:#333}', 'class="c b"', 'fill:#333333'],
  ['its own style before rules', '#a{fill:#111}', 'id="a" style="fill:#444"', 'fill:#444444'],
  ['what is important before its own style', 'rect{fill:#111 ! IMPORTANT}', 'style="fill:#444"', 'fill:#111111'],
  ['what is important of its own before all', '#a{fill:#111!important}', 'id="a" style="fill:#444!important"', 'fill:#444444'],
  ['where() weighs nothing', ':where(#a){fill:#111}rect{fill:#333}', 'id="a"', 'fill:#333333'],
  ['is() weighs what it holds', ':is(#x, rect){fill:#111}.b{fill:#222}', 'class="b"', 'fill:#111111'],
  ['a rule with a void selector is none', 'rect, 5x{fill:#111}', 'style="stroke:none"', 'stroke:none'],
  ['an invalid value falls back to the one declared before', 'rect{fill:#111;fill:rgb(1 2);fill:nonsense(3)}', '', 'fill:#111111'],
  ['a variable that holds nonsense does not', 'rect{fill:#111;--a:5px;fill:var(--a)}', '', 'fill:inherit'],
  ['inherit and unset', 'rect{fill:unset;opacity:unset;stroke:initial}', '', 'fill:inherit;opacity:1;stroke:none'],
  ['a dollar in the selector around another', '[id="$$"]{&.b{fill:#111}}', 'id="$$" class="b"', 'fill:#111111'],
  ['escapes', '.a\\:b{fill:#111}', 'class="a:b"', 'fill:#111111'],
  ['shorthands', 'rect{marker:url("#m")}', '', 'marker-start:url(#m);marker-mid:url(#m);marker-end:url(#m)'],
  ['older names', 'rect{-webkit-filter:blur(1px)}', '', 'filter:blur(1px)'],
  ['sizes of letters in parts of a window', 'rect{font-size:calc(1rem + 2vw);fill:#111}', '', 'fill:#111111'],
  ['sums', 'rect{stroke-width:calc(1px + 2 * 1.5px)}', '', 'stroke-width:4px'],
])('%s', (_, sheet, rect, style) => {
  expect(styleOf(sheet, rect)).toBe(style)
})

test.each([
  ['screen', true],
  ['print', false],
  ['not print', true],
  ['only screen and (min-width: 64px)', true],
  ['(max-width: 63px)', false],
  ['print, (width >= 4em)', true],
  ['(height &lt; 48px)', false],
  ['(prefers-color-scheme: dark)', false],
  ['(prefers-color-scheme: light) and (hover)', true],
  ['(prefers-reduced-motion)', false],
])('@media %s applies to a drawing of 64 x 48: %s', (query, holds) => {
  expect(styleOf(`@media ${query}{rect{fill:#111}}`, 'style="stroke:none"')).toBe(holds ? 'fill:#111111;stroke:none' : 'stroke:none')
})

test.each([
  ['rect:nth-child(2n)', '.#.#'],
  ['rect:nth-child( odd )', '#.#.'],
  ['rect:nth-last-child(1)', '...#'],
  ['rect:nth-child(-n+2)', '##..'],
  ['rect:first-of-type', '#...'],
  ['rect + rect', '.###'],
  ['[id="b"] ~ *', '..##'],
  ['g > rect:not([id^="b"], :last-child)', '#.#.'],
  ['svg rect:empty', '####'],
  [':root > rect', '....'],
  ['rect::before, rect:hover', '....'],
  ['[id$="c"], [ID="a"], [id*="d"]', '..##'],
])('the selector %s matches %s', (selector, pattern) => {
  const text = resolved(`<style>${selector}{fill:#111}</style><g>${['a', 'b', 'c', 'd'].map((id) => `<rect id="${id}"/>`).join('')}</g>`)
  expect(Array.from(text.matchAll(/<rect([^>]*)>/g), ([, inside]) => (inside?.includes('#111111') ? '#' : '.')).join('')).toBe(pattern)
})

test.each([
  ['translate(10px, 50%)', 'translate(10 24)'],
  ['translateX(1in) rotate(.25turn) scale(50%)', 'translate(96 0) rotate(90) scale(0.5 0.5)'],
  ['matrix(1, 0, 0, 1, 5, 6)', 'matrix(1 0 0 1 5 6)'],
  ['skewX(10deg) scaleY(2)', 'skewX(10) scale(1 2)'],
  ['translate3d(1px, 2px, 0)', 'translate(1 2)'],
  ['translate(10, 10)', null],
  ['bend(3deg)', null],
])('transform: %s', (css, transform) => {
  const rect = /<rect[^>]*>/.exec(resolved(`<rect style="transform:${css}"/>`))?.[0] ?? ''
  expect(/ transform="([^"]*)"/.exec(rect)?.[1] ?? null).toBe(transform)
})

test('a transform origin applies to the whole transform, from styles and from attributes', () => {
  const origin = 'translate(64 0) rotate(9) translate(-64 0)'
  expect(resolved('<rect transform="rotate(9)" transform-origin="right top"/>')).toContain(`transform="${origin}"`)
  expect(resolved('<rect style="rotate:9deg;transform-origin:100% 0"/>')).toContain(`transform="${origin}"`)
  expect(resolved('<linearGradient style="transform:rotate(9deg)"/>')).toContain('gradientTransform="rotate(9)"')
})

test('a drawing within the drawing is moved by a group around it', () => {
  expect(resolved('<svg transform="scale(2)"><path d="M0 0"/></svg>')).toContain('<g transform="scale(2)"><svg ><path d="M0 0"/></svg></g>')
})

test('sheets that are not for a screen, or no CSS, do not count', () => {
  const sheets = '<style media="print">rect{fill:#111}</style><style type="text/x">rect{fill:#222}</style>'
  expect(resolved(`${sheets}<rect/>`)).toMatch(/<rect\/>/)
})

test('elements in entities are left to the drawing library, unless there are styles for them', () => {
  const text = (sheet: string) => `<!DOCTYPE svg [<!ENTITY r "<rect/>">]>${drawing(`${sheet}&r;`)}`
  expect(resolveStyles(text(''))).toBe(text(''))
  expect(() => resolveStyles(text('<style>rect{fill:red}</style>'))).toThrow('The SVG uses styles for elements that stand in entities')
})

test('a clip-path that refers to an element is kept', () => {
  for (const clip of [' url(#a) ', 'none', '', 'URL(#a)']) expect(resolved(`<path clip-path="${clip}"/>`)).toContain('<path')
})

test('rules for fonts, pages and animation are ignored', () => {
  const sheet = '@charset "x";@import "a.css";@font-face{src:url(a)}@keyframes a{from{fill:red}}@page{margin:0}rect{fill:#111}'
  expect(styleOf(sheet, '')).toBe('fill:#111111')
})

test('a background covers the drawing whatever its aspect ratio, and is below it', () => {
  const text = resolved('<path d="M0 0"/>', 'viewBox="1 2 3 4" style="background-color:rgb(1 2 3)"')
  expect(text).toContain('><rect x="-29" y="-38" width="63" height="84" style="fill:#010203;fill-opacity:1;stroke:none"/><path')
})

test('variables that double within functions are refused before they are expanded', () => {
  const doubling = Array.from({ length: 15 }, (_, i) => `--a${i}:f(var(--a${i + 1}) [var(--a${i + 1})])`).join(';')
  expect(() => resolved(`<style>rect{${doubling};--a15:x;fill:var(--a0)}</style><rect/>`)).toThrow('too many style rules')
})

const MIXED = 'color-mix(in srgb,currentColor,white)'
test.each([
  ['in a rule', `.t{fill:${MIXED}}`, ''],
  ['in a style that two elements repeat', '', `style="fill:${MIXED}"`],
  ['in a variable', `svg{--a:${MIXED}}.t{fill:var(--a)}`, ''],
])('currentColor %s is the colour of each element', (_, sheet, rect) => {
  const groups = ['#dc281e', '#283cd2'].map((colour) => `<g color="${colour}"><rect class="t" ${rect}/></g>`)
  const text = resolved(`<style>${sheet}</style>${groups.join('')}`)
  expect(Array.from(text.matchAll(/<rect[^>]*style="([^"]*)"/g), ([, style]) => style)).toEqual(['fill:#ee938f', 'fill:#939de9'])
})

test('a selector that would become too long is refused before it is built', () => {
  const sheet = `.${'a'.repeat(9_990)}{${'&'.repeat(60_000)}{fill:#111}}` // more letters than a string can have
  expect(() => resolveStyles(drawing(`<style><![CDATA[${sheet}]]></style><rect/>`))).toThrow('too many style rules')
})

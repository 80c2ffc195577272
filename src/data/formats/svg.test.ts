// What the header of an SVG says, before anything is drawn.
import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { inspect } from '../inspect.ts'
import { inspectSvg, isSvg } from './svg.ts'

const bytes = (text: string) => strToU8(text)
const XMLNS = 'xmlns="http://www.w3.org/2000/svg"'

test.each([
  `<svg ${XMLNS}/>`,
  '<svg>',
  `\ufeff\n  <svg ${XMLNS}>`,
  `<?xml version="1.0" encoding="UTF-8"?>\n<!-- <html> drawn > by hand -->\n<svg\n${XMLNS}/>`,
  `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg ${XMLNS}/>`,
  `<!DOCTYPE svg [ <!ENTITY ns "http://www.w3.org/2000/svg"> <!ENTITY b "<b/>"> ]>\n<svg xmlns="&ns;"/>`,
  '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
  `<!--${'licence '.repeat(6000)}--><svg/>`,
])('a text whose first element is svg is an SVG: %#', (text) => {
  expect(isSvg(bytes(text))).toBe(true)
})

test.each([
  '',
  'svg',
  'This is how to draw: <svg>',
  `<html><svg ${XMLNS}/></html>`,
  '<!DOCTYPE html><svg-icon/>',
  '<!-- <svg> -->',
  '<!-- <svg>',
  '<!DOCTYPE svg [<svg>',
  '<',
  '</svg>',
  `${' '.repeat(70_000)}<svg/>`,
])('another text is not an SVG: %#', (text) => {
  expect(isSvg(bytes(text))).toBe(false)
})

const changesOf = (inside: string) => inspectSvg(bytes(`<svg ${XMLNS}>${inside}</svg>`)).changes

test('each kind of content that will not be drawn is reported once', () => {
  expect(changesOf('<path d="M0 0"/><title>text</title><image href="data:image/png;base64,AA=="/><use xlink:href="#a"/>')).toEqual([])
  expect(changesOf('<text>A</text><svg:text>B</svg:text><text\nx="1">C</text>')).toEqual([expect.stringContaining('text is not drawn')])
  expect(changesOf('<foreignObject>A</foreignObject>')).toEqual([expect.stringContaining('text is not drawn')])
  for (const link of ['<image href="http://x.org/a.png"/>', "<image xlink:href='a.png'/>", '<use href="other.svg#a"/>'])
    expect(changesOf(link)).toEqual([expect.stringContaining('not loaded')])
})

test.each([
  ['<rect><animate attributeName="x"/></rect>', 'An animated SVG: it is drawn without its animation.'],
  ['<style>@keyframes a{from{opacity:0}}</style>', 'An animated SVG: it is drawn without its animation.'],
  ['<style>@import "a.css";</style>', 'What it links to outside of itself is not loaded: embed it in the drawing.'],
  ['<image href="data:image/webp;base64,AA=="/>', 'A picture inside of it that is not PNG, JPEG, GIF or SVG is not drawn.'],
  [
    '<path vector-effect="non-scaling-stroke"/>',
    'Lines that are to keep their width at any size (non-scaling-stroke) are drawn like others.',
  ],
])('%s is reported', (inside, sentence) => {
  expect(changesOf(inside)).toEqual([sentence])
})

test('a tag ends after its attributes, whatever is in them', () => {
  expect(changesOf('<a title="1 > 0 <text>"/>')).toEqual([])
  expect(changesOf('<a title="1 > 0"/><text/>')).toHaveLength(1)
})

test.each(['\ufeff<svg/>', '<svg/>', '\ufeff<?xml version="1.0"?>\n<svg/>'])('UTF-16 of both byte orders is read: %j', (text) => {
  const low = Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]))
  const high = Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 255]))
  for (const file of [low, high]) expect(inspect(file)).toMatchObject({ format: 'svg', changes: [] })
})

test('comments and CDATA are ignored', () => {
  expect(changesOf('<!-- <text> --><style><![CDATA[ <text> ]]></style>')).toEqual([])
})

test('texts that make backtracking quadratic are read in linear time', () => {
  for (const start of ['<!--', '<![CDATA[', '<?', '<!DOCTYPE [', '<a ', '<image href="']) inspectSvg(bytes(start.repeat(1_000_000)))
})

test('too many bytes for the library are refused', () => {
  expect(() => inspectSvg(new Uint8Array(16 * 1024 * 1024 + 1))).toThrow('An SVG of more than 16 MB')
})

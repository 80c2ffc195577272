// Drawings of every kind by the library itself, good and bad: each becomes pixels or a sentence, and none harms the next.
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawing, SVG_REFUSED, SVG_SAMPLES } from '../data/formats/svg-test-support.ts'
import { prepareImages } from '../data/import.ts'
import { localImportPool } from '../data/import-pool.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { decodeInNode } from './decode.ts'
import { createNodeSvgDecoder } from './svg.ts'

const XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
const NINE = `<svg ${XMLNS} width="9" height="9">`
const RECT = '<rect width="100%" height="100%" fill="red"/>'
const bytesOf = (text: string) => new TextEncoder().encode(text)
/** What is refused here is refused for what it is, on a machine that is a thousand times slower too. */
const PATIENCE_SECONDS = 3600
const decodeSvg = createNodeSvgDecoder(PATIENCE_SECONDS)
const decode = (text: string) => decodeSvg(bytesOf(text))

async function prepare(text: string, changes: Partial<Preparation> = {}) {
  const bytes = bytesOf(text)
  const file = { path: 'a.svg', size: bytes.length, read: async () => Uint8Array.from(bytes).buffer }
  return prepareImages([file], { ...DEFAULT_PREPARATION, size: 16, ...changes }, localImportPool(decodeInNode), { name: 'test' })
}

test.each([
  ['', 'width="9" height="9"', 256, 256],
  ['', 'viewBox="0 0 30000 30000"', 256, 256],
  ['', 'viewBox="0 0 1e30 1e30"', 256, 256],
  ['', 'width="100%" height="100%" viewBox="0 0 20 10"', 512, 256],
  ['', 'width="10mm" height="2cm"', 256, 512],
  ['', 'width="10" height="90"', 228, 2048],
  ['', 'width="900" height="10"', 2048, 23],
  ['<!DOCTYPE svg [<!ENTITY nine "9">]>\n', 'width="&nine;" height="9"', 256, 256],
])('%s<svg %s> is drawn with a shorter side of 256 pixels, the longer one bounded: %d x %d', async (before, attributes, width, height) => {
  const image = await decode(`${before}<svg ${XMLNS} ${attributes}>${RECT}</svg>`)
  expect(image).toMatchObject({ width, height })
  expect([...image.pixels.subarray(0, 4)]).toEqual([255, 0, 0, 255])
})

test('a drawing without size and viewBox is as large as what is in it', async () => {
  expect(await decode(`<svg ${XMLNS}><rect width="20" height="10"/></svg>`)).toMatchObject({ width: 512, height: 256 })
})

test('a half transparent drawing is blended with the chosen background', async () => {
  const half = `<svg ${XMLNS} width="2" height="2"><rect width="1" height="2" fill="red" opacity=".5"/></svg>`
  const [white, black] = [await prepare(half, { background: 'white' }), await prepare(half, { background: 'black' })]
  expect([...white.images.subarray(0, 3), ...white.images.subarray(-3)]).toEqual([255, 127, 127, 255, 255, 255])
  expect([...black.images.subarray(0, 3), ...black.images.subarray(-3)]).toEqual([128, 0, 0, 0, 0, 0])
})

test('text and external links are not drawn, with a finding; embedded pictures are drawn', async () => {
  const blue = `data:image/png;base64,${(
    await sharp({ create: { width: 4, height: 4, channels: 3, background: '#0000ff' } })
      .png()
      .toBuffer()
  ).toString('base64')}`
  const set = await prepare(`${NINE}<image width="9" height="9" href="${blue}"/></svg>`)
  expect([...set.images.subarray(0, 3)]).toEqual([0, 0, 255])
  expect(set.findings).toEqual([])
  const links = await prepare(`${NINE}${RECT}<image width="9" height="9" href="https://example.org/a.png"/><text y="9">A</text></svg>`)
  expect([...links.images.subarray(0, 3)]).toEqual([255, 0, 0])
  expect(links.findings.map(({ kind, sentence }) => `${kind}: ${sentence}`)).toEqual([
    'changed: What it links to outside of itself is not loaded: embed it in the drawing.',
    'changed: Its text is not drawn: turn it into paths in the program that made it.',
  ])
})

const nested = (n: number, open: string, close: string) => `${NINE}${open.repeat(n)}${RECT}${close.repeat(n)}</svg>`
const laughs = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('')
const uses = Array.from({ length: 8 }, (_, i) => `<g id="u${i + 1}">${`<use xlink:href="#u${i}"/>`.repeat(10)}</g>`).join('')

test.each([
  ['zero size', `<svg ${XMLNS} width="0" height="9">${RECT}</svg>`, 'The SVG has no size: give it a width and a height, or a viewBox.'],
  ['negative size', `<svg ${XMLNS} width="-5" height="9"/>`, 'The SVG has no size'],
  ['endless size', `<svg ${XMLNS} width="1e39" height="9"/>`, 'The SVG has no size'],
  ['thin', `<svg ${XMLNS} width="1" height="1e6">${RECT}</svg>`, 'The SVG is too long and thin to cut a square from.'],
  ['cut short', `${NINE}<g>`, 'The SVG ends before its picture does.'],
  ['cut in a tag', `${NINE}<rect wid`, 'The SVG ends before its picture does.'],
  ['wrong end', `${NINE}\n<g></svg>`, 'The SVG is damaged at line 2, column 4.'],
  ['no namespace', '<svg width="9" height="9"/>', 'The SVG is damaged'],
  ['billion laughs', `<!DOCTYPE svg [<!ENTITY e0 "lol">${laughs}]>${NINE}<desc>&e12;</desc></svg>`, 'The SVG has too many parts'],
  [
    'quadratic entities',
    `<!DOCTYPE svg [<!ENTITY e "${RECT.replaceAll('"', "'").repeat(5000)}">]>${NINE}${'&e;'.repeat(250)}</svg>`,
    'too many parts',
  ],
  ['file entity', `<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>${NINE}<desc>&e;</desc></svg>`, 'The SVG is damaged'],
  ['100,000 groups in one another', nested(100_000, '<g>', '</g>'), 'too many parts, or parts too deep'],
  ['uses of uses', `${NINE}<rect id="u0" width="1" height="1"/>${uses}<use xlink:href="#u8"/></svg>`, 'too many parts'],
])('%s: refused with a sentence, and the next is drawn', async (_, text, sentence) => {
  await expect(decode(text)).rejects.toThrow(sentence)
  expect(await decode(`${NINE}${RECT}</svg>`)).toMatchObject({ width: 256 })
})

test('1,000 nested groups, loops of uses and huge lengths are drawn', async () => {
  const strange = [
    nested(1000, '<g>', '</g>'),
    `${NINE}<g id="a"><use xlink:href="#a"/></g></svg>`,
    `${NINE}<path d="M0 0H1e38" stroke="red" stroke-width="1e38" stroke-dasharray="1e-4"/></svg>`,
    `${NINE}<script>while (true) {}</script><animate attributeName="x" dur="1s"/></svg>`,
  ]
  for (const text of strange) expect(await decode(text)).toMatchObject({ width: 256 })
})

test('an SVG not in its declared encoding is refused, one in another declared encoding is drawn', async () => {
  const text = `${NINE}<style>.\u00e4{fill:red}</style><rect class="\u00e4" width="9" height="9"/></svg>`
  const latin = (declaration: string) => decodeSvg(Buffer.from(declaration + text, 'latin1'))
  await expect(latin('')).rejects.toThrow('The SVG is not in UTF-8: save it again, as UTF-8 or as PNG.')
  await expect(latin('<?xml version="1.0" encoding="klingon"?>')).rejects.toThrow('The SVG is not in klingon, as it says')
  const { pixels } = await latin('<?xml version="1.0" encoding="ISO-8859-1"?>')
  expect([...pixels.subarray(0, 4)]).toEqual([255, 0, 0, 255])
})

test.each(SVG_SAMPLES)('$name is drawn as Chromium shows it', async ({ bytes, quarters }) => {
  const { width, height, pixels } = await decodeSvg(bytes)
  const middle = (x: number, y: number) => {
    const at = 4 * (Math.floor(height * y) * width + Math.floor(width * x))
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4)
    return [red, green, blue].map((value) => Math.round((value * alpha + 255 * (255 - alpha)) / 255))
  }
  const drawn = [middle(0.25, 0.25), middle(0.75, 0.25), middle(0.25, 0.75), middle(0.75, 0.75)]
  drawn.flat().forEach((value, i) => {
    expect(Math.abs(value - (quarters.flat()[i] as number)), JSON.stringify(drawn)).toBeLessThanOrEqual(2)
  })
})

test.each(SVG_REFUSED)('%s: refused, not drawn wrongly', async (uses, text) => {
  await expect(decode(text)).rejects.toThrow(`The SVG uses ${uses}, which this program cannot draw: save it as PNG.`)
})

test('styles that would take too long are refused, and the next drawing is drawn', async () => {
  const many = (count: number, one: (i: number) => string) => Array.from({ length: count }, (_, i) => one(i)).join('')
  const hostile = [
    `<style>:root{--v0:1 1;${many(60, (i) => `--v${i + 1}:var(--v${i}) var(--v${i});`)}}</style><rect fill="var(--v60)"/>`,
    `<style>${many(3000, (i) => `*[x="${i}"]{fill:red}`)}</style>${'<path/>'.repeat(3000)}`,
    `<style>rect ${'g '.repeat(8)}circle{fill:red}</style>${'<g>'.repeat(900)}<circle/>${'</g>'.repeat(900)}`,
    `<style>a{${'&amp; &amp;{'.repeat(40)}fill:red${'}'.repeat(41)}</style>`,
    `<style>${'.a{fill:red}'.repeat(200_000)}</style>`,
    `<rect style="fill:${'('.repeat(100_000)}"/>`,
    `<style>rect{${'fill:red!important;'.repeat(20_000)}}</style>${'<rect/>'.repeat(2000)}`,
  ]
  for (const inside of hostile) await expect(decode(drawing(inside))).rejects.toThrow('The SVG has too many style rules')
  const ring = many(5000, (i) => `--v${i}:var(--v${(i + 1) % 5000});`)
  await expect(decode(drawing(`<style>:root{${ring}}</style><rect fill="var(--v0)"/>`))).rejects.toThrow('The SVG has too many parts')
  expect(await decode(`${NINE}${RECT}</svg>`)).toMatchObject({ width: 256 })
})

test('a drawing that needs too much memory crashes its thread, and the next is drawn', async () => {
  const pattern = `<pattern id="p" width="700" height="700" patternUnits="userSpaceOnUse">${RECT}</pattern>`
  await expect(decode(`${NINE}${pattern}<rect width="9" height="9" fill="url(#p)"/></svg>`)).rejects.toThrow('want of memory')
  expect(await decode(`${NINE}${RECT}</svg>`)).toMatchObject({ width: 256 })
})

test('a drawing that takes too long is ended, and the next is drawn', async () => {
  const impatient = createNodeSvgDecoder(0.5)
  const filter = '<filter id="f"><feMorphology radius="1e5"/></filter>'
  await expect(impatient(bytesOf(`${NINE}${filter}<rect width="9" height="9" filter="url(#f)"/></svg>`))).rejects.toThrow('0.5 seconds')
  expect(await decode(`${NINE}${RECT}</svg>`)).toMatchObject({ width: 256 })
})

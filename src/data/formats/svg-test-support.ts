// Small drawings for tests, with what Chromium's <img> shows of them (tried in Chromium 156): 64 x 48 pixels with four quarters.
import { BLUE, type Colour, GREEN, RED, type Sample, YELLOW } from './bmp-test-support.ts'

// What is needed of the platform and that the language itself does not have.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

const GREY: Colour = [221, 221, 221]
const WHITE: Colour = [255, 255, 255]
const BLACK: Colour = [0, 0, 0]

export const drawing = (inside: string, root = 'viewBox="0 0 64 48" width="64" height="48"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${root}>${inside}</svg>`
export const encoded = (text: string) => new TextEncoder().encode(text)

/** A rectangle over a quarter: 0 and 1 above 2 and 3. */
const quarter = (i: number, attributes: string) =>
  `<rect x="${32 * (i % 2)}" y="${24 * Math.floor(i / 2)}" width="32" height="24" ${attributes}/>`
const quarters = (...attributes: readonly string[]) => attributes.map((one, i) => quarter(i, one)).join('')
const [red, green, blue, yellow] = ['#dc281e', '#1ebe3c', '#283cd2', '#e6d228']
const BACKGROUND = '<rect width="64" height="48" fill="#ddd"/>'
const SMALL = '<rect width="32" height="24"'

function utf16(text: string): Uint8Array {
  return Uint8Array.from([...`\ufeff${text}`].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]))
}

const sample = (name: string, text: string, ...colours: readonly Colour[]): Sample => ({ name, bytes: encoded(text), quarters: colours })
const ALL = [RED, GREEN, BLUE, YELLOW] as const

export const SVG_SAMPLES: readonly Sample[] = [
  sample(
    'variables.svg',
    drawing(
      `<style>:root{--a:${red};--b:var(--c, ${green});--one:var(--two);--two:var(--one)}.q{--a:${blue}}</style>${quarter(0, 'fill="var(--a)"')}
      ${quarter(1, 'style="fill:var(--b)"')}<g class="q">${quarter(2, 'fill="var(--a)"')}</g>${quarter(3, `fill="var(--one, ${yellow})"`)}`,
    ),
    ...ALL,
  ),
  sample(
    'important.svg',
    drawing(
      `<style>.a{fill:${red} !important} @media screen{.b{fill:${green}}} @media print{.b{fill:#000}} #c{fill:#000}.c{fill:${blue}!important}</style>
      ${quarters('class="a" style="fill:#000"', 'class="b"', 'class="c" id="c"', `style="fill:${yellow}"`)}`,
    ),
    ...ALL,
  ),
  sample(
    'colours.svg',
    drawing(quarters('fill="rgb(220 40 30)"', 'fill="rgb(30 190 60 / 50%)"', 'fill="oklch(0.6 0.2 30)"', 'fill="color(display-p3 1 0 0)"')),
    RED,
    [142, 222, 157],
    [222, 62, 45],
    [255, 0, 0],
  ),
  sample(
    'more-colours.svg',
    drawing(
      `<g color="${red}">${quarters('fill="light-dark(currentColor, black)"', 'fill="color-mix(in srgb, currentColor, white)"', 'fill="hwb(90 10% 10%)"', 'fill="hsl(120deg 50% 50% / .5)"')}</g>`,
    ),
    RED,
    [238, 148, 143],
    [128, 230, 26],
    [159, 223, 159],
  ),
  sample(
    'transform.svg',
    drawing(`<style>.t{transform:translate(32px,24px)}</style>${BACKGROUND}${SMALL} class="t" fill="${red}"/>`),
    GREY,
    GREY,
    GREY,
    RED,
  ),
  sample(
    'transform-origin.svg',
    drawing(`${BACKGROUND}${SMALL} style="transform:rotate(.5turn);transform-origin:center" fill="${red}"/>`),
    GREY,
    GREY,
    GREY,
    RED,
  ),
  sample(
    'separate-transforms.svg',
    drawing(`${BACKGROUND}<rect width="64" height="48" style="translate:50% 0;scale:50%" fill="${red}"/>`),
    GREY,
    RED,
    GREY,
    GREY,
  ),
  sample(
    'nesting.svg',
    drawing(
      `<style><![CDATA[g { rect { fill: ${red} } &.x rect { fill: ${green} } @media screen { & > .y { fill: ${blue} } } }]]></style>
      <g>${quarter(0, '')}${quarter(2, 'class="y"')}</g><g class="x">${quarter(1, '')}</g>${quarter(3, `fill="${yellow}"`)}`,
    ),
    ...ALL,
  ),
  sample(
    'selectors.svg',
    drawing(
      `<style>rect:not(.n){fill:${red}} rect:nth-child(2n+3){fill:${green}} rect[data-x="y"]{fill:${blue}} rect:last-child, 5x{fill:#000} rect:is(.z){fill:${yellow}} rect:hover{fill:#000}</style>
      ${quarters('', '', 'data-x="y"', 'class="z"')}`,
    ),
    ...ALL,
  ),
  sample(
    'places.svg',
    drawing(
      `<style>.r{x:32px;y:24px;width:50%;height:calc(2*12px)}</style>${BACKGROUND}<rect class="r" fill="${red}"/><path style="d:path('M0 0h32v24h-32z')" fill="${green}"/>`,
    ),
    GREEN,
    GREY,
    GREY,
    RED,
  ),
  sample(
    'background.svg',
    drawing(quarter(0, `fill="${red}"`), 'viewBox="0 0 64 48" width="64" height="48" style="background: #283cd2"'),
    RED,
    BLUE,
    BLUE,
    BLUE,
  ),
  sample(
    'entities.svg',
    `<!DOCTYPE svg [<!ENTITY st0 "fill:var(--a);">]>${drawing(`<g style="--a:${red}">${quarters('style="&st0;"', 'style="&#102;ill:#1ebe3c"', 'style="/* none */fill:#283cd2"', 'STYLE="fill:red" fill="rgb(230 210 40)"')}</g>`)}`,
    ...ALL,
  ),
  sample(
    'current-colour.svg',
    drawing(
      `<g fill="currentColor" color="#000">${[red, green, blue, yellow].map((one, i) => `<g style="color:${one}">${quarter(i, '')}</g>`).join('')}</g>`,
    ),
    ...ALL,
  ),
  sample(
    'inside.svg',
    drawing(
      `<image width="64" height="48" href="data:image/svg+xml,${encodeURIComponent(drawing(`<style>:root{--a:${red}}</style>${quarters('fill="var(--a)"', 'fill="none"', 'fill="none"', 'fill="none"')}`))}"/>`,
    ),
    RED,
    WHITE,
    WHITE,
    WHITE,
  ),
  sample(
    'void.svg',
    drawing(`<g fill="${red}">${quarters('fill="var(--none)"', 'fill="nonsense"', 'style="fill:rgb(1 2)"', 'style="fill:initial"')}</g>`),
    RED,
    RED,
    RED,
    BLACK,
  ),
  {
    name: 'utf-16.svg',
    bytes: utf16(
      `<?xml version="1.0" encoding="UTF-16"?>${drawing(quarters(`fill="${red}"`, `fill="${green}"`, `fill="${blue}"`, `fill="${yellow}"`))}`,
    ),
    quarters: ALL,
  },
]

/** Drawings that are refused, with what they use. */
export const SVG_REFUSED: readonly (readonly [uses: string, text: string])[] = [
  ['“clip-path: circle(9px)”', drawing('<rect width="9" height="9" style="clip-path:circle(9px)"/>')],
  ['“clip-path: inset(1px)”', drawing('<rect width="9" height="9" clip-path="inset(1px)"/>')],
  ['“context-stroke”', drawing('<rect width="9" height="9" fill="context-stroke"/>')],
  ['“transform-box: fill-box”', drawing('<rect width="9" height="9" style="transform:rotate(9deg);transform-box:fill-box"/>')],
  ['a transform of the whole drawing', drawing('', 'viewBox="0 0 9 9" style="transform:rotate(90deg)"')],
  ['the transform “rotatex()”', drawing('<rect width="9" height="9" style="transform:rotateX(9deg)"/>')],
  ['the selector “:has”', drawing('<style>g:has(rect){fill:red}</style>')],
  ['the style rule “@layer”', drawing('<style>@layer a{rect{fill:red}}</style>')],
  ['the condition “@media (orientation: landscape)”', drawing('<style>@media (orientation: landscape){rect{fill:red}}</style>')],
  ['the unit “vw”', drawing('<rect width="50vw" height="9"/>')],
  ['the length “calc(9px + 50%)”', drawing('<rect style="width:calc(9px + 50%)" height="9"/>')],
  ['a background that is more than a colour', drawing('', 'viewBox="0 0 9 9" style="background:linear-gradient(red,blue)"')],
  [
    'variables that differ from one “use” to another',
    drawing('<symbol id="s"><rect width="9" height="9" fill="var(--a)"/></symbol><use href="#s" style="--a:red"/>'),
  ],
  ['“auto-start-reverse”', drawing('<marker id="m" orient="auto-start-reverse"/><path d="M0 0h9" marker-start="url(#m)"/>')],
]

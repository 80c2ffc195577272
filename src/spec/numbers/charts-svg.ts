// The charts of a run below each other as one SVG [W3C, SVG 1.1]: text is text, fonts are those of the reader, and the colours are those of the light
// theme, which prints.
import { grouped, percent } from '../words.ts'
import { type Axis, place, roundAxis, stepAxis } from './axis.ts'
import { type DrawnChart, type DrawnLine, drawnCharts, type LinePoints } from './drawn-charts.ts'
import type { Marker } from './markers.ts'
import { type RunNumbers, spanOf } from './run-numbers.ts'
import { xmlText } from './xml.ts'

/** As in the light theme of the page: ui/shared/tokens.css. */
export const CHART_COLOURS = {
  surface: '#ffffff',
  ink: '#1a1b1e',
  'ink-soft': '#56585d',
  line: '#e0e0da',
  'line-control': '#86867d',
  good: '#15713c',
  'series-d': '#2f4fd8',
  'series-g': '#a94a0a',
} as const

/** In pixels. A chart has its title and legend above the plot and the steps below it. */
const WIDTH = 800
const PLOT = { left: 64, right: 760, top: 46, bottom: 226 } as const
const CHART_HEIGHT = 268
const HEAD = 44
const LINE_HEIGHT = 18
/** Of 12 pixels, with what is usually the widest font. */
const LETTER_WIDTH = 6.6
/** Changes that are listed below the charts. */
const LISTED = 12
/** Characters that fit into the width. */
const LONGEST = 110

const FONT = `font-family="system-ui, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"`

/** @returns an SVG that says so where there are no values yet */
export function chartsSvg(numbers: RunNumbers): string {
  const span = spanOf(numbers)
  const charts = span === null ? [] : drawnCharts(numbers)
  const steps = stepAxis(span?.[0] ?? 0, span?.[1] ?? 0, 7)
  const { markers } = numbers.history
  const title = `${cut(numbers.images)}, ${span === null ? 'no values yet' : `up to step ${grouped(span[1])}`}`
  const changes = listOfChanges(markers)
  const below = HEAD + charts.length * CHART_HEIGHT
  const height = below + changes.length * LINE_HEIGHT + (changes.length > 0 ? 16 : 0)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ${FONT} font-size="12">`,
    `<title>${xmlText(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="${CHART_COLOURS.surface}"/>`,
    text(PLOT.left, 30, title, 'ink', ' font-size="17" font-weight="600"'),
    ...charts.map((chart, i) => `<g transform="translate(0 ${HEAD + i * CHART_HEIGHT})">\n${drawChart(chart, steps, markers)}\n</g>`),
    ...changes.map((line, i) => text(PLOT.left, below + (i + 1) * LINE_HEIGHT, line, 'ink-soft')),
    '</svg>\n',
  ].join('\n')
}

function drawChart({ spec, lines, ring }: DrawnChart, steps: Axis, markers: readonly Marker[]): string {
  const isShare = spec.unit === 'percent'
  const values = isShare ? { low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1] } : valueAxis(lines)
  const at: Place = { x: (step) => place(steps, step, PLOT.left, PLOT.right), y: (value) => place(values, value, PLOT.bottom, PLOT.top) }
  return [
    text(PLOT.left, 16, cut(spec.title), 'ink', ' font-size="14" font-weight="600"'),
    legend(lines, ring !== null),
    ...values.ticks.flatMap((tick) => [
      path(`M${PLOT.left} ${px(at.y(tick))}H${PLOT.right}`, 'line'),
      text(PLOT.left - 8, at.y(tick) + 4, isShare ? percent(tick) : tickLabel(tick), 'ink-soft', ' text-anchor="end"'),
    ]),
    ...steps.ticks.map((tick) => text(at.x(tick), PLOT.bottom + 18, grouped(tick), 'ink-soft', ' text-anchor="middle"')),
    verticals(markers, steps, at),
    spec.level === null ? '' : path(`M${PLOT.left} ${px(at.y(spec.level))}H${PLOT.right}`, 'ink-soft', ' stroke-dasharray="6 4"'),
    ...lines.map((line) => drawLine(line, spec, at)),
    ring && circle(at.x(ring.step), at.y(ring.value), 7),
  ]
    .filter(Boolean)
    .join('\n')
}

interface Place {
  x(step: number): number
  y(value: number): number
}

function valueAxis(lines: readonly DrawnLine[]): Axis {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const bars = lines.flatMap((line) => line.bars.flatMap(({ low, high }) => [low, high]))
  const points = lines.flatMap(({ raw, values }) => [...(raw?.values ?? []), ...values.values])
  for (const value of [...points, ...bars]) {
    if (value === null || !Number.isFinite(value)) continue
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return least > most ? roundAxis(0, 1, 4) : roundAxis(least, most, 4)
}

function drawLine({ line, raw, values, bars }: DrawnLine, { dots, sparse }: DrawnChart['spec'], at: Place): string {
  const { colour, dashed } = line
  const connected = sparse === true
  const dash = dashed ? ' stroke-dasharray="5 4"' : ''
  const round = ' stroke-linecap="round" stroke-linejoin="round"'
  const bar = ({ step, low, high }: DrawnLine['bars'][number]) => {
    const [x, from, to] = [at.x(step), px(at.y(low)), px(at.y(high))]
    return `M${px(x)} ${from}V${to}M${px(x - 3)} ${from}h6M${px(x - 3)} ${to}h6`
  }
  const dot = (value: number | null, i: number) =>
    value === null ? '' : `<circle cx="${px(at.x(values.steps[i] ?? 0))}" cy="${px(at.y(value))}" r="3" fill="${CHART_COLOURS[colour]}"/>`
  return [
    raw && path(pathOf(raw, connected, at), colour, ` stroke-opacity="0.28"${round}`),
    path(pathOf(values, connected, at), colour, ` stroke-width="2"${round}${dash}`),
    ...(dots ? values.values.map(dot) : []),
    bars.length > 0 ? path(bars.map(bar).join(''), colour, ' stroke-width="1.5"') : '',
  ]
    .filter(Boolean)
    .join('\n')
}

/** @param connected goes on over missing values; else the line has a gap there, and a value by itself is a dot */
function pathOf({ steps, values }: LinePoints, connected: boolean, at: Place): string {
  let drawn = ''
  let begun = false
  let alone = ''
  values.forEach((value, i) => {
    if (value === null || !Number.isFinite(value)) {
      if (!connected) {
        drawn += alone
        begun = false
        alone = ''
      }
      return
    }
    drawn += `${begun ? 'L' : 'M'}${px(at.x(steps[i] ?? 0))} ${px(at.y(value))}`
    alone = begun ? '' : 'h0.01'
    begun = true
  })
  return drawn + alone
}

/** Dashed, one in each column of pixels. */
function verticals(markers: readonly Marker[], { low, high }: Axis, at: Place): string {
  const inside = markers.filter(({ step }) => step >= low && step <= high)
  const columns = [...new Set(inside.map(({ step }) => Math.round(at.x(step))))]
  if (columns.length === 0) return ''
  return path(columns.map((x) => `M${x} ${PLOT.top}V${PLOT.bottom}`).join(''), 'line-control', ' stroke-dasharray="3 3"')
}

/** @param ringed whether the best step has a ring */
function legend(lines: readonly DrawnLine[], ringed: boolean): string {
  let x: number = PLOT.left
  const entries = lines.map(({ line: { label, colour, dashed } }) => {
    const dash = dashed ? ' stroke-dasharray="5 3"' : ''
    const entry = path(`M${px(x)} 30h16`, colour, ` stroke-width="3"${dash}`) + text(x + 22, 34, label, 'ink-soft')
    x += 22 + LETTER_WIDTH * label.length + 20
    return entry
  })
  const best = ringed ? [circle(x + 8, 30, 5) + text(x + 22, 34, 'best step', 'ink-soft')] : []
  return [...entries, ...best].join('\n')
}

/** What the vertical lines mean. */
function listOfChanges(markers: readonly Marker[]): readonly string[] {
  const listed = markers.slice(-LISTED).map(({ step, label }) => cut(`Step ${grouped(step)}: ${label}`))
  const left = markers.length - listed.length
  const heading = left === 0 ? 'Vertical lines:' : `Vertical lines, without the first ${grouped(left)}:`
  return listed.length === 0 ? [] : [heading, ...listed]
}

function circle(x: number, y: number, radius: number): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" fill="none" stroke="${CHART_COLOURS.good}" stroke-width="2"/>`
}

function path(commands: string, colour: keyof typeof CHART_COLOURS, attributes = ''): string {
  return commands === '' ? '' : `<path d="${commands}" fill="none" stroke="${CHART_COLOURS[colour]}"${attributes}/>`
}

function text(x: number, y: number, content: string, colour: keyof typeof CHART_COLOURS, attributes = ''): string {
  return `<text x="${px(x)}" y="${px(y)}" fill="${CHART_COLOURS[colour]}"${attributes}>${xmlText(content)}</text>`
}

const px = (value: number) => `${Math.round(10 * value) / 10}`
const tickLabel = (value: number) => `${value}`.replaceAll('-', '−')
const cut = (content: string) => ([...content].length > LONGEST ? `${[...content].slice(0, LONGEST - 1).join('')}…` : content)

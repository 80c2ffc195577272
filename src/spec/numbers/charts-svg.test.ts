// The charts of a run as SVG.
import { expect, test } from 'vitest'
import { DEFAULTS } from '../config.ts'
import type { RunEvent } from '../runs.ts'
import type { ScoreReport } from '../scores.ts'
import { CHART_COLOURS, chartsSvg } from './charts-svg.ts'
import { numbersOf } from './run-numbers.ts'
import { xmlText } from './xml.ts'

const step = (number: number, statistics: Readonly<Record<string, number | null>>): RunEvent => ({
  event: 'step',
  step: number,
  report: { step: number, imagesSeen: 0, stepsPerSecond: 1, elapsedSeconds: 1, statistics },
})
const score = (number: number, values: Partial<ScoreReport>, best = false): RunEvent => {
  const counts = { real: 9, fake: 9, training: 9, heldOut: 9 }
  return { event: 'score', step: number, best, report: { kid: null, fid: null, ...values, step: number, counts } as ScoreReport }
}
const draw = (events: readonly RunEvent[], images = 'Shapes') => chartsSvg(numbersOf(events, { images, config: DEFAULTS }))
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
/** The commands of the lines of one width and colour. */
const linesOf = (svg: string, colour: keyof typeof CHART_COLOURS, width = 2) =>
  [...svg.matchAll(/<path d="([^"]*)" fill="none" stroke="([^"]*)"([^>]*)/g)].flatMap(([, commands, stroke, rest]) =>
    stroke === CHART_COLOURS[colour] && rest?.includes(`stroke-width="${width}"`) ? [commands as string] : [],
  )

test('points lie where the axes say: the first step left, the last right, 0 at the bottom and 100 % at the top', () => {
  const svg = draw([step(0, { rotationAccuracyReal: 0 }), step(50, { rotationAccuracyReal: 0 }), step(100, { rotationAccuracyReal: 1 })])
  const [line] = linesOf(svg, 'series-d')
  expect(line).toMatch(/^M64 226L412 226L760 /)
  const raw = /<path d="([^"]*)"[^>]*stroke-opacity/.exec(svg)?.[1]
  expect(raw).toBe('M64 226L412 226L760 46')
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['0 %', '25 %', '100 %', '20', '100']))
})

test('a missing value leaves a gap, and a value by itself is a dot; lines of a few steps go on over the steps between', () => {
  const values = [1, null, 1, 1, null, 1]
  const events = values.map((value, i) => step(10 * i, { lossD: value, penaltyR1: value, lossG: 0 }))
  const [losses, penalty] = linesOf(draw(events), 'series-d')
  expect(losses?.match(/M/g)).toHaveLength(3)
  expect(losses).toMatch(/^M64 [\d.]+h0\.01M[^h]*L[^h]*M760 [\d.]+h0\.01$/)
  expect(penalty?.match(/M/g)).toHaveLength(1)
})

test('one report is a dot in the middle, and a run without values says so', () => {
  expect(linesOf(draw([step(7, { lossD: 2 })]), 'series-d')[0]).toBe('M412 136h0.01')
  expect(textsOf(draw([]))).toEqual(['Shapes, no values yet'])
  expect(draw([])).not.toContain('NaN')
})

test('scores are dots with error bars, the best in a ring, of the network that scored last', () => {
  const svg = draw([score(0, { network: 'X', kid: 0, kidStderr: 1 }), score(100, { network: 'X', kid: 4, kidStderr: 1 }, true)])
  expect(textsOf(svg)).toContain('KID-X')
  expect(svg.match(/<circle[^>]*r="3"/g)).toHaveLength(2)
  // From -1 to 5 the ticks are 2 apart: the axis goes from -2 to 6.
  expect(svg).toContain('<circle cx="760" cy="91" r="7"')
  expect(textsOf(svg)).toContain('best step') // the legend says what it is
  expect(linesOf(svg, 'series-g', 1.5)).toEqual(['M64 203.5V158.5M61 203.5h6M61 158.5h6M760 113.5V68.5M757 113.5h6M757 68.5h6'])
})

test('changes are vertical lines, and stand below the charts', () => {
  const svg = draw([step(0, { lossD: 1 }), { event: 'paused', step: 25 }, step(100, { lossD: 1 })])
  expect(textsOf(svg)).not.toContain('best step')
  expect(svg).toContain(`<path d="M238 46V226" fill="none" stroke="${CHART_COLOURS['line-control']}"`)
  expect(textsOf(svg).slice(-2)).toEqual(['Vertical lines:', 'Step 25: paused'])
  const many = Array.from({ length: 20 }, (_, i): RunEvent => ({ event: 'paused', step: i + 1 }))
  const listed = textsOf(draw([step(0, { lossD: 1 }), step(100, { lossD: 1 }), ...many])).slice(-13)
  expect([listed[0], listed[1], listed.at(-1)]).toEqual(['Vertical lines, without the first 8:', 'Step 9: paused', 'Step 20: paused'])
})

test('text cannot end its element or its attribute, and has no character that XML forbids', () => {
  expect(xmlText(`<a b="c" d='e'>&amp;`)).toBe('&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;amp;')
  expect(xmlText('a\u0000\u001bb\ud800c\uffffd\t🦋')).toBe('a\ufffd\ufffdb\ufffdc\ufffdd\t🦋')
  const hostile = '</text><script>alert(1)</script>\u0007"\'&'
  const svg = draw([step(1, { lossD: 1 }), score(2, { network: hostile, kid: 1, kidStderr: 1 })], hostile)
  expect(svg).not.toContain('<script')
  expect(textsOf(svg)[0]).toMatch(/^&lt;\/text&gt;/)
  expect(svg).not.toContain('\u0007')
})

test('a hundred thousand steps fit into a megabyte, and the highest peak is still there', () => {
  const events = Array.from({ length: 100_000 }, (_, i) =>
    step(
      i,
      Object.fromEntries(
        ['lossD', 'lossG', 'dReal', 'dFake', 'penaltyR1'].map((key, k) => [key, i === 30_000 ? 9 : Math.sin(i * (k + 1))]),
      ),
    ),
  )
  const svg = draw(events)
  expect(svg.length).toBeLessThan(1_000_000)
  const raw = /<path d="([^"]*)"[^>]*stroke-opacity/.exec(svg)?.[1] ?? ''
  const points = [...raw.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const)
  const [x, y] = points.reduce((highest, point) => (point[1] < highest[1] ? point : highest))
  expect(Math.abs(x - (64 + 0.3 * 696))).toBeLessThan(1)
  expect(y).toBeCloseTo(226 - ((9 + 2.5) / 12.5) * 180, 0)
})

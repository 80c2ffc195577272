// What a chart draws.
import { expect, test } from 'vitest'
import { type ChartSpec, line } from '../../spec/numbers/chart-table.ts'
import { type Columns, makeHistory } from '../../spec/numbers/history.ts'
import { smoothed } from '../../spec/numbers/smooth.ts'
import type { StepReport } from '../../spec/report.ts'
import { drawDots, drawHistory } from './drawing.ts'
import { readingOf } from './reading.ts'

type Key = 'mean' | 'error' | 'floor'

const spec: ChartSpec<Key> = {
  id: 'test',
  title: 'Test',
  help: '',
  unit: 'distance',
  dots: true,
  level: null,
  lines: [{ ...line<Key>('mean', 'samples', 'series-g'), error: 'error' }, line<Key>('floor', 'real', 'series-d', true)],
}

const VALUES: Record<Key, number[]> = { mean: [5, 3, Number.NaN], error: [0.5, 0.25, Number.NaN], floor: [1, Number.NaN, 2] }
const columns: Columns<Key> = { length: 3, steps: () => Float64Array.of(200, 400, 600), column: (key) => Float32Array.from(VALUES[key]) }

function historyOf(...steps: number[]) {
  const history = makeHistory()
  for (const step of steps) history.push({ step, statistics: {} } as unknown as StepReport)
  return history
}

test('dots share the step axis of the history, with gaps between them', () => {
  const { steps, series } = drawDots(spec, columns, null, historyOf(10, 500, 900))
  expect([...steps]).toEqual([10, 200, 400, 600, 900])
  expect(series).toEqual([[], [null, 5, 3, null, null], [], [null, 1, null, 2, null]])
  expect([...drawDots(spec, columns, null, historyOf(200, 600)).steps]).toEqual([200, 400, 600])
  expect([...drawDots(spec, columns, null, historyOf()).steps]).toEqual([200, 400, 600])
})

test('an error is a bar around its dot, if there is one', () => {
  const { bars } = drawDots(spec, columns, null, historyOf(10))
  expect(bars.map(({ step, low, high }) => [step, low, high])).toEqual([
    [200, 4.5, 5.5],
    [400, 2.75, 3.25],
  ])
})

test('the ring is on the first line, if it has a dot there', () => {
  expect(drawDots(spec, columns, 400, historyOf(10)).ring).toEqual({ step: 400, value: 3 })
  expect(drawDots(spec, columns, 600, historyOf(10)).ring).toBeNull()
  expect(drawDots(spec, columns, 50, historyOf(10)).ring).toBeNull()
})

test('a reading includes its error', () => {
  const [mean, floor] = spec.lines
  const at = (key: Key) => VALUES[key][0] ?? null
  expect(mean && readingOf('distance', mean, (key) => ({ mean: 23.14, error: 1.234, floor: null })[key])).toBe('23.1 ± 1.2')
  expect(floor && readingOf('distance', floor, at)).toBe('1.00')
  expect(mean && readingOf('distance', mean, () => null)).toBe('–')
})

test('the reading of a smoothed line is smoothed, and the measured values stay unchanged', () => {
  const history = makeHistory()
  for (const [i, lossD] of [4, 0, 8].entries()) history.push({ step: i + 1, statistics: { lossD } } as unknown as StepReport)
  const chart: ChartSpec<string> = { ...spec, dots: false, lines: [line('lossD', 'D', 'series-d')] }
  const [measured, drawn] = drawHistory(chart, history, 0.5).series
  expect(measured).toEqual([4, 0, 8])
  expect([...smoothed(history, 0.5).column('lossD')]).toEqual(drawn)
  expect(drawn?.at(-1)).toBeCloseTo((8 + 0 / 2 + 4 / 4) / 1.75, 6)
  expect([...smoothed(history, 0).column('lossD')]).toEqual(measured)
})

test('the run that is repeated is drawn as far as the run itself has come', () => {
  const history = makeHistory()
  for (const step of [10, 30]) history.push({ step, statistics: { lossD: step } } as unknown as StepReport)
  const repeated = makeHistory()
  for (const step of [20, 30, 40]) repeated.push({ step, statistics: { lossD: -step } } as unknown as StepReport)
  const losses: ChartSpec<string> = { ...spec, dots: false, lines: [line('lossD', 'D', 'series-d')] }
  expect(drawHistory(losses, history, 0, repeated).ghosts).toEqual([
    { steps: Float64Array.of(20, 30), values: [-20, -30], colour: 'series-d' },
  ])
  expect(drawHistory(losses, history, 0).ghosts).toEqual([])
})

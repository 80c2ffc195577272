// One uPlot chart: faint raw lines under smoothed ones, markers of events, the chance line, a cursor shared by all charts.
import uPlot from 'uplot'
import { formatCompact, formatPercent } from '../text/format.ts'
import { CHANCE, type ChartSpec } from './chart-table.ts'
import { decimate } from './decimate.ts'
import type { History } from './history.ts'
import { useHover } from './hover.ts'
import { type Palette, readPalette } from './palette.ts'
import { smooth } from './smooth.ts'

export interface Plot {
  update(history: History, smoothing: number): void
  /** The theme changed: the same lines in other colours. */
  repaint(): void
  resize(width: number): void
  destroy(): void
}

/** A wide chart is also taller, in CSS pixels. */
export const heightFor = (width: number) => Math.round(Math.min(260, Math.max(148, 0.36 * width)))
const SYNC_KEY = 'quarterturn'
/** Distances between labels of the step axis: there is no step 0.5. */
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 2.5, 5].map((digit) => digit * 10 ** power)).filter(Number.isInteger)
const RAW_ALPHA = 0.28

export function makePlot(element: HTMLElement, spec: ChartSpec, width: number): Plot {
  let palette = readPalette(element)
  let markers: History['markers'] = []
  const percent = spec.unit === 'percent'
  const now = () => palette

  const plot = new uPlot(
    {
      width,
      height: heightFor(width),
      padding: [8, 10, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { setScale: false, x: false, y: false }, sync: { key: SYNC_KEY, setSeries: false } },
      scales: { x: { time: false, range: rangeOfSteps }, y: { range: percent ? [0, 1] : rangeOfValues } },
      axes: [stepAxis(now), percent ? percentAxis(now) : valueAxis(now)],
      series: [{}, ...spec.lines.flatMap((line) => linesOf(line, now))],
      hooks: { setCursor: [(self) => followCursor(self)], drawAxes: [(self) => drawMarks(self, palette, markers, percent)] },
    },
    [[], ...spec.lines.flatMap(() => [[], []])],
    element,
  )

  return {
    update(history, smoothing) {
      markers = history.markers
      const raw = spec.lines.map(({ key }) => history.column(key))
      const smoothed = raw.map((values) => smooth(values, smoothing))
      const faint = smoothing === 0 ? raw.map((values) => values.subarray(0, 0)) : raw
      const { x, series } = decimate(history.steps(), [...faint, ...smoothed])
      const lines = raw.length
      const pairs = raw.flatMap((_, i) => [series[i] ?? [], series[i + lines] ?? []])
      plot.setData([x, ...pairs.map((values) => [...values])])
    },
    repaint() {
      palette = readPalette(element)
      plot.redraw(false)
    },
    resize(to) {
      if (to !== plot.width) plot.setSize({ width: to, height: heightFor(to) })
    },
    destroy: () => plot.destroy(),
  }
}

/** What the axes of all charts have in common. */
const axisOf = (palette: () => Palette): uPlot.Axis => ({
  stroke: () => palette().text,
  grid: { stroke: () => palette().grid, width: 1 },
  ticks: { show: false },
  font: palette().font,
})

export const stepAxis = (palette: () => Palette): uPlot.Axis => ({
  ...axisOf(palette),
  size: 26,
  incrs: WHOLE_STEPS,
  values: (_, steps) => steps.map(formatCompact),
})

const valueAxis = (palette: () => Palette): uPlot.Axis => ({ ...axisOf(palette), size: 46 })

export const percentAxis = (palette: () => Palette): uPlot.Axis => ({
  ...valueAxis(palette),
  splits: () => [0, 0.25, 0.5, 0.75, 1],
  values: (_, shares) => shares.map(formatPercent),
})

function linesOf({ colour, dashed }: ChartSpec['lines'][number], palette: () => Palette): uPlot.Series[] {
  const stroke = () => palette()[colour]
  const dash = dashed ? { dash: [5, 4] } : {}
  return [
    { stroke, width: 1, alpha: RAW_ALPHA, points: { show: false } },
    { stroke, width: 2, points: { show: (_self, _series, first, last) => last - first < 1 }, ...dash },
  ]
}

/** Before the first report there is an axis all the same. */
export function rangeOfSteps(_self: uPlot, first: number | null, last: number | null): uPlot.Range.MinMax {
  return first === null || last === null || first === last ? [0, Math.max(1, 2 * (last ?? 0))] : [first, last]
}

/** A flat or missing line still gets an axis around it. */
function rangeOfValues(_self: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1]
  return uPlot.rangeNum(low, high, 0.1, true)
}

function followCursor(self: uPlot) {
  const { idx } = self.cursor
  const step = idx === null || idx === undefined ? null : (self.data[0]?.[idx] ?? null)
  if (useHover.getState().step !== step) useHover.setState({ step })
}

/** Dashed verticals where something happened, a dashed horizontal where blind guessing stands. */
function drawMarks(self: uPlot, palette: Palette, markers: History['markers'], percent: boolean) {
  const { ctx, bbox, valToPos, scales } = self
  const { min, max } = scales.x ?? {}
  ctx.save()
  ctx.strokeStyle = palette.marker
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio])
  ctx.beginPath()
  for (const { step } of markers) {
    if (min == null || max == null || step < min || step > max) continue
    const x = Math.round(valToPos(step, 'x', true))
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
  }
  ctx.stroke()
  ctx.restore()
  if (percent) drawLevel(self, palette, CHANCE)
}

/** A dashed horizontal. */
export function drawLevel({ ctx, bbox, valToPos }: uPlot, palette: Palette, level: number) {
  const y = Math.round(valToPos(level, 'y', true))
  ctx.save()
  ctx.strokeStyle = palette.text
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio])
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
  ctx.stroke()
  ctx.restore()
}

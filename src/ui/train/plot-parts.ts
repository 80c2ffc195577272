// What the charts of a run, of a comparison, and of a linear probe have in common: size, axes, ranges, error bars, and how a plot follows theme and
// width.
import uPlot from 'uplot'
import { formatCompact, formatPercent } from '../shared/format.ts'
import { type Palette, readPalette } from '../shared/palette.ts'

/** Half the width of an error bar's cap, in CSS pixels. */
const BAR_END = 3
/** Height for a width, in CSS pixels. */
export const heightFor = (width: number) => Math.round(Math.min(260, Math.max(148, 0.36 * width)))
/** Possible tick distances of the step axis: whole steps only. */
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 2.5, 5].map((digit) => digit * 10 ** power)).filter(Number.isInteger)
/** Common options of all axes. */
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

/** A default range before the first report. */
export function rangeOfSteps(_self: uPlot, first: number | null, last: number | null): uPlot.Range.MinMax {
  return first === null || last === null || first === last ? [0, Math.max(1, 2 * (last ?? 0))] : [first, last]
}

/** A dashed horizontal line. */
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

interface PlotOptions {
  readonly width: number
  readonly palette: () => Palette
  /** Values between 0 and 1. */
  readonly percent: boolean
  /** Of the values, where they are not percentages. */
  readonly range: (low: number | null, high: number | null) => uPlot.Range.MinMax
  /** Charts with the same key share a cursor. */
  readonly syncKey: string
}

/** Everything but the series and what is drawn beside them. */
export function plotOptions({ width, palette, percent, range, syncKey }: PlotOptions) {
  return {
    width,
    height: heightFor(width),
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { setScale: false, x: false, y: false }, sync: { key: syncKey, setSeries: false } },
    scales: { x: { time: false, range: rangeOfSteps }, y: { range: percent ? [0, 1] : (_self, low, high) => range(low, high) } },
    axes: [stepAxis(palette), percent ? percentAxis(palette) : valueAxis(palette)],
  } satisfies Partial<uPlot.Options>
}

/** With room for the other values; a default range where there are none. */
export function rangeWith(low: number | null, high: number | null, others: readonly number[]): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1]
  const least = others.reduce((least, value) => Math.min(least, value), low)
  const most = others.reduce((most, value) => Math.max(most, value), high)
  return uPlot.rangeNum(least, most, 0.1, true)
}

export interface PlotBase {
  /** Redraws in the colours of the current theme. */
  repaint(): void
  resize(width: number): void
  destroy(): void
}

/** @param setPalette takes the colours of the new theme */
export function plotBase(plot: uPlot, element: HTMLElement, setPalette: (palette: Palette) => void): PlotBase {
  return {
    repaint() {
      setPalette(readPalette(element))
      plot.redraw(false)
    },
    resize(to) {
      if (to !== plot.width) plot.setSize({ width: to, height: heightFor(to) })
    },
    destroy: () => plot.destroy(),
  }
}

/** The step under the cursor. */
export function stepAtCursor({ cursor: { idx }, data: [steps] }: uPlot): number | null {
  return idx === null || idx === undefined ? null : (steps[idx] ?? null)
}

/** In the stroke of the context. */
export function drawErrorBar({ ctx, valToPos }: uPlot, step: number, low: number, high: number) {
  const x = valToPos(step, 'x', true)
  const end = BAR_END * devicePixelRatio
  ctx.beginPath()
  ctx.moveTo(x, valToPos(low, 'y', true))
  ctx.lineTo(x, valToPos(high, 'y', true))
  for (const y of [low, high].map((value) => valToPos(value, 'y', true))) {
    ctx.moveTo(x - end, y)
    ctx.lineTo(x + end, y)
  }
  ctx.stroke()
}

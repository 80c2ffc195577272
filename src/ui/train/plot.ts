// A uPlot chart: faint raw lines under smoothed ones, or dots with error bars; markers; and a cursor shared by all charts.
import uPlot from 'uplot'
import { formatCompact, formatPercent } from '../shared/format.ts'
import { type Palette, readPalette } from '../shared/palette.ts'
import type { ChartLine, ChartSpec } from './chart-table.ts'
import { type Drawing, NOTHING_DRAWN } from './drawing.ts'
import { useHover } from './use-chart-row.ts'

export interface Plot {
  /** @param pinned step of the snapshot that is shown, which is marked; null: none is */
  update(drawing: Drawing, pinned: number | null): void
  /** Redraws in the colours of the current theme. */
  repaint(): void
  resize(width: number): void
  destroy(): void
}

/** Height for a width, in CSS pixels. */
export const heightFor = (width: number) => Math.round(Math.min(260, Math.max(148, 0.36 * width)))
const SYNC_KEY = 'quarterturn'
/** Possible tick distances of the step axis: whole steps only. */
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 2.5, 5].map((digit) => digit * 10 ** power)).filter(Number.isInteger)
const RAW_ALPHA = 0.28
const GHOST_ALPHA = 0.75
const DOTS: uPlot.Series.Points = { show: true, size: 5 }
/** Half the width of an error bar's cap, and the radius of the ring, in CSS pixels. */
const BAR_END = 3
const RING = 7
/** Radius of the dot on the line of the shown snapshot. */
const PIN_HEAD = 4

/** @param onPick called with the step that was clicked */
export function makePlot<K extends string>(element: HTMLElement, spec: ChartSpec<K>, width: number, onPick: (step: number) => void): Plot {
  let palette = readPalette(element)
  let drawing = NOTHING_DRAWN
  let pinned: number | null = null
  const percent = spec.unit === 'percent'
  const now = () => palette

  const plot = new uPlot(
    {
      width,
      height: heightFor(width),
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { setScale: false, x: false, y: false }, sync: { key: SYNC_KEY, setSeries: false } },
      scales: {
        x: { time: false, range: rangeOfSteps },
        y: { range: percent ? [0, 1] : (_self, low, high) => rangeOfValues(low, high, drawing) },
      },
      axes: [stepAxis(now), percent ? percentAxis(now) : valueAxis(now)],
      series: [{}, ...spec.lines.flatMap((line) => linesOf(line, spec, now))],
      hooks: {
        setCursor: [(self) => followCursor(self)],
        drawAxes: [(self) => drawGuides(self, palette, drawing.verticals, spec.level), (self) => drawGhosts(self, palette, drawing.ghosts)],
        draw: [(self) => drawPin(self, palette, pinned), (self) => drawDotMarks(self, palette, drawing)],
      },
    },
    [[], ...spec.lines.flatMap(() => [[], []])],
    element,
  )
  plot.over.addEventListener('click', () => {
    const step = stepAtCursor(plot)
    if (step !== null) onPick(step)
  })

  return {
    update(next, step) {
      drawing = next
      pinned = step
      plot.setData([next.steps, ...next.series])
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

export const valueAxis = (palette: () => Palette): uPlot.Axis => ({ ...axisOf(palette), size: 46 })

export const percentAxis = (palette: () => Palette): uPlot.Axis => ({
  ...valueAxis(palette),
  splits: () => [0, 0.25, 0.5, 0.75, 1],
  values: (_, shares) => shares.map(formatPercent),
})

function linesOf<K extends string>({ colour, dashed }: ChartLine<K>, spec: ChartSpec<K>, palette: () => Palette): uPlot.Series[] {
  const { dots, sparse: spanGaps = false } = spec
  const stroke = () => palette()[colour]
  const dash = dashed ? { dash: [5, 4] } : {}
  return [
    { stroke, width: 1, alpha: RAW_ALPHA, points: { show: false }, spanGaps },
    { stroke, width: 2, points: dots ? DOTS : { show: (_self, _series, first, last) => last - first < 1 }, spanGaps, ...dash },
  ]
}

/** A default range before the first report. */
export function rangeOfSteps(_self: uPlot, first: number | null, last: number | null): uPlot.Range.MinMax {
  return first === null || last === null || first === last ? [0, Math.max(1, 2 * (last ?? 0))] : [first, last]
}

/** Includes the error bars and the lines of a repeated run; a default range for a missing line. */
function rangeOfValues(low: number | null, high: number | null, { bars, ghosts }: Drawing): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1]
  const others = [
    ...bars.flatMap((bar) => [bar.low, bar.high]),
    ...ghosts.flatMap(({ values }) => values.filter((value) => value !== null)),
  ]
  return uPlot.rangeNum(
    others.reduce((least, value) => Math.min(least, value), low),
    others.reduce((most, value) => Math.max(most, value), high),
    0.1,
    true,
  )
}

/** Only the chart under the pointer sets the hovered step; the synchronised others may have values at other steps. */
function followCursor(self: uPlot) {
  if (!self.cursor.event) return
  const step = stepAtCursor(self)
  if (useHover.getState().step !== step) useHover.setState({ step })
}

function stepAtCursor({ cursor: { idx }, data: [steps] }: uPlot): number | null {
  return idx === null || idx === undefined ? null : (steps[idx] ?? null)
}

/** A solid vertical with a dot on it, at the snapshot that is shown. */
function drawPin({ ctx, bbox, valToPos, scales }: uPlot, palette: Palette, step: number | null) {
  const { min, max } = scales.x ?? {}
  if (step === null || min == null || max == null || step < min || step > max) return
  const x = Math.round(valToPos(step, 'x', true))
  ctx.save()
  ctx.strokeStyle = palette.pin
  ctx.fillStyle = palette.pin
  ctx.lineWidth = 2 * devicePixelRatio
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  ctx.beginPath()
  ctx.arc(x, bbox.top, PIN_HEAD * devicePixelRatio, 0, 2 * Math.PI)
  ctx.fill()
  ctx.restore()
}

/** Dashed verticals at the markers, a dashed horizontal reference line. */
function drawGuides(self: uPlot, palette: Palette, verticals: readonly number[], level: number | null) {
  const { ctx, bbox, valToPos, scales } = self
  const { min, max } = scales.x ?? {}
  ctx.save()
  ctx.strokeStyle = palette.marker
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio])
  ctx.beginPath()
  for (const step of verticals) {
    if (min == null || max == null || step < min || step > max) continue
    const x = Math.round(valToPos(step, 'x', true))
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
  }
  ctx.stroke()
  ctx.restore()
  if (level !== null) drawLevel(self, palette, level)
}

/** Dotted and faint, below the lines of the run itself. */
function drawGhosts({ ctx, valToPos }: uPlot, palette: Palette, ghosts: Drawing['ghosts']) {
  ctx.save()
  ctx.globalAlpha = GHOST_ALPHA
  ctx.lineWidth = 1.5 * devicePixelRatio
  ctx.setLineDash([1.5 * devicePixelRatio, 3 * devicePixelRatio])
  for (const { steps, values, colour } of ghosts) {
    ctx.strokeStyle = palette[colour]
    ctx.beginPath()
    values.forEach((value, i) => {
      if (value !== null) ctx.lineTo(valToPos(steps[i] ?? 0, 'x', true), valToPos(value, 'y', true))
    })
    ctx.stroke()
  }
  ctx.restore()
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

/** Error bars of the dots, and a ring around the best one. */
function drawDotMarks({ ctx, valToPos }: uPlot, palette: Palette, { bars, ring }: Drawing) {
  ctx.save()
  ctx.lineWidth = 1.5 * devicePixelRatio
  for (const { step, low, high, colour } of bars) {
    const x = valToPos(step, 'x', true)
    const end = BAR_END * devicePixelRatio
    ctx.strokeStyle = palette[colour]
    ctx.beginPath()
    ctx.moveTo(x, valToPos(low, 'y', true))
    ctx.lineTo(x, valToPos(high, 'y', true))
    for (const y of [low, high].map((value) => valToPos(value, 'y', true))) {
      ctx.moveTo(x - end, y)
      ctx.lineTo(x + end, y)
    }
    ctx.stroke()
  }
  if (ring) {
    ctx.strokeStyle = palette.best
    ctx.lineWidth = 2 * devicePixelRatio
    ctx.beginPath()
    ctx.arc(valToPos(ring.step, 'x', true), valToPos(ring.value, 'y', true), RING * devicePixelRatio, 0, 2 * Math.PI)
    ctx.stroke()
  }
  ctx.restore()
}

// A uPlot chart: faint raw lines under smoothed ones, or dots with error bars; markers; and a cursor shared by all charts.
import uPlot from 'uplot'
import type { ChartLine, ChartSpec } from '../../spec/numbers/chart-table.ts'
import { type Palette, readPalette } from '../shared/palette.ts'
import { type Drawing, NOTHING_DRAWN } from './drawing.ts'
import { drawErrorBar, drawLevel, type PlotBase, plotBase, plotOptions, rangeWith, stepAtCursor } from './plot-parts.ts'
import { useHover } from './use-chart-row.ts'

export interface Plot extends PlotBase {
  /** @param pinned step of the snapshot that is shown, which is marked; null: none is */
  update(drawing: Drawing, pinned: number | null): void
}

const SYNC_KEY = 'quarterturn'
const RAW_ALPHA = 0.28
const GHOST_ALPHA = 0.75
const DOTS: uPlot.Series.Points = { show: true, size: 5 }
/** Radius of the ring, in CSS pixels. */
const RING = 7
/** Radius of the dot on the line of the shown snapshot. */
const PIN_HEAD = 4

/** @param onPick called with the step that was clicked */
export function makePlot<K extends string>(element: HTMLElement, spec: ChartSpec<K>, width: number, onPick: (step: number) => void): Plot {
  let palette = readPalette(element)
  let drawing = NOTHING_DRAWN
  let pinned: number | null = null
  const now = () => palette

  const plot = new uPlot(
    {
      ...plotOptions({
        width,
        palette: now,
        percent: spec.unit === 'percent',
        range: (low, high) => rangeWith(low, high, valuesBeside(drawing)),
        syncKey: SYNC_KEY,
      }),
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
    ...plotBase(plot, element, (next) => {
      palette = next
    }),
  }
}

function linesOf<K extends string>({ colour, dashed }: ChartLine<K>, spec: ChartSpec<K>, palette: () => Palette): uPlot.Series[] {
  const { dots, sparse: spanGaps = false } = spec
  const stroke = () => palette()[colour]
  const dash = dashed ? { dash: [5, 4] } : {}
  return [
    { stroke, width: 1, alpha: RAW_ALPHA, points: { show: false }, spanGaps },
    { stroke, width: 2, points: dots ? DOTS : { show: (_self, _series, first, last) => last - first < 1 }, spanGaps, ...dash },
  ]
}

/** Only the chart under the pointer sets the hovered step; the synchronised others may have values at other steps. */
function followCursor(self: uPlot) {
  if (!self.cursor.event) return
  const step = stepAtCursor(self)
  if (useHover.getState().step !== step) useHover.setState({ step })
}

/** Values that are drawn beside the lines: error bars, and the lines of a repeated run. */
function valuesBeside({ bars, ghosts }: Drawing): number[] {
  return [...bars.flatMap((bar) => [bar.low, bar.high]), ...ghosts.flatMap(({ values }) => values.filter((value) => value !== null))]
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

/** Error bars of the dots, and a ring around the best one. */
function drawDotMarks(self: uPlot, palette: Palette, { bars, ring }: Drawing) {
  const { ctx, valToPos } = self
  ctx.save()
  ctx.lineWidth = 1.5 * devicePixelRatio
  for (const { step, low, high, colour } of bars) {
    ctx.strokeStyle = palette[colour]
    drawErrorBar(self, step, low, high)
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

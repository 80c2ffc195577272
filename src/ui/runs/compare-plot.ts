// The uPlot chart of a comparison: one curve a run with a colour and dashes of its own, error bars, and a cursor that all charts share.
import uPlot from 'uplot'
import { type Palette, readPalette } from '../shared/palette.ts'
import { drawLevel, heightFor, percentAxis, rangeOfSteps, stepAxis, valueAxis } from '../train/plot.ts'
import type { CompareChart, Curve } from './compare-lines.ts'
import type { Letter } from './compared.ts'

interface RunStyle {
  readonly colour: 'run-a' | 'run-b' | 'run-c' | 'run-d'
  readonly dash: readonly number[]
}

export const RUN_STYLES: Readonly<Record<Letter, RunStyle>> = {
  A: { colour: 'run-a', dash: [] },
  B: { colour: 'run-b', dash: [7, 4] },
  C: { colour: 'run-c', dash: [2, 3] },
  D: { colour: 'run-d', dash: [9, 3, 2, 3] },
}

interface ComparePlot {
  update(chart: CompareChart, points: uPlot.AlignedData): void
  /** Redraws in the colours of the current theme. */
  repaint(): void
  resize(width: number): void
  destroy(): void
}

const SYNC_KEY = 'quarterturn-compare'
/** Half the width of an error bar's cap, in CSS pixels. */
const BAR_END = 3

/** @param onHover gets the step under the pointer, or null */
export function makeComparePlot(
  element: HTMLElement,
  first: CompareChart,
  width: number,
  onHover: (step: number | null) => void,
): ComparePlot {
  let palette = readPalette(element)
  let chart = first
  const now = () => palette
  const percent = first.unit === 'percent'
  const plot = new uPlot(
    {
      width,
      height: heightFor(width),
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { setScale: false, x: false, y: false }, sync: { key: SYNC_KEY, setSeries: false } },
      scales: {
        x: { time: false, range: rangeOfSteps },
        y: { range: percent ? [0, 1] : (_self, low, high) => rangeWithErrors(low, high, chart.curves) },
      },
      axes: [stepAxis(now), percent ? percentAxis(now) : valueAxis(now)],
      series: [{}, ...first.curves.map((curve) => seriesOf(curve, first.dots, now))],
      hooks: {
        setCursor: [(self) => self.cursor.event && onHover(stepAt(self))],
        drawAxes: [(self) => first.level !== null && drawLevel(self, palette, first.level)],
        draw: [(self) => drawErrors(self, palette, chart.curves)],
      },
    },
    [[], ...first.curves.map(() => [])],
    element,
  )
  return {
    update(next, points) {
      chart = next
      plot.setData(points)
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

/** The runs were reported at steps of their own, so every curve has gaps at those of the others. */
function seriesOf({ letter }: Curve, dots: boolean, palette: () => Palette): uPlot.Series {
  const { colour, dash } = RUN_STYLES[letter]
  return {
    stroke: () => palette()[colour],
    width: 2,
    dash: [...dash],
    spanGaps: true,
    points: dots ? { show: true, size: 6 } : { show: (_self, _series, first, last) => last - first < 1 },
  }
}

function stepAt({ cursor: { idx }, data }: uPlot): number | null {
  return idx === null || idx === undefined ? null : (data[0][idx] ?? null)
}

function errorBars(curves: readonly Curve[]) {
  return curves.flatMap(({ letter, steps, values, errors }) =>
    Array.from(errors ?? [], (error, i) => {
      const value = values[i] ?? Number.NaN
      return { letter, step: steps[i] ?? 0, low: value - error, high: value + error }
    }).filter(({ low }) => !Number.isNaN(low)),
  )
}

function rangeWithErrors(low: number | null, high: number | null, curves: readonly Curve[]): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1]
  const bars = errorBars(curves)
  return uPlot.rangeNum(Math.min(low, ...bars.map((bar) => bar.low)), Math.max(high, ...bars.map((bar) => bar.high)), 0.1, true)
}

function drawErrors({ ctx, valToPos }: uPlot, palette: Palette, curves: readonly Curve[]) {
  const end = BAR_END * devicePixelRatio
  ctx.save()
  ctx.lineWidth = 1.5 * devicePixelRatio
  for (const { letter, step, low, high } of errorBars(curves)) {
    const x = valToPos(step, 'x', true)
    ctx.strokeStyle = palette[RUN_STYLES[letter].colour]
    ctx.beginPath()
    ctx.moveTo(x, valToPos(low, 'y', true))
    ctx.lineTo(x, valToPos(high, 'y', true))
    for (const y of [low, high].map((value) => valToPos(value, 'y', true))) {
      ctx.moveTo(x - end, y)
      ctx.lineTo(x + end, y)
    }
    ctx.stroke()
  }
  ctx.restore()
}

// The uPlot chart of a comparison: one curve a run with a colour and dashes of its own, error bars, and a cursor that all charts share.
import uPlot from 'uplot'
import { type Palette, readPalette } from '../shared/palette.ts'
import { drawErrorBar, drawLevel, type PlotBase, plotBase, plotOptions, rangeWith, stepAtCursor } from '../train/plot-parts.ts'
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

interface ComparePlot extends PlotBase {
  update(chart: CompareChart, points: uPlot.AlignedData): void
}

const SYNC_KEY = 'quarterturn-compare'

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
  const plot = new uPlot(
    {
      ...plotOptions({
        width,
        palette: now,
        percent: first.unit === 'percent',
        range: (low, high) =>
          rangeWith(
            low,
            high,
            errorBars(chart.curves).flatMap((bar) => [bar.low, bar.high]),
          ),
        syncKey: SYNC_KEY,
      }),
      series: [{}, ...first.curves.map((curve) => seriesOf(curve, first.dots, now))],
      hooks: {
        setCursor: [(self) => self.cursor.event && onHover(stepAtCursor(self))],
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
    ...plotBase(plot, element, (next) => {
      palette = next
    }),
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

function errorBars(curves: readonly Curve[]) {
  return curves.flatMap(({ letter, steps, values, errors }) =>
    Array.from(errors ?? [], (error, i) => {
      const value = values[i] ?? Number.NaN
      return { letter, step: steps[i] ?? 0, low: value - error, high: value + error }
    }).filter(({ low }) => !Number.isNaN(low)),
  )
}

function drawErrors(self: uPlot, palette: Palette, curves: readonly Curve[]) {
  const { ctx } = self
  ctx.save()
  ctx.lineWidth = 1.5 * devicePixelRatio
  for (const { letter, step, low, high } of errorBars(curves)) {
    ctx.strokeStyle = palette[RUN_STYLES[letter].colour]
    drawErrorBar(self, step, low, high)
  }
  ctx.restore()
}

// The uPlot chart of linear probes over the steps: one line per layer, deeper layers darker, and a line at chance.
import uPlot from 'uplot'
import { readPalette } from '../shared/palette.ts'
import { drawLevel, heightFor, percentAxis, rangeOfSteps, stepAxis } from '../train/plot-parts.ts'
import type { ProbeLines } from './probe-table.ts'

interface ProbePlot {
  /** Redraws in the colours of the current theme. */
  repaint(): void
  resize(width: number): void
  destroy(): void
}

/** Opacity of the layer nearest to the pixels. */
const MIN_OPACITY = 0.45
/** Adjacent layers also differ in their dashes. */
export const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3]]

/** The deeper a layer, the darker its line. */
export function opacityOf(layer: number, layers: number): number {
  return layers < 2 ? 1 : MIN_OPACITY + ((1 - MIN_OPACITY) * layer) / (layers - 1)
}

export function makeProbePlot(element: HTMLElement, { steps, layers, chance }: ProbeLines, width: number): ProbePlot {
  let palette = readPalette(element)
  const now = () => palette
  const plot = new uPlot(
    {
      width,
      height: heightFor(width),
      padding: [8, 22, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: rangeOfSteps }, y: { range: [0, 1] } },
      axes: [stepAxis(now), percentAxis(now)],
      series: [
        {},
        ...layers.map((_, i) => ({
          stroke: () => palette['series-d'],
          alpha: opacityOf(i, layers.length),
          width: 2,
          dash: [...(DASHES[i % DASHES.length] ?? [])],
          points: { show: true, size: 6 },
        })),
      ],
      hooks: { drawAxes: [(self) => drawLevel(self, palette, chance)] },
    },
    [[...steps], ...layers.map(({ accuracies }) => [...accuracies])],
    element,
  )
  return {
    repaint() {
      palette = readPalette(element)
      plot.redraw(false)
    },
    resize(to) {
      if (to > 0 && to !== plot.width) plot.setSize({ width: to, height: heightFor(to) })
    },
    destroy: () => plot.destroy(),
  }
}

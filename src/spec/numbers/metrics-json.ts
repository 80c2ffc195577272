// The numbers of a run as JSON, for scripts. The keys of the object are those of MetricsJson; those of a score stand in spec/scores.ts.
import type { RunConfig } from '../config.ts'
import type { ScoreReport } from '../scores.ts'
import type { Marker } from './markers.ts'
import { shortSingle } from './metrics-csv.ts'
import type { RunNumbers } from './run-numbers.ts'

/** What is missing is null. */
export interface MetricsJson {
  readonly format: 'quarterturn-metrics'
  /** Raised where a key changes its meaning or goes. */
  readonly version: 1
  /** The images, for people. */
  readonly images: string
  /** The settings with which the run began, named as in config.json. */
  readonly config: RunConfig | null
  /** The steps that were reported. */
  readonly steps: readonly number[]
  /** For each statistic its value at each of these steps: the mean since the one before. */
  readonly series: Readonly<Record<string, readonly (number | null)[]>>
  /** In the order of their steps. */
  readonly scores: readonly ScoreReport[]
  /** Step of the lowest kernel distance. */
  readonly bestStep: number | null
  /** What changed, in the order in which it did. */
  readonly changes: readonly Marker[]
}

/** One line of JSON. */
export function metricsJson({ history, scores, best, images, config }: RunNumbers): string {
  const valuesOf = (name: string) => Array.from(history.column(name), (value) => (Number.isFinite(value) ? shortSingle(value) : null))
  const metrics: MetricsJson = {
    format: 'quarterturn-metrics',
    version: 1,
    images,
    config,
    steps: [...history.steps()],
    series: Object.fromEntries(history.names.map((name) => [name, valuesOf(name)])),
    scores,
    bestStep: best,
    changes: history.markers,
  }
  return `${JSON.stringify(metrics)}\n`
}

// The files that the numbers of a run are saved as.
import { chartsSvg } from './charts-svg.ts'
import { metricsCsv } from './metrics-csv.ts'
import { metricsJson } from './metrics-json.ts'
import type { RunNumbers } from './run-numbers.ts'

interface NumberFile {
  readonly label: string
  /** Of the file's name. */
  readonly ending: string
  readonly type: string
  write(numbers: RunNumbers): string
}

export const NUMBER_FILES = {
  csv: { label: 'CSV', ending: '-metrics.csv', type: 'text/csv;charset=utf-8', write: metricsCsv },
  json: { label: 'JSON', ending: '-metrics.json', type: 'application/json', write: metricsJson },
  svg: { label: 'SVG', ending: '-charts.svg', type: 'image/svg+xml', write: chartsSvg },
} as const satisfies Readonly<Record<string, NumberFile>>
export type NumberFormat = keyof typeof NUMBER_FILES

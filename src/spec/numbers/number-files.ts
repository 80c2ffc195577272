// The files that the numbers of a run are saved as. What writes them is loaded when one is wanted.
import type { RunNumbers } from './run-numbers.ts'

interface NumberFile {
  readonly label: string
  /** Of the file's name. */
  readonly ending: string
  readonly type: string
  load(): Promise<(numbers: RunNumbers) => string>
}

export const NUMBER_FILES = {
  csv: {
    label: 'CSV',
    ending: '-metrics.csv',
    type: 'text/csv;charset=utf-8',
    load: async () => (await import('./metrics-csv.ts')).metricsCsv,
  },
  json: {
    label: 'JSON',
    ending: '-metrics.json',
    type: 'application/json',
    load: async () => (await import('./metrics-json.ts')).metricsJson,
  },
  svg: { label: 'SVG', ending: '-charts.svg', type: 'image/svg+xml', load: async () => (await import('./charts-svg.ts')).chartsSvg },
} as const satisfies Readonly<Record<string, NumberFile>>
export type NumberFormat = keyof typeof NUMBER_FILES

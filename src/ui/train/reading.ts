// Values of the charts in words.
import type { ChartLine, Unit } from '../../spec/numbers/chart-table.ts'
import { formatDistance, formatPercent, formatValue } from '../shared/format.ts'

const FORMATS: Readonly<Record<Unit, (value: number | null, like?: number | null) => string>> = {
  value: formatValue,
  percent: formatPercent,
  distance: formatDistance,
}

/** A value as shown in the legend and the table, with its standard error if it has one. */
export function readingOf<K extends string>(unit: Unit, { key, error }: ChartLine<K>, at: (key: K) => number | null): string {
  const format = FORMATS[unit]
  const spread = error === null ? null : at(error)
  return spread === null || Number.isNaN(spread) ? format(at(key)) : `${format(at(key))} ± ${format(spread, at(key))}`
}

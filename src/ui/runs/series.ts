// The reported values of a kept run as columns, as the charts need them.

import { type Columns, type History, makeHistory } from '../../spec/numbers/history.ts'
import type { RunHistory } from '../../spec/runs.ts'

export type Series = Columns<string> & Pick<History, 'names'>

const seriesOf = new WeakMap<RunHistory, Series>()

/** Made once for each history. */
export function columnsOf(history: RunHistory): Series {
  const known = seriesOf.get(history)
  if (known) return known
  const series = makeHistory()
  for (const event of history.events) if (event.event === 'step') series.push(event.report)
  seriesOf.set(history, series)
  return series
}

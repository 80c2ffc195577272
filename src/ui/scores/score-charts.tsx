// Charts of the scores over the run, on the same step axis as the live charts.
import { useCallback, useMemo } from 'react'
import type { Columns } from '../../spec/numbers/history.ts'
import { type ScoreChartSpec, scoreChartsOf, scoreColumns } from '../../spec/numbers/score-charts.ts'
import type { NumberKey } from '../../spec/scores.ts'
import { useHistory } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { Chart } from '../train/chart.tsx'
import { drawDots } from '../train/drawing.ts'

export function ScoreCharts() {
  const reports = useStore((state) => state.scores.reports)
  const columns = useMemo(() => scoreColumns(reports), [reports])
  const specs = useMemo(() => scoreChartsOf(reports, columns), [reports, columns])
  return specs.map((spec) => <ScoreChart key={spec.id} spec={spec} columns={columns} />)
}

function ScoreChart({ spec, columns }: { spec: ScoreChartSpec; columns: Columns<NumberKey> }) {
  const history = useHistory()
  const best = useStore((state) => state.scores.best)
  const read = useCallback(() => drawDots(spec, columns, spec.ringed ? best : null, history), [spec, columns, best, history])
  return <Chart spec={spec} columns={columns} read={read} />
}

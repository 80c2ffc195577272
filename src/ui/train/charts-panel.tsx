// The Charts panel: the live charts with a common smoothing, and the score charts.
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import { type ChartSpec, chartsOf } from '../../spec/numbers/chart-table.ts'
import { FIRST_SMOOTHING, smoothed } from '../../spec/numbers/smooth.ts'
import { useHistory } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { PartWords } from '../first-visit/part-words.tsx'
import { repeatedRun } from '../runs/runs-slice.ts'
import { columnsOf } from '../runs/series.ts'
import { ScoreCharts } from '../scores/score-charts.tsx'
import { formatCount } from '../shared/format.ts'
import message from '../shared/message.module.css'
import { Panel } from '../shared/panel.tsx'
import text from '../shared/text.module.css'
import { Chart, ReadingStep } from './chart.tsx'
import classes from './charts-panel.module.css'
import { drawHistory } from './drawing.ts'
import { describeFirstShapes } from './expected-times.ts'
import { SaveNumbers } from './save-numbers.tsx'
import { Smoothing } from './smoothing.tsx'

export function ChartsPanel() {
  const [smoothing, setSmoothing] = useState(FIRST_SMOOTHING)
  const history = useHistory()
  const statistics = useSyncExternalStore(history.subscribe, () => history.names)
  return (
    <Panel title="Charts" aside={<Aside smoothing={smoothing} />}>
      <PartWords part="charts" />
      <Smoothing label="Smoothing of the charts" value={smoothing} onChange={setSmoothing} />
      <NoCurves />
      <div className={classes.charts}>
        {chartsOf(statistics).map((spec) => (
          <LiveChart key={spec.id} spec={spec} smoothing={smoothing} />
        ))}
        <ScoreCharts />
      </div>
      <Repeated />
      <Markers />
    </Panel>
  )
}

/** Before the first values: what will be here, and when. */
function NoCurves() {
  const hasValues = useStore(({ run }) => run.report !== null)
  const shapes = useStore(describeFirstShapes)
  if (hasValues) return null
  return (
    <p className={`${message.empty} ${text.pretty}`} data-testid="charts-empty">
      The curves begin with the first steps of a run: how the two networks fare, and how well D tells which way is up. {shapes}
    </p>
  )
}

function Aside({ smoothing }: { smoothing: number }) {
  const history = useHistory()
  return (
    <div className={classes.aside}>
      <ReadingStep columns={history} smoothing={smoothing} />
      <SaveNumbers />
    </div>
  )
}

function LiveChart({ spec, smoothing }: { spec: ChartSpec<string>; smoothing: number }) {
  const history = useHistory()
  const repeated = useRepeated()
  const read = useCallback(() => drawHistory(spec, history, smoothing, repeated?.series), [spec, history, smoothing, repeated])
  const drawn = useMemo(() => smoothed(history, smoothing), [history, smoothing])
  return <Chart spec={spec} columns={history} drawn={drawn} read={read} />
}

/** The run that this one repeats, if its history was read. */
function useRepeated() {
  const history = useStore(({ runs, keep }) => runs.histories[repeatedRun(runs, keep.id)?.id ?? ''] ?? null)
  return useMemo(() => history && { name: history.summary.name, series: columnsOf(history) }, [history])
}

/** Explains the dotted lines. */
function Repeated() {
  const repeated = useRepeated()
  return repeated && <p className={classes.markers}>Dotted: “{repeated.name}”, which this run repeats.</p>
}

/** Explains the vertical lines. */
function Markers() {
  const history = useHistory()
  useStore((state) => state.run.report)
  const latest = history.markers.slice(-5)
  if (latest.length === 0) return null
  return (
    <p className={classes.markers}>
      Vertical lines: {latest.map(({ step, label }) => `${label} at step ${formatCount(step)}`).join('; ')}.
    </p>
  )
}

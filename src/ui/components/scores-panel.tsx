// How good the samples are, in numbers: asking for a score, how far it is, the latest one, the best step, and the scores over the run.
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ScoreProgress, ScoreReport } from '../../spec/scores.ts'
import { FEATURE_NETWORKS } from '../../spec/studies.ts'
import { drawDots } from '../series/drawing.ts'
import type { Columns } from '../series/history.ts'
import { otherCounts, type ScoreChartSpec, type ScoreKey, scoreCharts, scoreColumns } from '../series/score-charts.ts'
import { useSession } from '../session/session-context.ts'
import { networkBlocker } from '../store/network-blocker.ts'
import { useStore } from '../store/store.ts'
import { countOf, formatCount } from '../text/format.ts'
import { addMark, type Marks, paceOf } from '../text/pace.ts'
import { describeProgress, formatSeconds } from '../text/scores.ts'
import { BestStep } from './best-step.tsx'
import { Button } from './button.tsx'
import { Chart, ReadingStep } from './chart.tsx'
import charts from './charts-panel.module.css'
import { NearestImages } from './nearest-images.tsx'
import { Panel } from './panel.tsx'
import { ScoreFigures } from './score-figures.tsx'
import classes from './scores-panel.module.css'

/** The one that scores are made with. */
const NETWORK = FEATURE_NETWORKS['mobilenet-v2'].label

export function ScoresPanel() {
  const reports = useStore((state) => state.scores.reports)
  const underWay = useStore((state) => state.scores.underWay)
  const problem = useStore((state) => state.scores.problem)
  const latest = reports.at(-1)
  return (
    <Panel title={`Scores by ${latest?.network ?? NETWORK}`} aside={<ScoreNow />} testId="scores-panel">
      {underWay && <Progress progress={underWay} />}
      {problem && (
        <p className={classes.problem} data-testid="score-problem">
          {problem}
        </p>
      )}
      {latest ? (
        <>
          <ScoreFigures report={latest} />
          <BestStep network={latest.network} />
          <ScoreCharts reports={reports} network={latest.network} />
          <NearestImages report={latest} />
        </>
      ) : (
        <Empty />
      )}
      <Cadence />
    </Panel>
  )
}

function ScoreNow() {
  const session = useSession()
  const underWay = useStore((state) => state.scores.underWay !== null)
  const blocker = useStore(networkBlocker)
  return (
    <Button blocked={underWay ? 'A score is under way.' : blocker} onClick={session.scoreNow}>
      Score now
    </Button>
  )
}

function Empty() {
  const blocker = useStore(networkBlocker)
  return (
    <div className={classes.empty} data-testid="scores-empty">
      <p>
        <b>No score yet.</b> A score says in numbers how much the samples are like your images: {NETWORK}, a network that has learnt from a
        million photos, looks at both, and what it sees is compared.
      </p>
      <p>Training waits while it looks: seconds on a GPU, minutes without one. Nothing leaves this page.</p>
      {blocker && <p>{blocker}</p>}
    </div>
  )
}

function Progress({ progress }: { progress: ScoreProgress }) {
  const session = useSession()
  const words = describeProgress(progress)
  return (
    <div className={classes.underWay} data-testid="score-progress">
      <p>
        {words}
        <TimeLeft key={progress.phase} share={progress.share} />
      </p>
      <Button kind="quiet" onClick={session.cancelScore}>
        Cancel
      </Button>
      <progress aria-label="Scoring" aria-valuetext={words} max={1} value={progress.share} />
    </div>
  )
}

/** Shorter waits are over before they are read. */
const TOLD_FROM_SECONDS = 1

function TimeLeft({ share }: { share: number }) {
  const [marks, setMarks] = useState<Marks>([])
  useEffect(() => setMarks((before) => addMark(before, { at: performance.now(), done: share })), [share])
  const left = paceOf(marks, { total: 1 })?.left ?? 0
  return left > TOLD_FROM_SECONDS && <span className={classes.left}> about {formatSeconds(left)} left</span>
}

function ScoreCharts({ reports, network }: { reports: readonly ScoreReport[]; network: string }) {
  const columns = useMemo(() => scoreColumns(reports), [reports])
  const specs = useMemo(() => scoreCharts(network), [network])
  const others = otherCounts(reports)
  return (
    <div className={classes.over}>
      <h3 className={classes.heading}>
        Over the run <ReadingStep columns={columns} />
      </h3>
      {others > 0 && (
        <p className={classes.soft}>
          {countOf(others, 'score')} of other numbers of images {others === 1 ? 'is' : 'are'} shown for KID only: the rest does not compare.
        </p>
      )}
      <div className={charts.charts}>
        {specs.map((spec) => (
          <ScoreChart key={spec.id} spec={spec} columns={columns} />
        ))}
      </div>
    </div>
  )
}

function ScoreChart({ spec, columns }: { spec: ScoreChartSpec; columns: Columns<ScoreKey> }) {
  const { history } = useSession()
  const best = useStore((state) => state.scores.best)
  const read = useCallback(() => drawDots(spec, columns, spec.ringed ? best : null, history), [spec, columns, best, history])
  return <Chart spec={spec} columns={columns} read={read} />
}

function Cadence() {
  const every = useStore((state) => state.settings.config.scoreEvery)
  const count = useStore((state) => state.settings.config.scoreCount)
  return (
    <p className={classes.soft}>
      {every === 0
        ? 'Scores are made when you ask. The settings, under Scores, can have them made every so many steps.'
        : `Made every ${formatCount(every)} steps, of ${countOf(count, 'image')} where there are as many.`}
    </p>
  )
}

// The Scores panel: scoring now, progress, the score of the shown snapshot, else the latest one, and the best step.

import { scoreName } from '../../spec/numbers/score-charts.ts'
import type { ScoreProgress } from '../../spec/scores.ts'
import { ActionButton } from '../app/action-button.tsx'
import { networkBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { PartWords } from '../first-visit/part-words.tsx'
import { NearestImages } from '../samples/nearest-images.tsx'
import { pinnedStep } from '../samples/timeline-view.ts'
import { countOf, formatCount } from '../shared/format.ts'
import message from '../shared/message.module.css'
import { Panel } from '../shared/panel.tsx'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import { Term } from '../terms/term.tsx'
import { describeFirstScore } from '../train/expected-times.ts'
import { scoreActions } from './actions.ts'
import { describeProgress, expectedCost, formatSeconds } from './describe-scores.ts'
import { ScoreFigures } from './score-figures.tsx'
import { ScoreNetwork } from './score-network.tsx'
import classes from './scores-panel.module.css'

export function ScoresPanel() {
  const reports = useStore((state) => state.scores.reports)
  const underWay = useStore((state) => state.scores.underWay)
  const problem = useStore((state) => state.scores.problem)
  const network = useStore((state) => state.scores.network)
  const pinned = useStore(pinnedStep)
  const latest = reports.at(-1)
  const report = reports.find(({ step }) => step === pinned) ?? latest
  return (
    <Panel title={`Scores by ${network}`} aside={<ActionButton action={scoreActions.scoreNow} />} testId="scores-panel">
      <PartWords part="scores" />
      {underWay && <Progress progress={underWay} />}
      {problem && (
        <p className={message.warning} data-testid="score-problem">
          {problem}
        </p>
      )}
      {report ? (
        <>
          <ScoreFigures report={report} history={reports.filter(({ step }) => step <= report.step)}>
            <BestStep network={report.network} />
          </ScoreFigures>
          {report === latest && <NearestImages report={report} />}
        </>
      ) : (
        <Empty />
      )}
      <Cadence />
      <ScoreNetwork />
    </Panel>
  )
}

function Empty() {
  const blocker = useStore(networkBlocker)
  const network = useStore((state) => state.scores.network)
  const first = useStore(describeFirstScore)
  return (
    <div className={`${message.empty} ${classes.empty}`} data-testid="scores-empty">
      <p>
        <b>No score yet.</b> A score says in numbers how similar the samples are to your images: it compares the{' '}
        <Term name="features">features</Term> that {network}, a network trained on many other photos, computes of both.
      </p>
      <p>Training pauses meanwhile: seconds, or a minute or two on a slow device. Nothing leaves this page.</p>
      {first && <p>{first}</p>}
      {blocker && <p>{blocker}</p>}
    </div>
  )
}

function Progress({ progress }: { progress: ScoreProgress }) {
  const waits = useStore(({ run }) => run.state === 'running' && run.waitsFor === 'score')
  return (
    <WorkStatus
      label="The score"
      share={progress.share}
      cancel={<ActionButton action={scoreActions.cancel} kind="quiet" />}
      testId="score-progress"
    >
      {describeProgress(progress)}
      {waits && <span className={`${text.soft} ${text.block}`}>training waits</span>}
    </WorkStatus>
  )
}

/** The step with the lowest KID, and the button that returns to it. */
function BestStep({ network }: { network: string }) {
  const best = useStore((state) => state.scores.best)
  if (best === null) return null
  return (
    <div className={classes.best} data-testid="best-step" data-step={best}>
      <p>
        Best at step <b>{formatCount(best)}</b>
        <span className={classes.hint}>lowest {scoreName('KID', network)}</span>
      </p>
      <ActionButton action={scoreActions.returnToBest} />
    </div>
  )
}

/** How often scores are made, and the expected time of the next one. */
function Cadence() {
  const every = useStore((state) => state.settings.config.scoreEvery)
  const count = useStore((state) => state.settings.config.scoreCount)
  const cost = useStore(({ scores }) => scores.underWay === null && expectedCost(scores.reports, scores.network, count)?.all)
  return (
    <p className={text.pretty}>
      {every === 0
        ? 'Computed on demand, or every so many steps: see the settings under Scores.'
        : `Computed every ${formatCount(every)} steps, of ${countOf(count, 'image')} where there are as many.`}
      {cost && ` The next one takes about ${formatSeconds(cost)}.`}
    </p>
  )
}

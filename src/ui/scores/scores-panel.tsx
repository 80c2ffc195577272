// How good the samples are, in numbers: asking for a score, how far it is, the latest one, and the best step.

import type { ScoreProgress } from '../../spec/scores.ts'
import { ActionButton } from '../app/action-button.tsx'
import { networkBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { NearestImages } from '../samples/nearest-images.tsx'
import { countOf, formatCount } from '../shared/format.ts'
import { Panel } from '../shared/panel.tsx'
import { WorkStatus } from '../shared/work-status.tsx'
import { scoreActions } from './actions.ts'
import { BestStep } from './best-step.tsx'
import { describeProgress, expectedCost, formatSeconds } from './describe-scores.ts'
import { ScoreFigures } from './score-figures.tsx'
import { ScoreNetwork } from './score-network.tsx'
import classes from './scores-panel.module.css'

export function ScoresPanel() {
  const reports = useStore((state) => state.scores.reports)
  const underWay = useStore((state) => state.scores.underWay)
  const problem = useStore((state) => state.scores.problem)
  const network = useStore((state) => state.scores.network)
  const latest = reports.at(-1)
  return (
    <Panel title={`Scores by ${network}`} aside={<ActionButton action={scoreActions.scoreNow} />} testId="scores-panel">
      {underWay && <Progress progress={underWay} />}
      {problem && (
        <p className={classes.problem} data-testid="score-problem">
          {problem}
        </p>
      )}
      {latest ? (
        <>
          <ScoreFigures report={latest}>
            <BestStep network={latest.network} />
          </ScoreFigures>
          <NearestImages report={latest} />
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
  return (
    <div className={classes.empty} data-testid="scores-empty">
      <p>
        <b>No score yet.</b> A score says in numbers how much the samples are like your images: {network}, a network that has learnt from
        many other photos, looks at both, and what it sees is compared.
      </p>
      <p>Training waits while it looks: seconds, or a minute or two on a slow device. Nothing leaves this page.</p>
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
      {waits && <span className={classes.left}>training waits</span>}
    </WorkStatus>
  )
}

/** When scores are made, and what the next one will take where that is known. */
function Cadence() {
  const every = useStore((state) => state.settings.config.scoreEvery)
  const count = useStore((state) => state.settings.config.scoreCount)
  const cost = useStore(({ scores }) => scores.underWay === null && expectedCost(scores.reports, scores.network, count)?.all)
  return (
    <p className={classes.soft}>
      {every === 0
        ? 'Made when you ask. The settings, under Scores, can have one made every so many steps.'
        : `Made every ${formatCount(every)} steps, of ${countOf(count, 'image')} where there are as many.`}
      {cost && ` The next one takes about ${formatSeconds(cost)}.`}
    </p>
  )
}

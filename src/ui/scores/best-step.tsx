// The step with the lowest KID, and the button that returns to it.
import { useState } from 'react'
import { networkBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { type State, useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { ConfirmDialog } from '../shared/confirm-dialog.tsx'
import { countOf, formatCount } from '../shared/format.ts'
import { scoreName } from './describe-scores.ts'
import classes from './scores-panel.module.css'

/** Why the run cannot return to the best step, or null. */
function returnBlocker(state: State): string | null {
  const { best, underWay } = state.scores
  const blocker = networkBlocker(state)
  if (blocker !== null) return blocker
  if (underWay) return 'A score is being computed.'
  return state.run.report?.step === best ? 'The run is at that step now.' : null
}

export function BestStep({ network }: { network: string }) {
  const session = useSession()
  const [asking, setAsking] = useState(false)
  const best = useStore((state) => state.scores.best)
  const step = useStore((state) => state.run.report?.step ?? 0)
  const later = useStore(({ scores }) => scores.reports.filter((report) => report.step > (scores.best ?? 0)).length)
  const blocked = useStore(returnBlocker)
  if (best === null) return null
  return (
    <div className={classes.best} data-testid="best-step" data-step={best}>
      <p>
        Best at step <b>{formatCount(best)}</b>
        <span className={classes.hint}>lowest {scoreName('KID', network)}</span>
      </p>
      <Button blocked={blocked} onClick={() => setAsking(true)}>
        Return to it
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Return to step ${formatCount(best)}?`}
        keep="Stay here"
        go="Return"
        onGo={session.returnToBest}
      >
        The networks are restored to that step. Everything after it is dropped: {countOf(Math.max(0, step - best), 'step')} of training
        {later > 0 && ` and ${countOf(later, 'score')}`}. The images and the settings stay.
      </ConfirmDialog>
    </div>
  )
}

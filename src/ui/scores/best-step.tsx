// The step with the lowest kernel distance, and the way back to it.

import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import { scoreActions } from './actions.ts'
import { scoreName } from './describe-scores.ts'
import classes from './scores-panel.module.css'

export function BestStep({ network }: { network: string }) {
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

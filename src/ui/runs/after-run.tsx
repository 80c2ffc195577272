// Below the figures of a finished run: the same again, and the comparison with the run that it repeats.
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { runsActions } from './actions.ts'
import classes from './after-run.module.css'
import { repeatedRun, runOf } from './runs-slice.ts'
import { startActions } from './start-actions.ts'

export function AfterRun() {
  const finished = useStore(({ run }) => run.state === 'finished')
  const run = useStore(({ runs, keep }) => runOf(runs, keep.id))
  const repeated = useStore(({ runs, keep }) => repeatedRun(runs, keep.id))
  if (!finished || run === null) return null
  return (
    <div className={classes.after} data-testid="after-run">
      {repeated && <ActionButton action={runsActions.compareWith} target={{ run, repeated }} small kind="primary" />}
      <ActionButton action={startActions.repeatAsTwin} target={run} small />
      <ActionButton action={startActions.changeOne} target={run} small />
    </div>
  )
}

// The storage that runs and images take; where it becomes short, what could be deleted and what that frees.
import type { RunSummary } from '../../spec/runs.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { isShort, StorageMeter } from '../data/storage-meter.tsx'
import { runsActions } from './actions.ts'
import { describeRoom, largestRuns } from './describe-runs.ts'
import classes from './runs.module.css'

export function RunsStorage() {
  const { storage, runs } = useStore((state) => state.runs.stored)
  if (storage === null) return null
  return (
    <footer className={classes.storage}>
      <StorageMeter storage={storage} testId="runs-storage" />
      {isShort(storage) && runs.length > 0 && <MakeRoom runs={runs} />}
    </footer>
  )
}

function MakeRoom({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <section className={classes.room} aria-labelledby="make-room" data-testid="make-room">
      <h3 id="make-room">Space is short</h3>
      <p>When it is used up, runs are no longer saved. What takes most:</p>
      <ul>
        {largestRuns(runs).map((run) => (
          <li key={run.id}>
            <span>{describeRoom(run)}</span>
            {run.thinnable > 0 && <ActionButton action={runsActions.thinRun} target={run} small />}
            <ActionButton action={runsActions.deleteRun} target={run} kind="quiet" show="icon" small />
          </li>
        ))}
      </ul>
    </section>
  )
}

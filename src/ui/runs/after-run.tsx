// Below the figures of a finished run: the same again, and the comparison with the run that it repeats.
import type { RunSummary } from '../../spec/runs.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { countOf } from '../shared/format.ts'
import { runsActions } from './actions.ts'
import classes from './after-run.module.css'
import { isPlain } from './repeat.ts'
import { repeatedRun, runOf } from './runs-slice.ts'
import { startActions } from './start-actions.ts'

function wordsOf({ config }: RunSummary, repeated: RunSummary | null): string {
  if (repeated) return `It repeats “${repeated.name}”.`
  return `Train it again ${isPlain(config) ? 'with' : 'without'} self-supervision, and see what that changes.`
}

export function AfterRun() {
  const finished = useStore(({ run }) => run.state === 'finished')
  const step = useStore(({ run }) => run.report?.step ?? 0)
  const run = useStore(({ runs, keep }) => runOf(runs, keep.id))
  const repeated = useStore(({ runs, keep }) => repeatedRun(runs, keep.id))
  if (!finished || run === null) return null
  return (
    <section className={classes.after} aria-label="After the run" data-testid="after-run">
      <p>
        <b>Finished after {countOf(step, 'step')}.</b> {wordsOf(run, repeated)}
      </p>
      {repeated && <ActionButton action={runsActions.compareWith} target={{ run, repeated }} small kind="primary" />}
      <ActionButton action={startActions.repeatAsTwin} target={run} small />
      <ActionButton action={startActions.changeOne} target={run} small />
    </section>
  )
}

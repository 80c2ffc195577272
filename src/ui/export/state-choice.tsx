// Which state of the run is taken away: as it is now, or one of the kept steps whose networks are kept.
import { useId } from 'react'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import input from '../shared/input.module.css'
import { isUnderWay } from '../train/run-slice.ts'
import { chosenSnapshot } from './chosen-snapshot.ts'
import classes from './take-away.module.css'

const NOW = ''

export function StateChoice() {
  const id = useId()
  const actions = useActions()
  const snapshots = useStore(({ timeline }) => timeline.snapshots)
  const chosen = useStore((state) => chosenSnapshot(state)?.file ?? NOW)
  const trains = useStore(({ run }) => isUnderWay(run.state))
  const step = useStore(({ run }) => run.report?.step ?? null)
  const kept = snapshots.filter(({ content }) => content !== 'pictures').reverse()
  return (
    <div className={classes.state}>
      <label htmlFor={id}>State</label>
      <select
        id={id}
        className={input.select}
        value={chosen}
        onChange={({ currentTarget: { value } }) => actions.takeFrom(value === NOW ? null : value)}
      >
        <option value={NOW}>
          {trains ? 'Live' : 'Now'}
          {step !== null && !trains && `, step ${formatCount(step)}`}
        </option>
        {kept.map(({ file, step: at }) => (
          <option key={file} value={file}>
            Step {formatCount(at)}
          </option>
        ))}
      </select>
    </div>
  )
}

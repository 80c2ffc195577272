// Which state of the run is taken away: as it is now, or one of the kept steps whose networks are kept.
import { useId } from 'react'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { StepSelect } from '../samples/step-select.tsx'
import classes from './take-away.module.css'

export function StateChoice() {
  const id = useId()
  const actions = useActions()
  const chosen = useStore(({ files }) => files.snapshot)
  return (
    <div className={classes.state}>
      <label htmlFor={id}>State</label>
      <StepSelect id={id} chosen={chosen} live="Live" onChoose={(snapshot) => actions.takeFrom(snapshot)} />
    </div>
  )
}

// What draws: the generator as it is now, which follows training, or that of a kept step.
import { useId } from 'react'
import { hasNetworks } from '../../../spec/runs.ts'
import { useStore } from '../../app/store.ts'
import { StepSelect } from '../../samples/step-select.tsx'
import { edit } from '../state/history.ts'
import { useStudio } from '../state/studio-store.ts'
import classes from '../studio.module.css'

export function SourceChoice() {
  const id = useId()
  const isChoice = useStore(({ timeline }) => timeline.snapshots.some(hasNetworks))
  const chosen = useStudio((state) => state.snapshot)
  if (!isChoice) return null
  return (
    <div className={classes.source}>
      <label htmlFor={id}>Generator</label>
      <StepSelect id={id} chosen={chosen} live="Live, follows training" onChoose={(snapshot) => edit({ snapshot })} />
    </div>
  )
}

// What draws: the generator as it is now, which follows training, or that of a kept step.
import { useId } from 'react'
import { useStore } from '../../app/store.ts'
import { formatCount } from '../../shared/format.ts'
import input from '../../shared/input.module.css'
import { isUnderWay } from '../../train/run-slice.ts'
import { edit } from '../state/history.ts'
import { useStudio } from '../state/studio-store.ts'
import classes from '../studio.module.css'
import { hasNetworks } from './has-networks.ts'

const NOW = ''

export function SourceChoice() {
  const id = useId()
  const snapshots = useStore(({ timeline }) => timeline.snapshots)
  const trains = useStore(({ run }) => isUnderWay(run.state))
  const step = useStore(({ run }) => run.report?.step ?? null)
  const chosen = useStudio((state) => state.snapshot)
  const kept = snapshots.filter(hasNetworks).reverse()
  if (kept.length === 0) return null
  return (
    <div className={classes.source}>
      <label htmlFor={id}>Generator</label>
      <select
        id={id}
        className={input.select}
        value={kept.some(({ file }) => file === chosen) ? (chosen ?? NOW) : NOW}
        onChange={({ currentTarget: { value } }) => edit({ snapshot: value === NOW ? null : value })}
      >
        <option value={NOW}>
          {trains ? 'Live, follows training' : 'Now'}
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

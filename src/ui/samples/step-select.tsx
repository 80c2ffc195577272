// Chooses which generator of the run draws: as it is now, or that of a kept step.
import { hasNetworks } from '../../spec/runs.ts'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import input from '../shared/input.module.css'
import { isUnderWay } from '../train/run-slice.ts'

const NOW = ''

interface StepSelectProps {
  readonly id: string
  /** The file of a snapshot; null: the run as it is now. */
  readonly chosen: string | null
  /** What it is called while the run trains. */
  readonly live: string
  onChoose(snapshot: string | null): void
}

export function StepSelect({ id, chosen, live, onChoose }: StepSelectProps) {
  const snapshots = useStore(({ timeline }) => timeline.snapshots)
  const trains = useStore(({ run }) => isUnderWay(run.state))
  const step = useStore(({ run }) => run.report?.step ?? null)
  const kept = snapshots.filter(hasNetworks).reverse()
  return (
    <select
      id={id}
      className={input.select}
      value={kept.find(({ file }) => file === chosen)?.file ?? NOW}
      onChange={({ currentTarget: { value } }) => onChoose(value === NOW ? null : value)}
    >
      <option value={NOW}>
        {trains ? live : 'Now'}
        {step !== null && !trains && `, step ${formatCount(step)}`}
      </option>
      {kept.map(({ file, step: at }) => (
        <option key={file} value={file}>
          Step {formatCount(at)}
        </option>
      ))}
    </select>
  )
}

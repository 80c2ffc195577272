// The choice of how many clusters are looked for, or that a number is suggested.
import { useId } from 'react'
import input from '../shared/input.module.css'
import features from './features.module.css'

const SUGGEST = 'suggest'
/** More clusters than this give no overview. */
const MAX_CLUSTERS = 30
const COUNTS = Array.from({ length: MAX_CLUSTERS - 1 }, (_, i) => i + 2)

interface ClusterCountProps {
  /** Null: a number is suggested. */
  readonly k: number | null
  readonly onChange: (k: number | null) => void
}

export function ClusterCount({ k, onChange }: ClusterCountProps) {
  const id = useId()
  return (
    <label className={features.field} htmlFor={id}>
      Clusters
      <select
        id={id}
        className={input.select}
        value={k ?? SUGGEST}
        onChange={({ currentTarget: { value } }) => onChange(value === SUGGEST ? null : Number(value))}
      >
        <option value={SUGGEST}>Suggest a number</option>
        {COUNTS.map((count) => (
          <option key={count} value={count}>
            {count}
          </option>
        ))}
      </select>
    </label>
  )
}

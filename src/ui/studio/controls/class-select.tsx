// Chooses one of the classes that are drawn.
import { useId } from 'react'
import { useStore } from '../../app/store.ts'
import input from '../../shared/input.module.css'
import { className, classNames, drawnClasses } from '../../train/class-names.ts'

interface ClassSelectProps {
  readonly label: string
  /** Null: the one that follows from the seed. */
  readonly value: number | null
  /** Whether null can be chosen. */
  readonly orAny?: boolean
  readonly onChange: (value: number | null) => void
}

const ANY = ''

export function ClassSelect({ label, value, orAny = false, onChange }: ClassSelectProps) {
  const id = useId()
  const names = useStore(classNames)
  const drawn = useStore(drawnClasses)
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={input.select}
        value={value ?? ANY}
        onChange={({ currentTarget }) => onChange(currentTarget.value === ANY ? null : Number(currentTarget.value))}
      >
        {orAny && <option value={ANY}>As the seed has it</option>}
        {drawn.map((each) => (
          <option key={each} value={each}>
            {className(names, each)}
          </option>
        ))}
      </select>
    </>
  )
}

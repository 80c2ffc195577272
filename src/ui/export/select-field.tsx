// A labelled select.
import { useId } from 'react'
import field from '../shared/field.module.css'
import input from '../shared/input.module.css'

interface SelectFieldProps<T extends string | number> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

export function SelectField<T extends string | number>({ label, value, options, onChange }: SelectFieldProps<T>) {
  const id = useId()
  return (
    <div className={field.row}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <select
        id={id}
        className={input.select}
        value={value}
        onChange={({ currentTarget: { selectedIndex } }) => {
          const option = options[selectedIndex]
          if (option) onChange(option.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

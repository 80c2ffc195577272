// A label with a segmented control.
import field from '../shared/field.module.css'
import { Segmented } from '../shared/segmented.tsx'

interface ChoiceRowProps<T extends string | number> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

export function ChoiceRow<T extends string | number>(props: ChoiceRowProps<T>) {
  return (
    <div className={field.row}>
      <span className={field.label} aria-hidden="true">
        {props.label}
      </span>
      <Segmented {...props} />
    </div>
  )
}

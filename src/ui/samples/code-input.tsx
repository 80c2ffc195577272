// The field for the code of a picture. What is wrong with the code is said in the element `problemId`.
import input from '../shared/input.module.css'

interface CodeInputProps {
  readonly id: string
  readonly className: string | undefined
  readonly value: string
  readonly isWrong: boolean
  readonly problemId: string
  readonly onChange: (code: string) => void
}

export function CodeInput({ id, className, value, isWrong, problemId, onChange }: CodeInputProps) {
  return (
    <input
      id={id}
      className={`${input.input} ${className}`}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      aria-invalid={isWrong}
      aria-describedby={problemId}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

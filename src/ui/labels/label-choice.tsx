// The classes as buttons, and a field for a new one: one click or key gives a label.
import { type FormEvent, useRef, useState } from 'react'
import type { Action } from '../app/action.ts'
import type { Actions } from '../app/actions.ts'
import { useAsk } from '../app/question.tsx'
import bar from '../shared/bar.module.css'
import button from '../shared/button.module.css'
import { Button } from '../shared/button.tsx'
import input from '../shared/input.module.css'
import { KEYS, Key } from './class-list.tsx'
import classes from './label-choice.module.css'
import { useSession } from './use-labelling.ts'

/** More classes than these are chosen by typing their name. */
const MAX_BUTTONS = 20

interface LabelChoiceProps<T> {
  /** What is labelled, for screen readers. */
  readonly what: string
  readonly action: Action<Actions, T>
  readonly targetOf: (name: string) => T
  /** Placeholder of the field. */
  readonly placeholder: string
  /** The label it has, or the one that is suggested. */
  readonly marked?: string | null
}

export function LabelChoice<T>({ what, action, targetOf, placeholder, marked = null }: LabelChoiceProps<T>) {
  const ask = useAsk()
  const { labels } = useSession()
  const [name, setName] = useState('')
  const field = useRef<HTMLInputElement>(null)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() === '') return
    ask(action, targetOf(name.trim()))
    setName('')
    field.current?.focus() // the button goes away
  }
  return (
    <form className={`${bar.bar} ${classes.choice}`} onSubmit={submit} aria-label={`Label for ${what}`}>
      {labels.names.slice(0, MAX_BUTTONS).map((each, index) => (
        <Button key={each} small className={each === marked ? classes.marked : undefined} onClick={() => ask(action, targetOf(each))}>
          {index < KEYS && <Key index={index} />}
          {each}
        </Button>
      ))}
      <span className={classes.typed}>
        <input
          ref={field}
          type="text"
          className={input.input}
          aria-label={`New class for ${what}`}
          placeholder={placeholder}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {name.trim() !== '' && (
          <button type="submit" className={`${button.button} ${button.small}`}>
            Label
            <span className="visually-hidden"> {what}</span>
          </button>
        )}
      </span>
    </form>
  )
}

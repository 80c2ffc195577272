// A word of the field in a text, underlined with dots: what it means is shown while the pointer or the focus is on it, and stays open after a click.
import { type FocusEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react'
import { lazyPart } from '../shared/lazy-part.tsx'
import classes from './term.module.css'
import type { TermName } from './terms.ts'

const Explanation = lazyPart(() => import('./explanation.tsx').then((module) => module.Explanation))

/** `glance`: until the pointer or the focus leaves; `held`: until it is closed. */
export type Shown = 'no' | 'glance' | 'held'

/** The pointer may cross a word on its way, and the gap between the word and its explanation. */
const DELAY_MS = { open: 300, close: 200 }

interface TermProps {
  readonly name: TermName
  /** As it stands in the text. */
  readonly children: string
}

export function Term({ name, children }: TermProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [shown, setShown] = useState<Shown>('no')
  const later = useLater()
  const quiet = useRef(false) // the focus comes back from the explanation, which must not open it again

  const glance = (open: boolean) => {
    const [from, to] = open ? (['no', 'glance'] as const) : (['glance', 'no'] as const)
    setShown((before) => (before === from ? to : before))
  }
  const hover = (event: PointerEvent, open: boolean) => {
    if (event.pointerType === 'mouse') later(() => glance(open), open ? DELAY_MS.open : DELAY_MS.close)
  }

  function onFocus(event: FocusEvent) {
    if (!quiet.current && event.currentTarget.matches(':focus-visible')) glance(true)
    quiet.current = false
  }

  function close() {
    later(null)
    setShown('no')
    if (shown !== 'held') return
    quiet.current = document.activeElement !== button.current
    button.current?.focus({ preventScroll: true })
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.term}
        aria-haspopup="dialog"
        aria-expanded={shown !== 'no'}
        aria-controls={shown === 'no' ? undefined : id}
        data-term={name}
        onClick={() => (shown === 'held' ? close() : setShown('held'))}
        onFocus={onFocus}
        onBlur={() => glance(false)}
        onPointerEnter={(event) => hover(event, true)}
        onPointerLeave={(event) => hover(event, false)}
      >
        {children}
      </button>
      {shown !== 'no' && <Explanation id={id} name={name} anchor={button} held={shown === 'held'} onHover={hover} onClose={close} />}
    </>
  )
}

/** Runs what was asked for last once its time has come; null: nothing. */
function useLater(): (what: (() => void) | null, milliseconds?: number) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (what, milliseconds = 0) => {
    clearTimeout(timer.current)
    if (what) timer.current = setTimeout(what, milliseconds)
  }
}

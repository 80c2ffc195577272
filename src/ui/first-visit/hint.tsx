// A hint with its arrow, as if drawn by hand. On a narrow page it is a short note without one.
import { useLayout } from '../shared/layout.ts'
import classes from './hint.module.css'
import { useHinting } from './hints.ts'

const ARROWS = {
  down: 'M8 5c16-3 31 4 35 19M33 17.5c4 3 7.500 5.500 10.500 8.500 1-4 2.500-7.500 4.500-11.500',
  up: 'M44 25C27 27 12 20 8.500 6M2.500 15.500C4.500 12 6 9 7.500 5c3.500 3 6.500 5 10.500 7',
} as const

interface HintProps {
  /** Their order: what to do first. */
  readonly number: 1 | 2 | 3
  /** Where the arrow goes. */
  readonly to: 'down' | 'up'
  readonly children: string
}

export function Hint({ number, to, children }: HintProps) {
  const shown = useHinting()
  const narrow = useLayout(({ columns }) => columns === 1)
  if (!shown) return null
  return (
    <p className={classes.hint} data-testid="hint" data-to={to}>
      <span className={classes.number}>{number}</span>
      {children}
      {!narrow && (
        <svg viewBox="0 0 52 30" aria-hidden="true" focusable="false">
          <path d={ARROWS[to]} />
        </svg>
      )}
    </p>
  )
}

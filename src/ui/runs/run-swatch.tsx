// The mark of a compared run: its line as in the charts, and its letter.

import classes from './compare.module.css'
import { RUN_STYLES } from './compare-plot.ts'
import type { Letter } from './compared.ts'

export function RunSwatch({ letter }: { letter: Letter }) {
  const { colour, dash } = RUN_STYLES[letter]
  return (
    <span className={classes.swatch}>
      <svg viewBox="0 0 28 4" width="28" height="4" aria-hidden="true">
        <path d="M0 2h28" stroke={`var(--${colour})`} strokeWidth="3" strokeDasharray={dash.join(' ')} />
      </svg>
      <b style={{ color: `var(--${colour})` }}>{letter}</b>
    </span>
  )
}

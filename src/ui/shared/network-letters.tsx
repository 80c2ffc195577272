// D and G in running text, in the colours of their lines on the charts.
import { Fragment } from 'react'
import classes from './network-letters.module.css'

/** `children` with every D and G that stands for a network coloured; read aloud it is the same text. */
export function NetworkLetters({ children }: { children: string }) {
  return children.split(/\b([DG])\b/).map((part, i) =>
    i % 2 === 0 ? (
      <Fragment key={`${i}${part}`}>{part}</Fragment>
    ) : (
      <span key={`${i}${part}`} className={classes.letter} data-network={part}>
        {part}
      </span>
    ),
  )
}

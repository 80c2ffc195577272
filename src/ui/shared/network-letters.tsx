// Colours D and G in running text like their lines on the charts.
import { Fragment } from 'react'
import classes from './network-letters.module.css'

/** `children` with each single letter D or G coloured; the text stays the same for screen readers. */
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

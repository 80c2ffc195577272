// The cards of “Take away”: each is a kind of file, with what it is for and the button that makes it.
import type { ReactNode } from 'react'
import cards from '../shared/cards.module.css'
import classes from './file-card.module.css'

export function FileCards({ children }: { children: ReactNode }) {
  return <div className={classes.cards}>{children}</div>
}

interface FileCardProps {
  readonly title: string
  /** The one that needs nothing else to be looked at. */
  readonly first?: true | undefined
  /** The button, and what stands beside it. */
  readonly foot: ReactNode
  readonly children: ReactNode
}

export function FileCard({ title, first, foot, children }: FileCardProps) {
  return (
    <section className={`${cards.card} ${classes.card}`} data-first={first} aria-label={title}>
      <h3>{title}</h3>
      {children}
      <div className={classes.foot}>{foot}</div>
    </section>
  )
}

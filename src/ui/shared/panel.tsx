// A titled region of the page.
import { type ReactNode, useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  readonly title: string
  /** Shown to the right of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** Of its element, for what leads to it. */
  readonly id?: string
  readonly testId?: string
}

export function Panel({ title, aside, children, id, testId }: PanelProps) {
  const titleId = useId()
  return (
    <section id={id} className={classes.panel} aria-labelledby={titleId} data-testid={testId}>
      <header className={classes.header}>
        <h2 id={titleId} className={classes.title}>
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

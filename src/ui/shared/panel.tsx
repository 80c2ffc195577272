// A titled region of the page.
import { type ReactNode, useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  readonly title: string
  /** Shown to the right of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly testId?: string
}

export function Panel({ title, aside, children, testId }: PanelProps) {
  const id = useId()
  return (
    <section className={classes.panel} aria-labelledby={id} data-testid={testId}>
      <header className={classes.header}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

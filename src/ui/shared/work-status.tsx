// Work that takes a while: what is being done, how far it is, and a way out of it.
import type { ReactNode } from 'react'
import classes from './work-status.module.css'

interface WorkStatusProps {
  /** What the bar measures. */
  readonly label: string
  /** 0 to 1; undefined where it is not known. */
  readonly share: number | undefined
  /** The button that cancels it. */
  readonly cancel: ReactNode
  readonly testId: string
  /** What is being done, in words. */
  readonly children: ReactNode
}

export function WorkStatus({ label, share, cancel, testId, children }: WorkStatusProps) {
  return (
    <div className={classes.status} data-testid={testId}>
      <p>{children}</p>
      {cancel}
      <progress className={classes.progress} aria-label={label} max={1} value={share} />
    </div>
  )
}

// Progress of longer work: what is being done, a progress bar, and Cancel where it can be cancelled.
import type { ReactNode } from 'react'
import classes from './work-status.module.css'

interface WorkStatusProps {
  /** Accessible name of the progress bar. */
  readonly label: string
  /** 0 to 1; undefined if unknown. */
  readonly share: number | undefined
  /** The Cancel button; absent where the work needs none. */
  readonly cancel?: ReactNode
  readonly testId: string
  /** What is being done. */
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

// Progress of longer work: what is being done, a progress bar, and Cancel.
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import classes from './work-status.module.css'

interface WorkStatusProps {
  /** Accessible name of the progress bar. */
  readonly label: string
  /** 0 to 1; undefined if unknown. */
  readonly share: number | undefined
  readonly onCancel: () => void
  readonly testId: string
  /** What is being done. */
  readonly children: ReactNode
}

export function WorkStatus({ label, share, onCancel, testId, children }: WorkStatusProps) {
  return (
    <div className={classes.status} data-testid={testId}>
      <p>{children}</p>
      <Button kind="quiet" onClick={onCancel}>
        Cancel
      </Button>
      <progress className={classes.progress} aria-label={label} max={1} value={share} />
    </div>
  )
}

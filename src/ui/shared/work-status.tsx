// Work that takes a while: what is being done, how far it is, and a way out of it.
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import classes from './work-status.module.css'

interface WorkStatusProps {
  /** What the bar measures. */
  readonly label: string
  /** 0 to 1; undefined where it is not known. */
  readonly share: number | undefined
  readonly onCancel: () => void
  readonly testId: string
  /** What is being done, in words. */
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

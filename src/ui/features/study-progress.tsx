// Progress of the running analysis, with time left and Cancel.
import type { ReactNode } from 'react'
import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { formatPercent } from '../shared/format.ts'
import { aboutLeft } from '../shared/pace.ts'
import status from '../shared/work-status.module.css'
import { STUDY_NAMES, wordsOf } from './describe-study.ts'
import classes from './features.module.css'

export function StudyProgress() {
  const session = useSession()
  const underWay = useStore(({ studies }) => studies.underWay)
  const words = useStore(wordsOf)
  const waits = useStore(({ run }) => run.waitsFor === 'analysis')
  if (underWay === null) return null
  const { study, share, left } = underWay
  const name = STUDY_NAMES[study.kind]
  return (
    <Progress label={name} share={share} words={words} left={left} onCancel={session.cancelStudy}>
      {waits && ' Training waits.'}
    </Progress>
  )
}

interface ProgressProps {
  readonly label: string
  readonly share: number
  readonly words: string
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
  readonly onCancel: () => void
  /** Added after the progress, such as that training waits. */
  readonly children?: ReactNode
}

/** Appears with a delay (style sheet), so that short work does not flicker. */
export function Progress({ label, share, words, left, onCancel, children }: ProgressProps) {
  const timeLeft = aboutLeft(left)
  return (
    <div className={classes.progress} data-testid="study-progress">
      <p>
        <b>{label}:</b> {words}, {formatPercent(share)}
        {timeLeft && `, ${timeLeft}`}.{children}
      </p>
      <Button small onClick={onCancel}>
        Cancel
      </Button>
      <progress className={status.progress} aria-label={label} max={1} value={share > 0 ? share : undefined} />
    </div>
  )
}

// Progress of the running analysis, with time left and Cancel.
import type { ReactNode } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { formatPercent } from '../shared/format.ts'
import { aboutLeft } from '../shared/pace.ts'
import status from '../shared/work-status.module.css'
import { studyActions } from './actions.ts'
import { STUDY_NAMES, wordsOf } from './describe-study.ts'
import classes from './features.module.css'

export function StudyProgress() {
  const underWay = useStore(({ studies }) => studies.underWay)
  const words = useStore(wordsOf)
  const waits = useStore(({ run }) => run.waitsFor === 'analysis')
  if (underWay === null) return null
  const { study, share, left } = underWay
  const name = STUDY_NAMES[study.kind]
  return (
    <Progress label={name} share={share} words={words} left={left} cancel={<ActionButton action={studyActions.cancel} small />}>
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
  /** The button that cancels it. */
  readonly cancel: ReactNode
  /** What else waits for it. */
  readonly children?: ReactNode
}

/** Seen only where it takes a moment: what is there at once must not flicker. */
export function Progress({ label, share, words, left, cancel, children }: ProgressProps) {
  const timeLeft = aboutLeft(left)
  return (
    <div className={classes.progress} data-testid="study-progress">
      <p>
        <b>{label}:</b> {words}, {formatPercent(share)}
        {timeLeft && `, ${timeLeft}`}.{children}
      </p>
      {cancel}
      <progress className={status.progress} aria-label={label} max={1} value={share > 0 ? share : undefined} />
    </div>
  )
}

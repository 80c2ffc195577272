// The study that is under way: what is done, how far, how long still, and a way out.
import { useEffect, useState } from 'react'
import { useSession } from '../../session/session-context.ts'
import { useStore } from '../../store/store.ts'
import { STUDY_NAMES, wordsOf } from '../../studies/describe.ts'
import { formatDuration, formatPercent } from '../../text/format.ts'
import { addMark, type Marks, paceOf, TOLD_FROM_SECONDS } from '../../text/pace.ts'
import { Button } from '../button.tsx'
import classes from './features.module.css'

export function StudyProgress() {
  const session = useSession()
  const underWay = useStore(({ studies }) => studies.underWay)
  const words = useStore(wordsOf)
  if (underWay === null) return null
  const { id, study, share } = underWay
  const name = STUDY_NAMES[study.kind]
  return <Progress key={id} label={name} share={share} words={words} onCancel={session.cancelStudy} />
}

interface ProgressProps {
  readonly label: string
  readonly share: number
  readonly words: string
  readonly onCancel: () => void
}

/** Seen only where it takes a moment: what is there at once must not flicker. */
export function Progress({ label, share, words, onCancel }: ProgressProps) {
  const left = useTimeLeft(share)
  return (
    <div className={classes.progress} data-testid="study-progress">
      <p>
        <b>{label}:</b> {words}, {formatPercent(share)}
        {left !== null && `, about ${formatDuration(left)} left`}
      </p>
      <Button kind="quiet" className={classes.small} onClick={onCancel}>
        Cancel
      </Button>
      <progress aria-label={label} max={1} value={share > 0 ? share : undefined} />
    </div>
  )
}

/** Seconds, or null while it is too early to say, or too late to matter. */
function useTimeLeft(share: number): number | null {
  const [marks, setMarks] = useState<Marks>([])
  useEffect(() => {
    const mark = { at: performance.now(), done: share }
    setMarks((before) => (share < (before.at(-1)?.done ?? 0) ? [mark] : addMark(before, mark)))
  }, [share])
  const left = paceOf(marks, { total: 1 })?.left ?? 0
  return left > TOLD_FROM_SECONDS ? left : null
}

// The study that is under way: what is done, how far, how long still, and a way out.
import { useSession } from '../../session/session-context.ts'
import { useStore } from '../../store/store.ts'
import { STUDY_NAMES, wordsOf } from '../../studies/describe.ts'
import { formatPercent } from '../../text/format.ts'
import { aboutLeft } from '../../text/pace.ts'
import { Button } from '../button.tsx'
import status from '../work-status.module.css'
import classes from './features.module.css'

export function StudyProgress() {
  const session = useSession()
  const underWay = useStore(({ studies }) => studies.underWay)
  const words = useStore(wordsOf)
  if (underWay === null) return null
  const { study, share, left } = underWay
  const name = STUDY_NAMES[study.kind]
  return <Progress label={name} share={share} words={words} left={left} onCancel={session.cancelStudy} />
}

interface ProgressProps {
  readonly label: string
  readonly share: number
  readonly words: string
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
  readonly onCancel: () => void
}

/** Seen only where it takes a moment: what is there at once must not flicker. */
export function Progress({ label, share, words, left, onCancel }: ProgressProps) {
  const timeLeft = aboutLeft(left)
  return (
    <div className={classes.progress} data-testid="study-progress">
      <p>
        <b>{label}:</b> {words}, {formatPercent(share)}
        {timeLeft && `, ${timeLeft}`}
      </p>
      <Button kind="quiet" className={classes.small} onClick={onCancel}>
        Cancel
      </Button>
      <progress className={status.progress} aria-label={label} max={1} value={share > 0 ? share : undefined} />
    </div>
  )
}

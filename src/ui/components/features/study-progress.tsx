// The study that is under way: what is done, how far, how long still, and a way out.
import { useTimeLeft } from '../../hooks/use-time-left.ts'
import { useSession } from '../../session/session-context.ts'
import { useStore } from '../../store/store.ts'
import { STUDY_NAMES, wordsOf } from '../../studies/describe.ts'
import { formatDuration, formatPercent } from '../../text/format.ts'
import { Button } from '../button.tsx'
import status from '../work-status.module.css'
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
      <progress className={status.progress} aria-label={label} max={1} value={share > 0 ? share : undefined} />
    </div>
  )
}

// The line that tells of the last milestone of the run, until it is dismissed.
import { useEffect, useState } from 'react'
import { store, useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { CrossIcon } from '../shared/icons.tsx'
import { NetworkLetters } from '../shared/network-letters.tsx'
import styles from '../shared/notice.module.css'
import { Picture } from '../shared/picture.tsx'
import classes from './milestone-line.module.css'
import { describeMilestone, type Milestone, type Moment, NOTHING_PASSED, passMilestones } from './milestones.ts'

/** Keyed by the run. */
export function MilestoneLine() {
  const [passed, setPassed] = useState(NOTHING_PASSED)
  const [dismissed, setDismissed] = useState<Milestone | null>(null)
  const report = useStore(({ run }) => run.report)
  const grid = useStore(({ samples }) => samples.grid)
  useEffect(() => {
    if (report && grid) setPassed((before) => passMilestones(before, report, grid))
  }, [report, grid])
  const { milestone } = passed
  useEffect(() => {
    if (milestone) store.setState({ announcement: { sentence: describeMilestone(milestone) } })
  }, [milestone])
  if (milestone === null || milestone === dismissed) return null
  return (
    <section className={styles.notice} data-kind="info" aria-label="Milestone" data-testid="milestone">
      <span className={classes.pictures} aria-hidden="true">
        <Shown moment={milestone.before} />
        →
        <Shown moment={milestone.now} />
      </span>
      <p className={classes.words}>
        <NetworkLetters>{describeMilestone(milestone)}</NetworkLetters>
      </p>
      <Button kind="quiet" label="Dismiss" onClick={() => setDismissed(milestone)}>
        <CrossIcon />
      </Button>
    </section>
  )
}

function Shown({ moment: { picture, step } }: { moment: Moment }) {
  return (
    <span className={classes.picture} data-step={step}>
      <Picture pictures={picture} index={0} />
    </span>
  )
}

// Before there are pictures: what will be here, and what to press.
import { openWarnings } from '../store/open-warnings.ts'
import { useStore } from '../store/store.ts'
import { describeWall } from '../text/describe-wall.ts'
import { Button } from './button.tsx'
import { DATASET_SUMMARY } from './dataset-summary.tsx'
import { NetworkLetters } from './network-letters.tsx'
import { OfferKept } from './offer-kept.tsx'
import classes from './sample-wall.module.css'

const CELLS = Array.from({ length: 64 }, (_, i) => i)

export function EmptyWall() {
  const state = useStore((all) => all.run.state)
  const summary = useStore((all) => all.data.opened?.summary ?? null)
  const config = useStore((all) => all.settings.config)
  const { title, text, found } = describeWall(state, summary && { ...summary, warnings: openWarnings(summary, config) })
  return (
    <div className={classes.empty}>
      <div className={classes.ghost} aria-hidden="true">
        {CELLS.map((cell) => (
          <span key={cell} />
        ))}
      </div>
      <div className={classes.message}>
        <div className={classes.card}>
          <b>{title}</b>
          <p>
            <NetworkLetters>{text}</NetworkLetters>
          </p>
          {found && (
            <p className={classes.found} data-testid="found">
              {found}
              <Button onClick={showSummary}>Show them</Button>
            </p>
          )}
        </div>
        <OfferKept />
      </div>
    </div>
  )
}

function showSummary() {
  const summary = document.getElementById(DATASET_SUMMARY)
  summary?.scrollIntoView()
  summary?.focus({ preventScroll: true })
}

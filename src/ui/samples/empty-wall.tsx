// The sample wall before there are samples: while the finished example is being opened, and where it cannot be.
import { ActionButton } from '../app/action-button.tsx'
import { isArriving } from '../app/arrival.ts'
import { labelsBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { dataActions } from '../data/actions.ts'
import { DATASET_SUMMARY } from '../data/dataset-summary.tsx'
import { OfferKept } from '../data/offer-kept.tsx'
import { openWarnings } from '../data/open-warnings.ts'
import { Button } from '../shared/button.tsx'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { describeFirstShapes } from '../train/expected-times.ts'
import { describeWall } from './describe-wall.ts'
import classes from './sample-wall.module.css'

const CELLS = Array.from({ length: 64 }, (_, i) => i)

export function EmptyWall() {
  const comes = useStore(isArriving)
  return (
    <div className={classes.empty}>
      <div className={classes.ghost} aria-hidden="true">
        {CELLS.map((cell) => (
          <span key={cell} />
        ))}
      </div>
      {!comes && <Message />}
    </div>
  )
}

function Message() {
  const state = useStore((all) => all.run.state)
  const opening = useStore((all) => all.data.opening?.source ?? null)
  const summary = useStore((all) => all.data.opened?.summary ?? null)
  const config = useStore((all) => all.settings.config)
  const finding = useStore((all) => all.classes.finding)
  const blocked = useStore(labelsBlocker)
  const shapes = useStore(describeFirstShapes)
  const { title, text, found } = describeWall(state, opening, summary && { ...summary, warnings: openWarnings(summary, config) }, {
    finding,
    blocked,
  })
  return (
    <div className={classes.message}>
      <OfferKept />
      <div className={classes.card}>
        <b>{title}</b>
        <p>
          <NetworkLetters>{text}</NetworkLetters>
        </p>
        {shapes !== null && opening === null && blocked === null && summary !== null && summary.count > 0 && (
          <p data-testid="first-shapes">{shapes}</p>
        )}
        {found && (
          <p className={classes.found} data-testid="found">
            {found.sentence}
            {found.links.map(({ to, label }) => (
              <FoundLink key={to} to={to} label={label} />
            ))}
          </p>
        )}
      </div>
    </div>
  )
}

function FoundLink({ to, label }: { to: 'warnings' | 'findings'; label: string }) {
  if (to === 'findings') return <ActionButton action={dataActions.reviewFindings} label={label} />
  return <Button onClick={showWarnings}>{label}</Button>
}

function showWarnings() {
  const summary = document.getElementById(DATASET_SUMMARY)
  summary?.scrollIntoView()
  summary?.focus({ preventScroll: true })
}

// The card about a kept run, first on the page: continue the run of the last visit, choose its images again, or watch one that another tab trains.
import { useId } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { RunSummary } from '../../spec/runs.ts'
import { ActionButton } from '../app/action-button.tsx'
import { REASONS } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { runsActions } from '../runs/actions.ts'
import { formatCount } from '../shared/format.ts'
import { Picture } from '../shared/picture.tsx'
import { describeLostPage, describeSummary } from './describe-keep.ts'
import { keepActions } from './keep-buttons.ts'
import classes from './keep-card.module.css'
import { keepCard } from './keep-offer.ts'
import type { PendingRun } from './keep-slice.ts'

export function KeepCard() {
  const { kind, run, pending } = useStore(useShallow((state) => ({ kind: null, run: null, pending: null, ...keepCard(state) })))
  if (kind === null) return null
  if (pending !== null) return <Waiting pending={pending} />
  if (kind === 'continue') return <ContinueOffer run={run} />
  if (kind === 'viewing') return <Shown run={run} />
  return <Elsewhere run={run} watching={kind === 'watching'} />
}

function Shown({ run }: { run: RunSummary }) {
  const line = run.resumable ? 'Its pictures, charts and scores are shown; it is not trained.' : REASONS.onlyLook
  return (
    <Card run={run} title={`You are looking at “${run.name}”, step ${formatCount(run.step)}.`} lines={[line]}>
      {run.resumable && (
        <ActionButton action={keepActions.continueRun} target={{ run, file: null, branch: false }} label="Continue" kind="primary" />
      )}
      <ActionButton action={keepActions.stopWatching} label="Close" kind="quiet" />
    </Card>
  )
}

function ContinueOffer({ run }: { run: RunSummary }) {
  const lost = useStore((state) => describeLostPage(run, state.keep.lost))
  const others = useStore((state) => state.runs.stored.runs.length > 1)
  return (
    <Card run={run} title={`Continue “${run.name}”, step ${formatCount(run.step)}?`} lines={lost ? [lost] : [describeSummary(run)]}>
      <ActionButton action={keepActions.continueRun} target={{ run, file: null, branch: false }} label="Continue" kind="primary" />
      {others && <ActionButton action={runsActions.showRuns} label="All runs" show="label" kind="quiet" />}
      <ActionButton action={keepActions.dismissOffer} kind="quiet" show="icon" />
    </Card>
  )
}

function Elsewhere({ run, watching }: { run: RunSummary; watching: boolean }) {
  const title = watching ? `You are watching “${run.name}”.` : `“${run.name}” is training in another tab.`
  const lines = watching
    ? ['Another tab trains it. Take over to train here.']
    : ['Watch it here, or take over: the other tab saves it and lets go.']
  return (
    <Card run={run} title={title} lines={lines}>
      {!watching && <ActionButton action={keepActions.watch} target={run} />}
      <ActionButton action={keepActions.takeOver} target={run} kind={watching ? 'primary' : 'plain'} />
      {watching ? (
        <ActionButton action={keepActions.stopWatching} kind="quiet" />
      ) : (
        <ActionButton action={keepActions.dismissOffer} kind="quiet" show="icon" />
      )}
    </Card>
  )
}

/** A run whose images are being opened, or have to be chosen again. */
function Waiting({ pending }: { pending: PendingRun }) {
  const { images, opening, then } = pending
  const known = useStore((state) => state.runs.stored.runs.find((run) => then.kind === 'continue' && run.id === then.snapshot.id) ?? null)
  if (opening !== null)
    return (
      <Card run={known} title={`Opening the images of “${then.name}” …`} lines={['Training goes on as soon as they are ready.']}>
        <ActionButton action={keepActions.cancelPending} />
      </Card>
    )
  const lines = [
    `Its images, “${images.name}”, are not kept in this browser. Choose them again: training goes on as soon as they are ready.`,
  ]
  return (
    <Card run={known} title={`“${then.name}” needs its images`} lines={lines}>
      <ActionButton action={keepActions.chooseImages} kind="primary" />
      <ActionButton action={keepActions.cancelPending} kind="quiet" />
    </Card>
  )
}

interface CardProps {
  readonly run: RunSummary | null
  readonly title: string
  readonly lines: readonly string[]
  readonly children: React.ReactNode
}

function Card({ run, title, lines, children }: CardProps) {
  const id = useId()
  return (
    <section className={classes.card} aria-labelledby={id} data-testid="keep-card">
      {run?.picture && (
        <div className={classes.picture} aria-hidden="true">
          <Picture pictures={run.picture} index={0} />
        </div>
      )}
      <div className={classes.text}>
        <h2 id={id}>{title}</h2>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <div className={classes.buttons}>{children}</div>
    </section>
  )
}

// The figures in the top bar (state, step, images seen, speed, times) and the progress bar.

import type { ReactNode } from 'react'
import { type State, useStore } from '../app/store.ts'
import { formatCompact, formatCount, formatDuration, formatRate, NOTHING } from '../shared/format.ts'
import { useElapsed } from '../shared/hooks.ts'
import { describeRun, ofUnknownLength, shareCompiled } from './describe-run.ts'
import classes from './run-figures.module.css'
import { isExample } from './run-slice.ts'
import { runSecondsLeft, stepsOfRun } from './time-left.ts'

/** The finished example is no run of the person's own: the figures are about the next one. */
const ownSteps = (state: State) => (isExample(state.run) ? state.settings.config.steps : stepsOfRun(state))

export function RunFigures() {
  const steps = useStore(ownSteps)
  const run = useStore((all) => all.run)
  const watching = useStore((all) => all.keep.watching)
  const finding = useStore((all) => all.classes.finding)
  const elapsed = useElapsed(ofUnknownLength(run))
  const waiting = useStore((all) => all.data.opened === null || all.run.device === null)
  const left = useStore(runSecondsLeft)
  const { state, ending } = run
  const example = isExample(run)
  const words = watching ? 'Watching' : describeRun(example ? { ...run, state: 'idle' } : run, elapsed, finding)
  const report = example ? null : run.report
  const isWaiting = state === 'running' && run.waitsFor !== null
  return (
    <dl className={classes.figures} data-testid="run-figures">
      <Figure name="State" kind={classes.state}>
        <span className={classes.dot} data-state={state} />
        {(state === 'idle' || example) && waiting && ending === null ? 'Getting ready' : words}
      </Figure>
      <Figure name="Step" testId="step">
        {formatCount(report?.step ?? 0)}
        <span className={classes.of}> / {formatCount(steps)}</span>
      </Figure>
      <Figure name="Images seen" kind={classes.second}>
        {formatCompact(report?.imagesSeen ?? 0)}
      </Figure>
      <Figure name="Steps / s" kind={classes.second}>
        {report && !isWaiting ? formatRate(report.stepsPerSecond) : NOTHING}
      </Figure>
      <Figure name="Elapsed" kind={classes.second}>
        {report ? formatDuration(report.elapsedSeconds) : NOTHING}
      </Figure>
      <Figure name="Time left">{left === null ? NOTHING : formatDuration(left)}</Figure>
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly kind?: string | undefined
  readonly testId?: string
  readonly children: ReactNode
}

function Figure({ name, kind, testId, children }: FigureProps) {
  return (
    <div className={[classes.figure, kind].filter(Boolean).join(' ')}>
      <dt>{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  )
}

export function ProgressBar() {
  const step = useStore(({ run }) => (isExample(run) ? 0 : (run.report?.step ?? 0)))
  const steps = useStore(ownSteps)
  const preparing = useStore((all) => all.run.state === 'preparing')
  const finding = useStore((all) => all.classes.finding)
  const compiled = useStore((all) => shareCompiled(all.run.preparation))
  const share = finding?.share ?? compiled ?? Math.min(1, step / steps)
  const known = !preparing || compiled !== null || finding !== null
  return (
    <div
      className={classes.progress}
      data-preparing={!known}
      role="progressbar"
      aria-label={finding ? 'Finding classes' : preparing ? 'Preparing the run' : 'Progress of the run'}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.floor(share * 100) : undefined}
    >
      <div className={classes.filled} style={known ? { transform: `scaleX(${share})` } : undefined} />
    </div>
  )
}

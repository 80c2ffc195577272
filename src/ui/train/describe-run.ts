// The state of the run in a word or two, and the announcements of its changes and progress.
import type { LabellingProgress } from '../../spec/classes.ts'
import type { RunState, WaitReason } from '../../spec/report.ts'
import type { State } from '../app/store.ts'
import { describeProgress } from '../scores/describe-scores.ts'
import { formatCount, formatDuration, formatPercent } from '../shared/format.ts'
import { describeFinding } from './describe-classes.ts'
import { describeLost } from './describe-loss.ts'
import type { KeepSlice } from './keep-slice.ts'
import { isExample, isUnderWay, type RunSlice } from './run-slice.ts'
import { runSecondsLeft } from './time-left.ts'

const STATE_NAMES: Record<RunState, string> = {
  idle: 'Ready',
  viewing: 'Shown',
  preparing: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Stopped',
}

/** While training waits for other work. */
const WAITING: Record<WaitReason, string> = { score: 'Scoring', analysis: 'Analysing', labels: 'Finding classes', other: 'Waiting' }

/** Shorter waits are shown without a time. */
const MIN_SHOWN_SECONDS = 2

type Described = Pick<RunSlice, 'state' | 'pausing' | 'preparation' | 'waitsFor' | 'ending' | 'report'>

/** @param seconds for which the run has been `ofUnknownLength` @param finding its classes, as far as that is */
export function describeRun(run: Described, seconds = 0, finding: LabellingProgress | null = null): string {
  const { state, pausing, preparation, waitsFor, report } = run
  const soFar = seconds >= MIN_SHOWN_SECONDS ? `, ${seconds < 60 ? `${Math.floor(seconds)} s` : formatDuration(seconds)} so far` : '…'
  if (isEnding(run)) return `Finishing a step${soFar}`
  if (pausing && state === 'running') return 'Pausing…'
  if (isUnderWay(state) && waitsFor === 'labels') return `${WAITING.labels}${finding ? ` ${Math.floor(100 * finding.share)} %` : '…'}`
  if (state === 'running' && waitsFor) return WAITING[waitsFor]
  if (state === 'failed' && report === null) return 'Not started'
  const share = shareCompiled(preparation)
  if (state !== 'preparing') return STATE_NAMES[state]
  if (share !== null) return `Preparing ${Math.floor(100 * share)} %`
  return `${preparation === null ? 'Preparing' : 'First step'}${soFar}`
}

/** Below the top bar after a reset: what is waited for, and for how long. Null while too short to read. */
export function describeEnding(run: Pick<RunSlice, 'state' | 'ending' | 'endingStepSeconds'>, seconds: number): string | null {
  if (!isEnding(run) || seconds < MIN_SHOWN_SECONDS) return null
  const wait =
    run.endingStepSeconds === null
      ? 'It is the first step, which takes longest: the GPU programs are compiled for it.'
      : `A step took about ${formatDuration(Math.max(1, run.endingStepSeconds))}.`
  const then = run.state === 'preparing' ? ' The new run begins right after it.' : ''
  return `The last step of the previous run cannot be interrupted. ${wait}${then}`
}

/** The last step of the previous run is still being computed; a new run waits for it. */
function isEnding({ state, ending }: Pick<RunSlice, 'state' | 'ending'>): boolean {
  return ending !== null && (state === 'idle' || state === 'preparing')
}

/** Whether work is in progress of which only the elapsed time is known. */
export function ofUnknownLength(run: Pick<RunSlice, 'state' | 'ending' | 'preparation' | 'waitsFor'>): boolean {
  return isEnding(run) || (run.state === 'preparing' && run.waitsFor === null && shareCompiled(run.preparation) === null)
}

/** Share of programs compiled; null before the first, and after the last (the first step and pictures have no known share). */
export function shareCompiled(preparation: RunSlice['preparation']): number | null {
  return preparation === null || preparation.done >= preparation.total ? null : preparation.done / preparation.total
}

/** The announcement for a change of the run's state, or null. */
export function describeRunChange(before: RunSlice, after: RunSlice, keep: Pick<KeepSlice, 'id' | 'saved'>): string | null {
  const { failure, state } = after
  if (failure !== null && failure !== before.failure) {
    return [failure.message, describeLost(after, keep), failure.advice].filter(Boolean).join(' ')
  }
  if (state === before.state) return null
  const step = formatCount(after.report?.step ?? 0)
  switch (state) {
    case 'preparing':
      return 'Preparing to train.'
    case 'running':
      return before.state === 'paused' || before.state === 'finished' ? `Training goes on at step ${step}.` : 'Training started.'
    case 'paused':
      return `Paused at step ${step}.`
    case 'finished':
      return `Finished after ${step} steps.`
    case 'idle':
      return before.shown ? null : 'The run was reset.'
    case 'viewing':
      return isExample(after) ? 'A finished example is shown.' : `Step ${step} of a kept run is shown.`
    case 'failed':
      return null
    default:
      return state satisfies never
  }
}

/** The announcement of the progress of a run, or null. */
export function describeTraining(state: State): string | null {
  const { run, settings, scores, classes } = state
  const { report } = run
  if (run.state !== 'running' || report === null) return null
  if (run.waitsFor === 'score') return scores.underWay && `Training waits for the score. ${describeProgress(scores.underWay)}.`
  if (run.waitsFor === 'labels') return classes.finding && `Training waits for its classes. ${describeFinding(classes.finding)}.`
  if (run.waitsFor) return 'Training waits for the feature analysis.'
  const left = runSecondsLeft(state)
  const eta = left === null ? '' : ` About ${formatDuration(left)} left.`
  const accuracy = report.statistics.rotationAccuracyReal ?? null
  const rotations = accuracy === null ? '' : ` Rotation accuracy on real images: ${formatPercent(accuracy)}.`
  return `Step ${formatCount(report.step)} of ${formatCount(settings.config.steps)}.${eta}${rotations}`
}

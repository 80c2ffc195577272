// What a run is doing, in a word or two, and what a screen reader is told when that changes.
import type { RunState, WaitReason } from '../../spec/report.ts'
import type { State } from '../app/store.ts'
import { describeProgress } from '../scores/describe-scores.ts'
import { formatCount, formatDuration, formatPercent } from '../shared/format.ts'
import { describeLost } from './describe-loss.ts'
import type { RunSlice } from './run-slice.ts'
import { runSecondsLeft } from './time-left.ts'

const STATE_NAMES: Record<RunState, string> = {
  idle: 'Ready',
  preparing: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Stopped',
}

/** A run that would train if it had not to wait. */
const WAITING: Record<WaitReason, string> = { score: 'Scoring', analysis: 'Analysing', other: 'Waiting' }

/** Shorter waits need no time beside them. */
const MIN_SHOWN_SECONDS = 2

type Described = Pick<RunSlice, 'state' | 'pausing' | 'preparation' | 'waitsFor' | 'ending' | 'report'>

/** @param seconds that it has been `ofUnknownLength` */
export function describeRun(run: Described, seconds = 0): string {
  const { state, pausing, preparation, waitsFor, report } = run
  const soFar = seconds >= MIN_SHOWN_SECONDS ? `, ${seconds < 60 ? `${Math.floor(seconds)} s` : formatDuration(seconds)} so far` : '…'
  if (isEnding(run)) return `Ending the step${soFar}`
  if (pausing && state === 'running') return 'Pausing…'
  if (state === 'running' && waitsFor) return WAITING[waitsFor]
  if (state === 'failed' && report === null) return 'Not started'
  const share = shareCompiled(preparation)
  if (state !== 'preparing') return STATE_NAMES[state]
  if (share !== null) return `Preparing ${Math.floor(100 * share)} %`
  return `${preparation === null ? 'Preparing' : 'First step'}${soFar}`
}

/** Under the bar: what is waited for once a run was reset, and for how long. Null where it is over before that is read. */
export function describeEnding(run: Pick<RunSlice, 'state' | 'ending' | 'endingStepSeconds'>, seconds: number): string | null {
  if (!isEnding(run) || seconds < MIN_SHOWN_SECONDS) return null
  const wait =
    run.endingStepSeconds === null
      ? 'It is the first, which takes longest: the programs of the networks are compiled for it.'
      : `A step took about ${formatDuration(Math.max(1, run.endingStepSeconds))}.`
  const then = run.state === 'preparing' ? ' The new run begins right after it.' : ''
  return `The last step of the run before cannot be broken off. ${wait}${then}`
}

/** The last step of the run before is still being made: the next one waits for it. */
function isEnding({ state, ending }: Pick<RunSlice, 'state' | 'ending'>): boolean {
  return ending !== null && (state === 'idle' || state === 'preparing')
}

/** Something is under way of which only the time so far can be told. */
export function ofUnknownLength(run: Pick<RunSlice, 'state' | 'ending' | 'preparation'>): boolean {
  return isEnding(run) || (run.state === 'preparing' && shareCompiled(run.preparation) === null)
}

/** Null before anything is compiled, and once all is: the first pictures and the first step are of no known share. */
export function shareCompiled(preparation: RunSlice['preparation']): number | null {
  return preparation === null || preparation.done >= preparation.total ? null : preparation.done / preparation.total
}

/** What a screen reader is told of a change of the run's state, or null. */
export function describeRunChange(before: RunSlice, after: RunSlice): string | null {
  const { failure, state } = after
  if (failure !== null && failure !== before.failure) {
    return [failure.message, describeLost(after), failure.advice].filter(Boolean).join(' ')
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
      return 'The run was reset.'
    case 'failed':
      return null
    default:
      return state satisfies never
  }
}

/** What a screen reader is told from time to time while a run trains, or null. */
export function describeTraining(state: State): string | null {
  const { run, settings, scores } = state
  const { report } = run
  if (run.state !== 'running' || report === null) return null
  if (run.waitsFor === 'score') return scores.underWay && `Training waits for the score. ${describeProgress(scores.underWay)}.`
  if (run.waitsFor) return 'Training waits until the features have been looked at.'
  const left = runSecondsLeft(state)
  const eta = left === null ? '' : ` About ${formatDuration(left)} left.`
  const accuracy = report.rotationAccuracyReal
  const turns = accuracy === null ? '' : ` ${formatPercent(accuracy)} of the real quarter turns are told right.`
  return `Step ${formatCount(report.step)} of ${formatCount(settings.config.steps)}.${eta}${turns}`
}

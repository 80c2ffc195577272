// What a screen reader is told: milestones as they come, and while training one sentence every half minute.
import type { State } from '../store/store.ts'
import { keptOtherwise, otherwiseSentence } from '../store/train-blocker.ts'
import { describeImport } from '../text/describe-import.ts'
import { formatCount, formatDuration, formatPercent, secondsLeft } from '../text/format.ts'

export const PROGRESS_EVERY_MS = 30_000

/** The sentence that a change of state is worth, or null. */
export function milestone(before: State, after: State): string | null {
  return runMilestone(before, after) ?? dataMilestone(before, after)
}

function runMilestone(before: State, after: State): string | null {
  const { run } = after
  if (run.failure !== null && run.failure !== before.run.failure) return `${run.failure.message} ${run.failure.advice}`
  if (run.state === before.run.state) return null
  const step = formatCount(run.report?.step ?? 0)
  switch (run.state) {
    case 'preparing':
      return 'Preparing to train.'
    case 'running':
      return before.run.state === 'paused' || before.run.state === 'finished' ? `Training goes on at step ${step}.` : 'Training started.'
    case 'paused':
      return `Paused at step ${step}.`
    case 'finished':
      return `Finished after ${step} steps.`
    case 'idle':
      return 'The run was reset.'
    case 'failed':
      return null
    default:
      return run.state satisfies never
  }
}

function dataMilestone(before: State, after: State): string | null {
  const kept = keptOtherwise(after)
  if (kept && !keptOtherwise(before)) return otherwiseSentence(kept, after.settings)
  const { opened, failure } = after.data
  if (failure !== null && failure !== before.data.failure) return `${failure.message} ${failure.advice}`
  if (opened === null || opened.id === before.data.opened?.id) return null
  const { label, count, warnings } = opened.summary
  if (opened.source.kind === 'builtin') return `${label}: ${formatCount(count)} images are ready.`
  const advice = warnings.map(({ title }) => ` ${title}`).join('')
  return `${label}: ${describeImport(opened.summary)}${advice}`
}

export function progressSentence({ run, settings }: State): string | null {
  const { report } = run
  if (run.state !== 'running' || report === null) return null
  const left = secondsLeft(report.step, settings.config.steps, report.stepsPerSecond)
  const eta = left === null ? '' : ` About ${formatDuration(left)} left.`
  const accuracy = report.rotationAccuracyReal
  const turns = accuracy === null ? '' : ` ${formatPercent(accuracy)} of the real quarter turns are told right.`
  return `Step ${formatCount(report.step)} of ${formatCount(settings.config.steps)}.${eta}${turns}`
}

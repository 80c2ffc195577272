// Announcements for screen readers: milestones at once, and one progress sentence every half minute while training.
import type { KeptSets } from '../../spec/report.ts'
import { describeImport } from '../data/describe-set.ts'
import { openWarnings } from '../data/open-warnings.ts'
import { studyMilestone } from '../features/describe-study.ts'
import { samplesMilestone } from '../samples/describe-samples.ts'
import { describeProgress, describeScore } from '../scores/describe-scores.ts'
import { describeSaved } from '../shared/file-name.ts'
import { formatCount, formatDuration, formatPercent } from '../shared/format.ts'
import { describeLost } from '../train/describe-loss.ts'
import { configIncludes, type SettingsSlice } from '../train/settings-slice.ts'
import { runSecondsLeft } from '../train/time-left.ts'
import { describeMismatch, mismatchedKeptSet } from './blockers.ts'
import { SAVE_NOTICE } from './notices-slice.ts'
import type { State } from './store.ts'

export const PROGRESS_EVERY_MS = 30_000

/** The announcement for a change of state, or null. */
export function milestone(before: State, after: State): string | null {
  return (
    runMilestone(before, after) ??
    scoreMilestone(before, after) ??
    dataMilestone(before, after) ??
    studyMilestone(before.studies, after.studies) ??
    samplesMilestone(before.samples, after.samples) ??
    remedyMilestone(before.settings, after.settings) ??
    keptMilestone(before.data.kept, after.data.kept) ??
    saveMilestone(before, after)
  )
}

function runMilestone(before: State, after: State): string | null {
  const { run } = after
  if (run.failure !== null && run.failure !== before.run.failure) {
    return [run.failure.message, describeLost(run), run.failure.advice].filter(Boolean).join(' ')
  }
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

function scoreMilestone({ scores: before }: State, { scores: after }: State): string | null {
  const { reports, best, problem, returned } = after
  if (returned !== null && returned !== before.returned)
    return `Back at step ${formatCount(returned.step)}. Everything after it was dropped.`
  if (problem !== null && problem !== before.problem) return `Scoring failed. ${problem}`
  const fresh = reports.find((report) => !before.reports.includes(report))
  return fresh ? describeScore(fresh, best) : null
}

function dataMilestone(before: State, after: State): string | null {
  const kept = mismatchedKeptSet(after)
  if (kept && !mismatchedKeptSet(before)) return describeMismatch(kept, after.settings)
  const { opened, failure } = after.data
  if (failure !== null && failure !== before.data.failure) return `${failure.message} ${failure.advice}`
  if (before.data.opening && after.data.opening === null && opened?.id === before.data.opened?.id) return cancelled(after)
  if (opened === null || opened.id === before.data.opened?.id) return null
  const { label, count } = opened.summary
  if (opened.source.kind === 'builtin') return `${label}: ${formatCount(count)} images are ready.`
  const advice = openWarnings(opened.summary, after.settings.config)
    .map(({ title }) => ` ${title}`)
    .join('')
  return `${label}: ${describeImport(opened.summary)}${advice}`
}

function remedyMilestone({ applied: before }: SettingsSlice, { applied, config }: SettingsSlice): string | null {
  const last = applied.at(-1)
  if (last && applied.length > before.length) return `${last.remedy.label}: done. Undo restores your settings.`
  const undone = before.filter((one) => !applied.includes(one))
  return undone.length === 1 && undone.every((one) => configIncludes(config, one.before)) ? 'Undone: your settings are restored.' : null
}

function cancelled({ data: { opened } }: State): string {
  const stays = opened ? `${opened.summary.label} is open as before.` : 'No images are open.'
  return `Preparing the images was cancelled. ${stays}`
}

function keptMilestone({ sets: before }: KeptSets, { sets: after }: KeptSets): string | null {
  const gone = before.find(({ key }) => after.every((set) => set.key !== key))
  return gone ? `${gone.name} is deleted from this browser.` : null
}

function saveMilestone(before: State, { saves, notices }: State): string | null {
  if (saves.last !== null && saves.last !== before.saves.last) return describeSaved(saves.last.file)
  const problem = notices.find((notice) => notice.id === SAVE_NOTICE && !before.notices.includes(notice))
  return problem ? `${problem.title}. ${problem.lines.join(' ')}` : null
}

export function progressSentence(state: State): string | null {
  const { run, settings, scores } = state
  const { report } = run
  if (run.state !== 'running' || report === null) return null
  if (run.waitsFor === 'score') return scores.underWay && `Training waits for the score. ${describeProgress(scores.underWay)}.`
  if (run.waitsFor) return 'Training waits for the feature analysis.'
  const left = runSecondsLeft(state)
  const eta = left === null ? '' : ` About ${formatDuration(left)} left.`
  const accuracy = report.statistics.rotationAccuracyReal ?? null
  const rotations = accuracy === null ? '' : ` Rotation accuracy on real images: ${formatPercent(accuracy)}.`
  return `Step ${formatCount(report.step)} of ${formatCount(settings.config.steps)}.${eta}${rotations}`
}

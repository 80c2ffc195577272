// How the current run is kept, in words: the figure in the top bar, its popover, and the notices after something was lost.
import type { Failure } from '../../spec/report.ts'
import type { RunSummary } from '../../spec/runs.ts'
import type { Notice } from '../app/notices-slice.ts'
import type { State } from '../app/store.ts'
import { formatCount, formatDate, formatDuration } from '../shared/format.ts'
import { isKept, type KeepSlice, type LostRun } from './keep-slice.ts'

/** The kept run that is current, as the list knows it. */
export function currentSummary({ keep, runs }: Pick<State, 'keep' | 'runs'>): RunSummary | null {
  return runs.stored.runs.find(({ id }) => id === keep.id) ?? null
}

/** The kept run that the page trains or shows; `currentSummary` is only the one that a person has chosen. */
export function runOnPage(state: Pick<State, 'keep' | 'runs' | 'run'>): RunSummary | null {
  const { shown } = state.run
  return shown?.kind === 'stored' ? (state.runs.stored.runs.find(({ id }) => id === shown.id) ?? null) : currentSummary(state)
}

/** The name of the current run: the one that a person gave it, else that of its images. */
export function currentName(state: Pick<State, 'keep' | 'runs' | 'run'>): string {
  return currentSummary(state)?.name ?? state.run.images
}

/** “step 4,200 · 20 s ago”. @param now milliseconds since 1970 */
export function describeSaved(saved: KeepSlice['saved'], now: number): string {
  if (saved === null) return 'not yet'
  return `step ${formatCount(saved.step)} · ${describeAge(now - saved.at)}`
}

/** “just now”, “20 s ago”, “3 min ago”, “2 h ago”. */
export function describeAge(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000)
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${5 * Math.floor(seconds / 5)} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ago`
  return `${Math.floor(seconds / 86_400)} days ago`
}

/** What the browser answered when it was asked to keep the data. */
export function describePersistence(persisted: boolean | null): string {
  if (persisted === null) return 'The browser is asked to keep it when it is first saved.'
  return persisted
    ? 'The browser has promised not to clear it by itself; you can still clear it with the browser’s data.'
    : 'The browser has not promised to keep it: it may clear it when the disk fills up.'
}

const HOUR_MS = 3_600_000

/** After an hour of training without a file of one’s own; null before. */
export function backupReminder(state: Pick<State, 'keep' | 'runs' | 'run'>): string | null {
  const { keep, run } = state
  if (!isKept(keep) || keep.watching) return null
  const exportedAt = currentSummary(state)?.exportedAt ?? null
  const trained = 1000 * (run.report?.elapsedSeconds ?? 0)
  const since = exportedAt === null ? trained : Math.min(trained, keep.saved.at - exportedAt)
  if (since < HOUR_MS) return null
  const what = exportedAt === null ? 'This run is in no file of your own yet.' : 'An hour or more of this run is in no file of your own.'
  return `${what} The browser’s storage is not a backup.`
}

export function describeExport(summary: RunSummary | null): string {
  return summary?.exportedAt ? `Last saved as a file: ${formatDate(summary.exportedAt)}.` : 'Not saved as a file yet.'
}

/** “Saved 25 Nov 2026, 12:40, after 3 h 05 min of training”. */
export function describeSummary({ savedAt, elapsedSeconds }: RunSummary): string {
  return `Saved ${formatDate(savedAt)}, after ${formatDuration(elapsedSeconds)} of training.`
}

/** After a page that ended with its run; null where it lost nothing, or that was another run. */
export function describeLostPage(run: RunSummary, lost: LostRun | null): string | null {
  if (lost === null || lost.id !== run.id) return null
  if (lost.step <= run.step) return `The browser ended this page at step ${formatCount(lost.step)}. Nothing of the run is lost.`
  return `The browser ended this page at step ${formatCount(lost.step)}; the run is kept up to step ${formatCount(run.step)}.`
}

const CAUSES: Readonly<Partial<Record<Failure['reason'], string>>> = {
  'device-lost': 'The GPU was lost',
  'worker-lost': 'The trainer stopped unexpectedly',
  internal: 'The trainer met an error of its own',
}

/** @param from the step it had reached @param step of the save that it goes on from @param rests it waits there, as it did before */
export function describeRecovery({ reason, message, detail }: Failure, from: number, step: number, rests: boolean): Notice {
  const cause = CAUSES[reason] ?? message.replace(/\.$/, '')
  const where = from === step ? 'there' : `step ${formatCount(step)}`
  const onward = rests ? `The run is back ${from === step ? where : `at ${where}`}` : `Training goes on from ${where}`
  return {
    id: 'recovered',
    kind: 'info',
    title: `${cause} at step ${formatCount(from)}. ${onward}.`,
    lines: detail === undefined ? [] : [`The browser reports: “${detail}”`],
  }
}

/** The run was rolled back to an earlier step in the trainer, by itself. */
export function describeRollback(from: number, step: number): Notice {
  return {
    id: 'recovered',
    kind: 'info',
    title: `A value was no longer a number at step ${formatCount(from)}. Training goes on from step ${formatCount(step)}, with lower learning rates.`,
    lines: [],
    ofRun: true,
  }
}

/** In the tab that trained it. */
export function describeTakenOver(name: string): Notice {
  return {
    id: 'taken-over',
    kind: 'info',
    title: `Another tab has taken over “${name}”.`,
    lines: ['It was saved before. This tab shows how it goes on there.'],
  }
}

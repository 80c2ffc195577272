// What the card about a kept run says now: it offers the run of the last visit, waits for its images, or shows one that another tab trains.
import type { RunSummary } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'
import { currentSummary } from './describe-keep.ts'
import type { PendingRun } from './keep-slice.ts'
import { needsRestart } from './run-slice.ts'

export type KeepCard =
  | { readonly kind: 'continue'; readonly run: RunSummary }
  | { readonly kind: 'elsewhere'; readonly run: RunSummary }
  | { readonly kind: 'watching'; readonly run: RunSummary }
  /** It is shown, and trained nowhere. */
  | { readonly kind: 'viewing'; readonly run: RunSummary }
  | { readonly kind: 'opening'; readonly pending: PendingRun }
  | { readonly kind: 'images'; readonly pending: PendingRun }

/** Null where there is nothing to say: the page shows it first, so it says one thing at most. */
export function keepCard(state: State): KeepCard | null {
  const { pending, watching } = state.keep
  if (pending !== null && needsRestart(state.run.failure)) return null
  if (pending !== null) return { kind: pending.opening === null ? 'images' : 'opening', pending }
  const current = currentSummary(state)
  if (watching) return current && { kind: 'watching', run: current }
  const run = offeredRun(state)
  if (run) return { kind: run.inUse ? 'elsewhere' : 'continue', run }
  return current && state.run.state === 'viewing' ? { kind: 'viewing', run: current } : null
}

/** The run that ended with the previous page, else the one trained last, else the newest. */
export function offeredRun(state: State): RunSummary | null {
  const { keep, run, runs } = state
  if (!keep.offering || run.ending !== null || !isFree(run)) return null
  const offered = runs.stored.runs.filter(({ resumable, inUse }) => resumable || inUse)
  const find = (id: string | undefined | null) => offered.find((one) => one.id === id)
  return find(keep.lost?.id) ?? find(keep.last) ?? offered[0] ?? null
}

/** There is no run of which the page would have to speak first. */
function isFree({ state, failure }: State['run']): boolean {
  return state === 'idle' || state === 'viewing' || (state === 'failed' && !needsRestart(failure))
}

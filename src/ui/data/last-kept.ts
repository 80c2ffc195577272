// Remembers the kept set that was open last, which a reloaded page offers to open again.
import type { DataSource } from '../../protocol.ts'
import type { KeptSet } from '../../spec/image-set.ts'
import type { State } from '../app/store.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'
import { offeredRun } from '../train/keep-offer.ts'

const CHOICE = 'quarterturn-last-kept'

/** A set that was just prepared is stored as '', since it is the newest kept one. */
export function rememberOpened(source: DataSource): void {
  if (source.kind !== 'builtin') keepChoice(CHOICE, source.kind === 'kept' ? source.key : '')
}

/** Null once images have been chosen, and where nothing is kept. The offer of a run comes first, since its images are opened with it. */
export function offeredSet(state: State): KeptSet | null {
  const { data, run } = state
  const { sets } = data.kept
  if (state.keep.pending !== null || offeredRun(state) !== null) return null
  const [newest] = sets
  if (!newest || data.lastId > 1 || !(run.state === 'idle' || run.shown) || data.opened?.source.kind !== 'builtin') return null
  const keys = sets.map(({ key }) => key)
  const last = readChoice(CHOICE, keys, newest.key)
  return sets.find(({ key }) => key === last) ?? null
}

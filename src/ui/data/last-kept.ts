// Remembers the kept set that was open last, which a reloaded page offers to open again.
import type { DataSource } from '../../protocol.ts'
import type { KeptSet } from '../../spec/image-set.ts'
import type { State } from '../app/store.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'

const CHOICE = 'quarterturn-last-kept'

/** A set that was just prepared is stored as '', since it is the newest kept one. */
export function rememberOpened(source: DataSource): void {
  if (source.kind !== 'builtin') keepChoice(CHOICE, source.kind === 'kept' ? source.key : '')
}

/** Null once images have been chosen, and where nothing is kept. */
export function offeredSet({ data, run }: Pick<State, 'data' | 'run'>): KeptSet | null {
  const { sets } = data.kept
  const [newest] = sets
  if (!newest || data.lastId > 1 || run.state !== 'idle' || data.opened?.source.kind !== 'builtin') return null
  const keys = sets.map(({ key }) => key)
  const last = readChoice(CHOICE, keys, newest.key)
  return sets.find(({ key }) => key === last) ?? null
}

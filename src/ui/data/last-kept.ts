// The kept set that was open last: a page that is loaded again begins with a built-in one and offers to go back to it.
import type { DataSource } from '../../protocol.ts'
import type { KeptSet } from '../../spec/report.ts'
import type { State } from '../app/store.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'

const CHOICE = 'quarterturn-last-kept'

/** A set that was prepared just now is the newest of those that are kept, and needs no name. */
export function rememberOpened(source: DataSource): void {
  if (source.kind !== 'builtin') keepChoice(CHOICE, source.kind === 'kept' ? source.key : '')
}

/** Until a person has chosen images; null where there is nothing to go back to. */
export function offeredSet({ data, run }: Pick<State, 'data' | 'run'>): KeptSet | null {
  const { sets } = data.kept
  const [newest] = sets
  if (!newest || data.lastId > 1 || run.state !== 'idle' || data.opened?.source.kind !== 'builtin') return null
  const keys = sets.map(({ key }) => key)
  const last = readChoice(CHOICE, keys, newest.key)
  return sets.find(({ key }) => key === last) ?? null
}

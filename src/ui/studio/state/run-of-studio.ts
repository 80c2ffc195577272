// Which run the studio shows: each has its own state, kept in this browser.
import type { State } from '../../app/store.ts'
import { isExample } from '../../train/run-slice.ts'

/** Names the state of a run; null before the run is known. */
export function studioKey({ run }: Pick<State, 'run'>): string | null {
  return isExample(run) ? 'example' : run.id
}

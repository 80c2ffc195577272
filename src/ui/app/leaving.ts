// What would be lost with the page.
import { isKept } from '../train/keep-slice.ts'
import { isUnderWay, stepsAtStake } from '../train/run-slice.ts'
import type { State } from './store.ts'

/** Whether leaving the page would lose work: a run with steps that is not kept, or an import of the person's own files. */
export function leavingLoses({ run, data, keep }: Pick<State, 'run' | 'data' | 'keep'>): boolean {
  const { opening } = data
  const importing = opening !== null && (opening.source.kind === 'files' || opening.source.kind === 'folder')
  const kept = isKept(keep) && keep.problem === null
  const atStake = run.state !== 'viewing' && (isUnderWay(run.state) || stepsAtStake(run) > 0)
  return (atStake && !kept) || importing
}

// Where in the studio the code of a picture leads, or why it leads nowhere.
import { hasNetworks } from '../../../spec/runs.ts'
import type { State } from '../../app/store.ts'
import { type CodeOfRun, readCodeOfRun } from '../../samples/find-code.ts'
import { formatCount } from '../../shared/format.ts'
import { studioBlocker } from '../actions.ts'
import type { StudioTarget } from '../state/studio-state.ts'

/** Why a code does not lead where it says, and what comes nearest; null: nothing does. */
export interface StudioCodeProblem {
  readonly sentence: string
  readonly offer: { readonly label: string; readonly target: StudioTarget } | null
}

export type StudioCodeAnswer = { readonly target: StudioTarget } | StudioCodeProblem

/** @param text a code, or a link with one @param drawn the step of what draws now in the studio; null where it draws nothing yet */
export function findStudioCode(state: State, text: string, drawn: number | null): StudioCodeAnswer {
  const blocked = studioBlocker(state)
  const read = blocked === null ? readCodeOfRun(state, text) : { problem: blocked }
  return 'problem' in read ? { sentence: read.problem, offer: null } : atStep(state, read, drawn)
}

function atStep({ timeline, samples }: State, { code: { step, point }, mix }: CodeOfRun, drawn: number | null): StudioCodeAnswer {
  const snapshot = timeline.snapshots.findLast((kept) => kept.step === step && hasNetworks(kept))
  const now = samples.grid?.step ?? drawn ?? step
  if (step === now || (step === drawn && snapshot === undefined)) return { target: { point, snapshot: null, mix } }
  if (snapshot) return { target: { point, snapshot: snapshot.file, mix } }
  return {
    sentence: `This code is of step ${formatCount(step)}, which is not kept. The run is at step ${formatCount(now)}.`,
    offer: { label: 'Show it as it is now', target: { point, snapshot: null, mix } },
  }
}

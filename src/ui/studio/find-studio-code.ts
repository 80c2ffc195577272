// Where in the studio the code of a picture leads, or why it leads nowhere.
import type { LatentPoint, PictureCode } from '../../spec/picture-code.ts'
import type { SnapshotInfo } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'
import { readCodeOfRun } from '../samples/find-code.ts'
import { formatCount } from '../shared/format.ts'
import { studioBlocker } from './actions.ts'
import { hasNetworks } from './has-networks.ts'
import type { StudioState } from './studio-state.ts'

/** What is to be shown. */
export interface StudioTarget {
  readonly point: LatentPoint
  /** The file of the snapshot that draws it; null: the run as it is now. */
  readonly snapshot: string | null
  /** Where its later layers are from, as in StudioState. */
  readonly mix: StudioState['mix']
}

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
  return 'problem' in read ? { sentence: read.problem, offer: null } : atStep(state, read.code, drawn)
}

function atStep(state: State, { step, point, mix: mixed }: PictureCode, drawn: number | null): StudioCodeAnswer {
  const snapshot = snapshotOf(state, step)
  const now = state.samples.grid?.step ?? drawn ?? step
  const later = mixed && snapshotOf(state, mixed.step)
  if (mixed && !later && mixed.step !== now)
    return { sentence: `This code has layers of step ${formatCount(mixed.step)}, which is not kept.`, offer: null }
  const mix = mixed ? { snapshot: later?.file ?? null, from: mixed.from } : null
  if (step === now || (step === drawn && snapshot === undefined)) return { target: { point, snapshot: null, mix } }
  if (snapshot) return { target: { point, snapshot: snapshot.file, mix } }
  return {
    sentence: `This code is of step ${formatCount(step)}, which is not kept. The run is at step ${formatCount(now)}.`,
    offer: { label: 'Show it as it is now', target: { point, snapshot: null, mix } },
  }
}

function snapshotOf({ timeline }: State, step: number): SnapshotInfo | undefined {
  return timeline.snapshots.findLast((kept) => kept.step === step && hasNetworks(kept))
}

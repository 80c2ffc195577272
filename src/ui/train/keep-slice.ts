// State of how the current run is kept in this browser, and of a kept run that is offered, taken up, or watched in another tab.
import type { DataSource, RunBeginning, SnapshotRef } from '../../protocol.ts'
import type { Preparation, RunConfig } from '../../spec/config.ts'
import type { RecoveryReason, SaveReport } from '../../spec/runs.ts'

export interface KeepSlice {
  /** Of the kept run; null where the current run is not kept, or there is none. */
  readonly id: string | null
  /** The last completed save. */
  readonly saved: Pick<SaveReport, 'step' | 'at'> | null
  /** Why the run is not kept, or the last save failed; null where all is well. */
  readonly problem: string | null
  /** Whether the browser promised not to clear the storage by itself; null before it was asked. */
  readonly persisted: boolean | null
  /** The screen is to stay on while a run trains. */
  readonly awake: boolean
  /** How often the run went on by itself without a save of a later step in between, and the step it last went on from. */
  readonly recoveries: { readonly count: number; readonly step: number }
  /** Whether a kept run is offered to be continued. */
  readonly offering: boolean
  /** Id of the run that was trained last, in this tab or on an earlier visit. */
  readonly last: string | null
  /** The run that ended together with the previous page, and how far it was. */
  readonly lost: LostRun | null
  /** A run that begins or goes on as soon as its images are open; null: none. */
  readonly pending: PendingRun | null
  /** The run is trained by another tab, and only shown here. */
  readonly watching: boolean
  /** The other tab was asked to let go of it. */
  readonly takingOver: boolean
}

export interface LostRun {
  readonly id: string
  readonly step: number
}

export interface PendingRun {
  readonly images: WantedImages
  /** Number of the set that is opened for it; null: a person has to choose the images. */
  readonly opening: number | null
  readonly then: ContinuedRun | NewRun
}

/** The images of a run. */
export interface WantedImages {
  /** Null where only a person can give them: files that this browser does not keep. */
  readonly source: DataSource | null
  readonly name: string
  readonly preparation: Preparation
  readonly leftOut: readonly number[]
}

export interface ContinuedRun {
  readonly kind: 'continue'
  readonly name: string
  readonly config: RunConfig
  readonly snapshot: SnapshotRef
  /** Of the kept run. */
  readonly saved: KeepSlice['saved']
  readonly branch: boolean
  readonly paused: boolean
  readonly recovery: { readonly from: number; readonly reason: RecoveryReason } | null
}

interface NewRun {
  readonly kind: 'start'
  readonly name: string
  readonly config: RunConfig
  readonly beginning: RunBeginning | null
}

export const initialKeep: KeepSlice = {
  id: null,
  saved: null,
  problem: null,
  persisted: null,
  awake: false,
  recoveries: { count: 0, step: 0 },
  offering: true,
  last: null,
  lost: null,
  pending: null,
  watching: false,
  takingOver: false,
}

/** It can be continued from a save. */
export function isKept<K extends Pick<KeepSlice, 'id' | 'saved'>>(keep: K): keep is K & KeptRun {
  return keep.id !== null && keep.saved !== null
}

type KeptRun = { readonly [K in 'id' | 'saved']: NonNullable<KeepSlice[K]> }

/** For the next run: what concerns the browser stays. */
export function forgetKeep({ persisted, awake, last, lost }: KeepSlice): KeepSlice {
  return { ...initialKeep, persisted, awake, last, lost, offering: false }
}

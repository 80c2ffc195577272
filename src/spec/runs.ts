// What is reported about runs that are kept: their list, their snapshots, and what happened in them, step by step.
import type { DeviceRecord } from './backends.ts'
import type { LiveConfig, Preparation, RunConfig } from './config.ts'
import type { BuiltinName } from './datasets.ts'
import type { Pictures } from './image-block.ts'
import type { RotationPanel, SampleGrid, StepReport } from './report.ts'
import type { ScoreReport } from './scores.ts'

/** What an id of a run may be: it names folders, and comes in files from anywhere. */
export const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/

/** Where the images of a run come from, so that they can be opened again. */
export type RunImagesSource =
  | { readonly kind: 'builtin'; readonly name: BuiltinName }
  /** A prepared set that this browser keeps. */
  | { readonly kind: 'kept'; readonly name: string; readonly key: string }
  /** Files of a person's own that could not be kept: they have to be chosen again. In a folder of the command line its path. */
  | { readonly kind: 'own'; readonly name: string }

/** The images of a run. */
export interface RunImages {
  readonly source: RunImagesSource
  /** For people. */
  readonly label: string
  readonly preparation: Preparation
  readonly channels: 1 | 3
  /** Images of the prepared set that training does not see, in order. */
  readonly leftOut: readonly number[]
  /** Of all pixels that training sees, in their order: see data/fingerprint.ts. Null in runs from before it was written down. */
  readonly identity: { readonly count: number; readonly hash: string } | null
}

/** How a run began, where it did not begin with fresh weights and nothing planned. */
export interface RunOrigin {
  /** `branch`: it went on from a snapshot of another run; `weights`: from its weights, on other images; `again`: it repeats one with other settings. */
  readonly kind: 'branch' | 'weights' | 'again'
  /** Of the other run. */
  readonly id: string
  readonly name: string
  /** Of the snapshot; 0 where the other run is repeated. */
  readonly step: number
}

/** Live settings that change after as many steps. */
export interface ScheduledChange {
  readonly step: number
  readonly changes: Partial<LiveConfig>
}

export type RecoveryReason = 'not-finite' | 'device-lost' | 'out-of-memory' | 'worker-lost' | 'page-lost'

/** One line of a run's history, in the order in which they happened. `step`: how many steps were made. */
export type RunEvent =
  | { readonly event: 'device'; readonly step: number; readonly device: DeviceRecord }
  | { readonly event: 'step'; readonly step: number; readonly report: StepReport }
  /** `best`: the lowest kernel distance so far. */
  | { readonly event: 'score'; readonly step: number; readonly report: ScoreReport; readonly best: boolean }
  | { readonly event: 'paused'; readonly step: number }
  /** Live settings that were changed, by a person or by a recovery. */
  | { readonly event: 'change'; readonly step: number; readonly changes: Partial<LiveConfig> }
  /** Its classes were found. `moved`: share of the images that are in another class than before; null the first time. `accuracy`: see RunClasses. */
  | {
      readonly event: 'labelled'
      readonly step: number
      readonly counts: readonly number[]
      readonly moved: number | null
      readonly accuracy: number | null
    }
  /** It went back to `step`: what came after is no longer part of it. */
  | { readonly event: 'returned'; readonly step: number; readonly from: number }
  /** It was lost at step `from`, and went on from `step`. */
  | { readonly event: 'recovered'; readonly step: number; readonly from: number; readonly reason: RecoveryReason }

/** A state of a run that is kept. */
export interface SnapshotInfo {
  /** Its name among the files of the run. */
  readonly file: string
  readonly step: number
  /** Milliseconds since 1970. */
  readonly savedAt: number
  readonly bytes: number
  /** `state`: everything, training can go on from it; `networks`: what pictures and features need; `pictures`: the sample wall and the rotation panel only. */
  readonly content: 'state' | 'networks' | 'pictures'
}

/** Whether the step can be drawn from; else only its pictures are kept. */
export function hasNetworks({ content }: Pick<SnapshotInfo, 'content'>): boolean {
  return content !== 'pictures'
}

/** The step with the lowest kernel distance. */
export interface BestSnapshot {
  readonly file: string
  readonly step: number
  readonly kid: number
  readonly network: string
}

/** A kept run, for the list. */
export interface RunSummary {
  /** Never changes; safe as a folder's name. */
  readonly id: string
  /** Chosen by a person; at first the name of its images. */
  readonly name: string
  readonly images: RunImages
  /** The settings as they are now. */
  readonly config: RunConfig
  readonly step: number
  readonly elapsedSeconds: number
  readonly createdAt: number
  readonly savedAt: number
  readonly best: BestSnapshot | null
  readonly bytes: number
  /** How many of these bytes go where all snapshots but the last and the best are dropped. */
  readonly thinnable: number
  /** The first samples of its last wall; null where it has none. */
  readonly picture: Pictures | null
  readonly device: DeviceRecord | null
  readonly origin: RunOrigin | null
  /** Whether training can go on from it. */
  readonly resumable: boolean
  /** A tab trains it at this moment. */
  readonly inUse: boolean
  /** When it was last saved as a project file; null: never. */
  readonly exportedAt: number | null
}

/** A kept run of which no save can be read. */
export interface DamagedRun {
  readonly id: string
  /** Why, for a person. */
  readonly sentence: string
}

/** The runs that this browser keeps, the last saved first. */
export interface StoredRuns {
  readonly runs: readonly RunSummary[]
  /** They are only deleted when a person says so. */
  readonly damaged: readonly DamagedRun[]
  /** Bytes that all data of this page uses and that the browser grants; null where it does not say. */
  readonly storage: { readonly used: number; readonly granted: number } | null
  /** Why runs cannot be kept or listed here, or the last change failed, for a person; null where all is well. */
  readonly problem: string | null
}

/** A kept run with its history, to be looked at and compared. */
export interface RunHistory {
  readonly summary: RunSummary
  /** What is part of it now: what came after a step to which it returned is dropped. */
  readonly events: readonly RunEvent[]
  /** The last sample wall; null where there is none. */
  readonly wall: SampleGrid | null
}

/** Pictures of a snapshot as they were when it was kept, of the seeds of the wall. */
export interface SnapshotPictures {
  readonly step: number
  readonly wall: SampleGrid | null
  readonly panel: RotationPanel | null
}

/** A save that is complete. */
export interface SaveReport {
  readonly step: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly bytes: number
  /** Seconds that training waited for it, and until it was complete. */
  readonly seconds: { readonly waited: number; readonly total: number }
}

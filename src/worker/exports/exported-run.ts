// What a file is made from: the run that is trained or shown on the page, as it is now or at a kept snapshot.
import type { InferenceGenerator } from '../../gan/inference.ts'
import type { SnapshotPictures } from '../../spec/runs.ts'
import type { RunRecord } from '../../store/stored-run.ts'
import type { OnDevice } from './restored-networks.ts'

export interface ExportedRun {
  /** What is kept of it; null: nothing is, or not yet. */
  record(): Promise<Pick<RunRecord, 'id' | 'name' | 'images' | 'snapshots'> | null>
  /** A checkpoint as gan/checkpoint.ts writes it. @param file null: as the run is now. @throws CancelledError where it ends before */
  state(file: string | null): Promise<Uint8Array<ArrayBuffer>>
  /** The averaged generator of a run that is trained, as it is now; null where its networks are not on the device. @throws as `state` */
  readonly generator: (() => Promise<InferenceGenerator>) | null
  /** Those that a snapshot keeps. */
  pictures(file: string): Promise<SnapshotPictures>
  /** @throws CancelledError where the run has ended */
  readonly onDevice: OnDevice
}

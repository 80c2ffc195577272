// State of how the current run is kept in this browser.
import type { SaveReport } from '../../spec/runs.ts'

export interface KeepSlice {
  /** Of the kept run; null where the current run is not kept, or there is none. */
  readonly id: string | null
  /** The last completed save. */
  readonly saved: SaveReport | null
  /** Why the run is not kept, or the last save failed; null where all is well. */
  readonly problem: string | null
}

export const initialKeep: KeepSlice = { id: null, saved: null, problem: null }

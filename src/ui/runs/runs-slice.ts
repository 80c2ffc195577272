// State of the runs that this browser keeps: their list, and those that are being compared.
import type { RunHistory, StoredRuns } from '../../spec/runs.ts'

export interface RunsSlice {
  readonly stored: StoredRuns
  /** Histories that were read, by the id of their run. */
  readonly histories: Readonly<Record<string, RunHistory>>
}

export const initialRuns: RunsSlice = { stored: { runs: [], storage: null, problem: null }, histories: {} }

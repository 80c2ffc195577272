// The images: what is open, what is being prepared, and what was not taken.
import type { DataSource } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { DatasetSummary, Failure, ImportProgress, RejectedFile } from '../../spec/report.ts'

export interface OpenRequest {
  readonly id: number
  readonly source: DataSource
  readonly size: RunConfig['size']
}

export interface DataSlice {
  /** The last id given to an `open` command. */
  readonly lastId: number
  /** What was chosen last; back to what is open where that could not be prepared. */
  readonly wanted: DataSource | null
  readonly opening: (OpenRequest & { readonly progress: ImportProgress | null }) | null
  readonly opened: (OpenRequest & { readonly summary: DatasetSummary }) | null
  /** Of the last import, whether it succeeded or not. */
  readonly rejected: readonly RejectedFile[]
  readonly failure: Failure | null
}

export const initialData: DataSlice = { lastId: 0, wanted: null, opening: null, opened: null, rejected: [], failure: null }

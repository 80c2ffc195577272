// The images: what is open, what is being prepared, and what was not taken.
import type { DataSource } from '../../protocol.ts'
import type { Preparation } from '../../spec/config.ts'
import type { Finding } from '../../spec/files.ts'
import type { DatasetSummary, Failure, ImportProgress, KeptSets } from '../../spec/report.ts'

export interface OpenRequest {
  readonly id: number
  readonly source: DataSource
  readonly preparation: Preparation
}

export interface OpenedSet extends OpenRequest {
  readonly summary: DatasetSummary
  readonly leftOut: ReadonlySet<number>
  /** What is seen in the images was measured on others than those taken now, and is being measured again. */
  readonly warningsPending: boolean
}

/** Where `progress` is null, nothing has been heard yet. */
export interface Opening extends OpenRequest {
  readonly progress: ImportProgress | null
  /** 0 to 1, of the whole import. */
  readonly share: number
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
}

/** Where all cannot stand beside each other, this comes first. */
export type ReviewTab = 'images' | 'findings'

/** Images that were all taken, or all left out. */
export interface ImageChoice {
  readonly images: readonly number[]
  readonly taken: boolean
}

export interface DataSlice {
  /** The last id given to an `open` command. */
  readonly lastId: number
  /** What was chosen last; back to what is open where that could not be prepared. */
  readonly wanted: DataSource | null
  readonly opening: Opening | null
  readonly opened: OpenedSet | null
  /** What is looked through of the open images; null while that is closed. */
  readonly review: ReviewTab | null
  /** What the last choice for all shown images has changed, to be undone; null where there is none. */
  readonly lastChoice: ImageChoice | null
  /** Of the last import, whether it succeeded or not. */
  readonly findings: readonly Finding[]
  readonly failure: Failure | null
  readonly kept: KeptSets
}

export interface OpenedKept extends OpenedSet {
  readonly source: Extract<DataSource, { kind: 'kept' }>
}

function isKept(opened: OpenedSet): opened is OpenedKept {
  return opened.source.kind === 'kept'
}

/** The kept set that is open: whatever the settings say, its images stay as they were prepared. */
export function openedKeptSet({ opening, opened }: DataSlice): OpenedKept | null {
  return opening === null && opened !== null && isKept(opened) ? opened : null
}

const NOTHING_KEPT: KeptSets = { sets: [], storage: null, problem: null }

export const initialData: DataSlice = {
  lastId: 0,
  wanted: null,
  opening: null,
  opened: null,
  review: null,
  lastChoice: null,
  findings: [],
  failure: null,
  kept: NOTHING_KEPT,
}

/** Findings of the open set beyond those that the trainer has sent: of a long list it sends the first ones only. */
export function unlistedFindings({ opened }: Pick<DataSlice, 'opened'>): number {
  if (opened === null) return 0
  const all = Object.values(opened.summary.findingCounts).reduce((sum, count) => sum + count, 0)
  return all - opened.summary.findings.length
}

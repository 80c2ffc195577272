// State of the images: the open set, the import that is running, and the kept sets.
import type { DataSource } from '../../protocol.ts'
import type { Preparation } from '../../spec/config.ts'
import type { Finding } from '../../spec/files.ts'
import type { DatasetSummary, ImportProgress, KeptSets } from '../../spec/image-set.ts'
import type { Failure } from '../../spec/report.ts'
import { memoizeLast } from '../shared/memoize-last.ts'

export interface OpenRequest {
  readonly id: number
  readonly source: DataSource
  readonly preparation: Preparation
}

export interface OpenedSet extends OpenRequest {
  readonly summary: DatasetSummary
  readonly leftOut: ReadonlySet<number>
  /** The warnings were measured before images were included or left out, and are being measured again. */
  readonly warningsPending: boolean
}

/** `progress` is null until the trainer's first report. */
export interface Opening extends OpenRequest {
  readonly progress: ImportProgress | null
  /** 0 to 1, of the whole import. */
  readonly share: number
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
}

/** The part of the review that a narrow page shows first. */
export type ReviewTab = 'images' | 'findings'

/** Images that were included together, or left out together. */
interface ImageChoice {
  readonly images: readonly number[]
  readonly taken: boolean
}

export interface DataSlice {
  /** The last id given to an `open` command. */
  readonly lastId: number
  /** The last choice; reset to the open set if the import fails. */
  readonly wanted: DataSource | null
  readonly opening: Opening | null
  readonly opened: OpenedSet | null
  /** The first tab of the review dialog; null while it is closed. */
  readonly review: ReviewTab | null
  /** Images changed by the last bulk choice, for Undo. */
  readonly lastChoice: ImageChoice | null
  /** Findings of the last import, whether or not it succeeded. */
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

/** The open set if it is a kept one, whose images cannot follow the settings. */
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

const NONE_LEFT_OUT: ReadonlySet<number> = new Set()

/** Images that training does not see, by number. */
export function leftOutImages({ data: { opened } }: { readonly data: DataSlice }): ReadonlySet<number> {
  return opened?.leftOut ?? NONE_LEFT_OUT
}

const without = memoizeLast((prepared: number, leftOut: ReadonlySet<number>): readonly number[] =>
  Array.from({ length: prepared }, (_, image) => image).filter((image) => !leftOut.has(image)),
)

/** Images that training sees, by number. */
export function takenImages(state: { readonly data: DataSlice }): readonly number[] {
  return without(state.data.opened?.summary.prepared ?? 0, leftOutImages(state))
}

/** Number of findings that the trainer has not sent yet: it sends long lists in parts. */
export function unlistedFindings({ opened }: Pick<DataSlice, 'opened'>): number {
  if (opened === null) return 0
  return countFindings(opened.summary) - opened.summary.findings.length
}

/** Of all kinds. */
export function countFindings({ findingCounts }: Pick<DatasetSummary, 'findingCounts'>): number {
  return Object.values(findingCounts).reduce((sum, count) => sum + count, 0)
}

// What an import reports: findings about single files, and warnings about the whole set. Also the handles of picked folders.
import type { LabelSource } from './classes.ts'
import type { RunConfig } from './config.ts'
import type { Pictures } from './image-block.ts'

interface FindingKindInfo {
  readonly label: string
  /** Whether the file became an image all the same, so that a person can decide. */
  readonly image: boolean
  /** Whether the image is left out until a person takes it. */
  readonly leftOut: boolean
}

/** Kinds of findings, in the order a person should look at them. */
export const FINDING_KINDS = {
  damaged: { label: 'Damaged', image: false, leftOut: true },
  unknown: { label: 'Of a kind that is not read', image: false, leftOut: true },
  unfit: { label: 'Too small or too large', image: false, leftOut: true },
  unreadable: { label: 'Could not be read', image: false, leftOut: true },
  plain: { label: 'Nearly one colour', image: true, leftOut: true },
  duplicate: { label: 'Exact copy', image: true, leftOut: true },
  similar: { label: 'Nearly the same', image: true, leftOut: true },
  changed: { label: 'Taken with a change', image: true, leftOut: false },
} as const satisfies Record<string, FindingKindInfo>

export type FindingKind = keyof typeof FINDING_KINDS
export const FINDING_KIND_NAMES = Object.keys(FINDING_KINDS) as readonly FindingKind[]

/** Findings that are shown at first, and how many more each time a person asks: tens of thousands at once would block the page. */
export const FINDINGS_AT_ONCE = 2000

export interface Finding {
  readonly path: string
  readonly kind: FindingKind
  /** For a person: what is wrong, and what to do about it where that is possible. */
  readonly sentence: string
  /** Which image of the set it became; null where it became none. */
  readonly image: number | null
}

/** Something about the whole set that would harm training, with evidence and a remedy. */
export interface SetWarning {
  readonly kind: 'levels' | 'bars' | 'mark' | 'symmetric' | 'few' | 'losses'
  readonly title: string
  /** What was measured, in a sentence with its figures. */
  readonly evidence: string
  /** Examples. */
  readonly pictures: Pictures | null
  /** Settings that help, applied by one click; null where only the person can help. */
  readonly remedy: { readonly label: string; readonly changes: Partial<RunConfig> } | null
}

/** Warnings that depend on counts only; measuring the others takes a moment. */
export const COUNTED_WARNINGS: ReadonlySet<SetWarning['kind']> = new Set(['few', 'losses'])

/** The labels of a set, of the images that training sees. */
export interface SetLabels {
  readonly source: LabelSource
  readonly names: readonly string[]
  /** Images of each. */
  readonly counts: readonly number[]
  /** Images without one. */
  readonly unlabelled: number
}

/** A folder that a person has picked, which may be read again; a DOM FileSystemDirectoryHandle is one. */
export interface FolderHandle {
  readonly kind: 'directory'
  readonly name: string
  values(): AsyncIterable<FolderHandle | FileHandle>
}

export interface FileHandle {
  readonly kind: 'file'
  readonly name: string
  getFile(): Promise<FileLike>
}

/** A DOM Blob is one. */
export interface BlobLike {
  readonly size: number
  readonly type: string
}

/** A DOM File is one. */
export interface FileLike {
  readonly name: string
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

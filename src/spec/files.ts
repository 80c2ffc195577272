// What is told of a person's files: what became of each that needs a word, and what the whole set would teach wrongly.
import type { RunConfig } from './config.ts'
import type { Pictures } from './image-block.ts'

interface KindOfFinding {
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
} as const satisfies Record<string, KindOfFinding>

export type FindingKind = keyof typeof FINDING_KINDS
export const FINDING_KIND_NAMES = Object.keys(FINDING_KINDS) as readonly FindingKind[]

/** So many findings are told at first, and so many more whenever a person asks: a list of tens of thousands would hold the page up. */
export const FINDINGS_AT_ONCE = 2000

/** What there is to say of one file. */
export interface Finding {
  readonly path: string
  readonly kind: FindingKind
  /** For a person: what is the matter, and what to do where something can be done. */
  readonly sentence: string
  /** Which image of the set it became; null where it became none. */
  readonly image: number | null
}

/** Something about the whole set that training would suffer from, with what shows it and what helps. */
export interface SetWarning {
  readonly kind: 'levels' | 'bars' | 'mark' | 'symmetric' | 'few' | 'losses'
  readonly title: string
  /** What was measured, in a sentence with its figures. */
  readonly evidence: string
  /** What to look at, such as the places that give the turn away. */
  readonly pictures: Pictures | null
  /** Settings that help, applied by one click; null where only the person can help. */
  readonly remedy: { readonly label: string; readonly changes: Partial<RunConfig> } | null
}

/** What files and images are counted for; the other warnings are about what is seen in the images, which takes a moment. */
export const COUNTED_WARNINGS: ReadonlySet<SetWarning['kind']> = new Set(['few', 'losses'])

/** Names of sub-folders as labels: for scores only, the GAN never sees them. */
export interface SetLabels {
  readonly names: readonly string[]
  /** Images of each. */
  readonly counts: readonly number[]
}

/** A folder on a person's disk that the browser lets be read again; a DOM FileSystemDirectoryHandle is one. */
export interface FolderHandle {
  readonly kind: 'directory'
  readonly name: string
  values(): AsyncIterable<FolderHandle | FileHandle>
}

export interface FileHandle {
  readonly kind: 'file'
  readonly name: string
  getFile(): Promise<HandedFile>
}

/** A DOM File is one. */
export interface HandedFile {
  readonly name: string
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

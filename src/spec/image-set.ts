// What is reported about sets of images: the open set, the progress of an import, and the sets that the browser keeps.
import type { Preparation } from './config.ts'
import type { Finding, FindingKind, FolderHandle, SetLabels, SetWarning } from './files.ts'
import type { Pictures } from './image-block.ts'

/** A prepared set of training images. */
export interface DatasetSummary {
  /** Such as "builtin:shapes" or the name of the folder. */
  readonly name: string
  readonly label: string
  /** Images that training sees. */
  readonly count: number
  /** Those, and the ones left out that a person may include. */
  readonly prepared: number
  /** Left out by a person's own choice, made now or when the same images were prepared before. */
  readonly leftOutByHand: number
  readonly size: number
  readonly channels: 1 | 3
  /** The first images that training sees, as the networks will see them. */
  readonly preview: Pictures
  readonly labels: SetLabels | null
  /** How many findings there are of each kind. */
  readonly findingCounts: Readonly<Partial<Record<FindingKind, number>>>
  /** The first of them: there may be tens of thousands. */
  readonly findings: readonly Finding[]
  /** What a person should know before training on it, most pressing first. */
  readonly warnings: readonly SetWarning[]
}

/** A prepared set that this browser keeps. */
export interface KeptSet {
  readonly key: string
  readonly name: string
  /** Its first image. */
  readonly picture: Pictures
  /** Images that training sees. */
  readonly count: number
  readonly size: number
  readonly channels: 1 | 3
  readonly preparation: Preparation
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly savedAt: number
  /** Where its images come from, to be read again once the person allows it; null where the browser does not let folders be kept. */
  readonly folder: FolderHandle | null
}

export interface KeptSets {
  readonly sets: readonly KeptSet[]
  /** Bytes that all data of this page uses and that the browser grants; null where it does not say. */
  readonly storage: { readonly used: number; readonly granted: number } | null
  /** Why the last set could not be kept or the sets cannot be listed, for a person; null where all is well. */
  readonly problem: string | null
}

export interface ImportProgress {
  readonly done: number
  readonly total: number
  /** Files that became no image. */
  readonly rejected: number
  /** Share of the images that have been looked over, once all are prepared; null before. */
  readonly examined: number | null
}

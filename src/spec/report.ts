// What a run tells about itself: plain data that can cross a Worker's border or become a line of JSON.
import type { Backend } from './backends.ts'
import type { Preparation } from './config.ts'
import type { Finding, FindingKind, FolderHandle, SetLabels, SetWarning } from './files.ts'

export type RunState = 'idle' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed'

/** What a run makes no step for. */
export type WaitReason = 'score' | 'analysis' | 'other'

/** Means over the steps since the last report. */
export interface StepReport {
  /** Generator updates done. */
  readonly step: number
  /** Real images the discriminator has seen (upright ones). */
  readonly imagesSeen: number
  /** What the steps measured, by name (losses, mean logits, accuracies); null where these settings measure nothing. */
  readonly statistics: Readonly<Record<string, number | null>>
  readonly stepsPerSecond: number
  /** Seconds spent training: pauses do not count. */
  readonly elapsedSeconds: number
}

/** RGBA pictures of one size, one behind the other: [count, size, size, 4]. */
export interface Pictures {
  readonly count: number
  readonly size: number
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

/** Samples on the wall at a time. */
export const WALL_LENGTH = 64

/** Pictures of the EMA generator. Cell i is made from seed `seeds[i]` and can be made again. */
export interface SampleGrid {
  readonly step: number
  readonly seeds: readonly number[]
  readonly pictures: Pictures
}

/** A few real images in their four quarter turns and what D makes of each. */
export interface RotationPanel {
  readonly step: number
  /** Image i in turn r is picture 4i + r. */
  readonly pictures: Pictures
  /** For each picture D's probability of 0, 90, 180 and 270 degrees. */
  readonly probabilities: readonly (readonly [number, number, number, number])[]
}

export type InterpolationMethod = 'lerp' | 'slerp'

/** Pictures from the sample of seed `a` to that of seed `b`. */
export interface Interpolation {
  readonly step: number
  readonly a: number
  readonly b: number
  readonly pictures: Pictures
}

/** The device in words, and what is worth knowing about it. */
export interface DeviceInfo {
  readonly backend: Backend
  /** For people, such as "Apple M2" or "SwiftShader". */
  readonly name: string
  /** A processor that imitates a GPU: correct and slow. */
  readonly software: boolean
  /** Of the processor, on WebAssembly; 1 on all others. */
  readonly threads: number
  readonly f16: boolean
  readonly subgroups: boolean
  /** Why this is not the fast path, or null. */
  readonly notice: string | null
}

/** A prepared set of training images. */
export interface DatasetSummary {
  /** Such as "builtin:shapes" or the name of the folder. */
  readonly name: string
  readonly label: string
  /** Images that training sees. */
  readonly count: number
  /** Those, and the ones left out that a person may take. */
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
  /** The first of them: a list of tens of thousands helps nobody. */
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
  /** What all of this page's data takes of what the browser grants, in bytes; null where it does not tell. */
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

export type FailureReason = 'device-lost' | 'wrong-device' | 'out-of-memory' | 'not-finite' | 'bad-data' | 'worker-lost' | 'internal'

/** Why something stopped, in plain words, and what to do next. */
export interface Failure {
  readonly reason: FailureReason
  readonly message: string
  readonly advice: string
  /** What the browser or the driver said, in its own words: for a report, never instead of the message. */
  readonly detail?: string
}

// What a run reports: plain data that can be sent to a Worker or become a line of JSON.
import type { Pictures } from './image-block.ts'

/** `viewing`: a kept run or the example is shown, and cannot be trained on as it is. */
export type RunState = 'idle' | 'viewing' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed'

/** Why a run makes no step at the moment. */
export type WaitReason = 'score' | 'analysis' | 'labels' | 'other'

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

/** Samples on the wall at a time. */
export const WALL_LENGTH = 64

/** Pictures of the EMA generator. Cell i is made from seed `seeds[i]` and can be made again. */
export interface SampleGrid {
  readonly step: number
  readonly seeds: readonly number[]
  /** The class of each cell; absent where the run has none. */
  readonly classes?: readonly number[]
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

type FailureReason = 'device-lost' | 'wrong-device' | 'out-of-memory' | 'not-finite' | 'bad-data' | 'worker-lost' | 'internal'

/** Why something stopped, in plain words, and what to do next. */
export interface Failure {
  readonly reason: FailureReason
  readonly message: string
  readonly advice: string
  /** What the browser or the driver said, in its own words: for a report, never instead of the message. */
  readonly detail?: string
}

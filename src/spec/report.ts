// What a run tells about itself: plain data that can cross a Worker's border or become a line of JSON.

export type RunState = 'idle' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed'

/** Means over the steps since the last report. */
export interface StepReport {
  /** Generator updates done. */
  readonly step: number
  /** Real images the discriminator has seen (upright ones). */
  readonly imagesSeen: number
  readonly lossD: number
  readonly lossDAdversarial: number
  readonly lossDRotation: number
  readonly lossG: number
  readonly lossGAdversarial: number
  readonly lossGRotation: number
  /** Mean logit of D on real and on fake images. */
  readonly dReal: number
  readonly dFake: number
  /** Share of quarter turns D tells right, chance is 0.25; null where the run turns no images. */
  readonly rotationAccuracyReal: number | null
  readonly rotationAccuracyFake: number | null
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

/** The device in words, and what is worth knowing about it. */
export interface DeviceInfo {
  readonly backend: 'webgpu' | 'webgl' | 'cpu'
  /** For people, such as "Apple M2" or "SwiftShader". */
  readonly name: string
  /** A processor that imitates a GPU: correct and slow. */
  readonly software: boolean
  readonly f16: boolean
  readonly subgroups: boolean
  /** Why this is not the fast path, or null. */
  readonly notice: string | null
}

/** A file that was not taken, and why. */
export interface RejectedFile {
  readonly path: string
  readonly reason: string
}

/** A prepared set of training images. */
export interface DatasetSummary {
  /** Such as "builtin:shapes" or the name of the folder. */
  readonly name: string
  readonly label: string
  readonly count: number
  readonly size: number
  readonly channels: 1 | 3
  /** The first images, as the networks will see them. */
  readonly preview: Pictures
  readonly rejected: readonly RejectedFile[]
  /** What a person should know before training on it, such as too few images. */
  readonly advice: readonly string[]
}

export interface ImportProgress {
  readonly done: number
  readonly total: number
  readonly rejected: number
}

export type FailureReason = 'device-lost' | 'wrong-device' | 'out-of-memory' | 'not-finite' | 'bad-data' | 'worker-lost' | 'internal'

/** Why something stopped, in plain words, and what to do next. */
export interface Failure {
  readonly reason: FailureReason
  readonly message: string
  readonly advice: string
}

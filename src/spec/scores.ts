// What scores tell: plain data that can cross a Worker's border or become a line of JSON.

/** Whether the samples are copies of training images: [count] distances in the features' space, as medians. */
export interface Memorisation {
  /** Median distance from a sample to its nearest training image. */
  readonly samples: number
  /** Median distance from a held-out image to its nearest training image: what an honest newcomer has. */
  readonly heldOut: number
  /** Share of samples nearer to a training image than all but 5 % of the held-out images are; about 0.05 where nothing is copied. */
  readonly copied: number
}

/** What sets of generated and of real images have to do with each other. What cannot be given is null, and `missing` says why. */
export interface Scores {
  /** Images of each side. */
  readonly count: number
  /** Fréchet distance of the features [Heusel et al. 2017, eq. 6]. */
  readonly fid: number | null
  /** The Fréchet distance of real images to other real ones, `floorCount` on each side: nothing can be told apart below it. */
  readonly fidFloor: number | null
  readonly floorCount: number
  /** Kernel distance of the features [Bińkowski et al. 2018, §4] and its standard error. */
  readonly kid: number | null
  readonly kidStderr: number | null
  /** Share of samples that look real, share of real images the samples cover [Kynkäänniemi et al. 2019]. */
  readonly precision: number | null
  readonly recall: number | null
  /** Their robust companions [Naeem et al. 2020]; density may pass 1. */
  readonly density: number | null
  readonly coverage: number | null
  readonly memorisation: Memorisation | null
  /** Mean MS-SSIM of pairs of samples, and of real images: higher than theirs means less variety. */
  readonly similarity: { readonly samples: number; readonly real: number } | null
  /** Sentences for a person: what is not given, and why. */
  readonly missing: readonly string[]
}

/** A score of a run. */
export interface ScoreReport extends Scores {
  readonly step: number
  /** Such as "MobileNetV2": numbers in the features of different networks cannot be compared. */
  readonly network: string
  /** Seconds that training waited, and that the numbers took beside it. */
  readonly seconds: { readonly features: number; readonly numbers: number }
  /** Of the samples the first few, and the training image nearest to each, as numbers of the open set. */
  readonly nearest: readonly { readonly seed: number; readonly image: number; readonly distance: number }[]
}

/** How far a score is. */
export interface ScoreProgress {
  readonly phase: 'real' | 'samples' | 'numbers'
  /** 0 to 1, of this phase. */
  readonly share: number
}

// What scores tell: plain data that can cross a Worker's border or become a line of JSON.

/** Whether the samples are copies of training images; how it is measured stands in core/metrics/nearest.ts. */
export interface Memorisation {
  /** Share of samples that stand out nearer to a training image than all but about a twentieth of the held-out images do. */
  readonly copiedShare: number
  /** What `copiedShare` is in the mean for a generator that copies nothing. What is above it is the share of copies. */
  readonly expectedShare: number
  /**
   * By how much `copiedShare` differs from that by chance, as a standard deviation, with samples that do not depend on each other: those of
   * a collapsed generator do. A few of them are hardly chance, but very dull samples reach them.
   */
  readonly expectedDeviation: number
  /**
   * Median plain distance of the samples to training images over that of the held-out images. By itself it proves nothing: below 1 are
   * copies and dull samples, above 1 samples unlike any image.
   */
  readonly distanceRatio: number
}

export type ScoreName = 'fid' | 'fidFloor' | 'kid' | 'precisionRecall' | 'densityCoverage' | 'memorisation' | 'similarity'

/** What generated images have to do with real ones, in the features of one network. What cannot be given is null, and `missing` says why. */
export interface Scores {
  readonly counts: { readonly real: number; readonly fake: number; readonly training: number; readonly heldOut: number }
  /** Fréchet distance [Heusel et al. 2017, eq. 6]. */
  readonly fid: number | null
  /** The same of `fidFloorCount` of the real images to as many others: comparable only with a `fid` of that many images. */
  readonly fidFloor: number | null
  readonly fidFloorCount: number
  /**
   * What a perfect generator would score with the counts of `fid`: the floor, which falls as one over the count [Chong and Forsyth 2020,
   * "Effectively unbiased FID and Inception score"], brought to the mean of 1 / real and 1 / fake. An estimate, and what `fid` is to be held
   * against.
   */
  readonly fidFloorAtCounts: number | null
  /** Squared kernel distance and its standard error [Bińkowski et al. 2018, §4]; a perfect generator scores 0 in the mean. */
  readonly kid: number | null
  readonly kidStderr: number | null
  /** Share of samples that look real, share of real images that samples cover [Kynkäänniemi et al. 2019]. */
  readonly precision: number | null
  readonly recall: number | null
  /** Their robust companions [Naeem et al. 2020]; density may pass 1. */
  readonly density: number | null
  readonly coverage: number | null
  readonly memorisation: Memorisation | null
  /** Mean MS-SSIM of pairs of samples and of pairs of real images: the higher of the two is the less varied. */
  readonly similarity: { readonly fake: number; readonly real: number } | null
  /** For each score that is null the reason, as a sentence. */
  readonly missing: Readonly<Partial<Record<ScoreName, string>>>
}

/** A score of a run. */
export interface ScoreReport extends Scores {
  readonly step: number
  /** Such as "MobileNetV2": numbers in the features of different networks cannot be compared. */
  readonly network: string
  /**
   * Seconds that the features took, between two steps, and the numbers beside training. `real` is the part of the features that later
   * scores of the same run are spared: its real images are looked at once.
   */
  readonly seconds: { readonly features: number; readonly real: number; readonly numbers: number }
  /** Of the samples the first few, and the training image nearest to each, as numbers of the open set. */
  readonly nearest: readonly { readonly seed: number; readonly image: number; readonly distance: number }[]
}

/** How far a score is. */
export interface ScoreProgress {
  /** The numbers are worked out beside training; for the others it waits. */
  readonly phase: 'real' | 'drawing' | 'samples' | 'numbers'
  /** 0 to 1, of the whole score. It never falls. */
  readonly share: number
  /** Seconds until it is there; null while it is too early to say. */
  readonly left: number | null
  /** Seconds that training still waits. */
  readonly waits: number | null
}

/** What a feature network takes bytes for; a model does not tell what it was trained on. A byte becomes byte · scale + offset. */
export const PIXEL_RANGES = {
  'zero-one': { label: '0 to 1', scale: 1 / 255, offset: 0 },
  'minus-one-one': { label: '−1 to 1', scale: 2 / 255, offset: -1 },
  bytes: { label: '0 to 255', scale: 1, offset: 0 },
} as const satisfies Record<string, { readonly label: string; readonly scale: number; readonly offset: number }>
export type PixelRange = keyof typeof PIXEL_RANGES

export function isPixelRange(name: string): name is PixelRange {
  return Object.hasOwn(PIXEL_RANGES, name)
}

// Scores of generated images: the table of all of them, and what a score of a run consists of, as plain data that can be sent to a Worker or become a
// line of JSON.

/** Whether the samples are copies of training images; how it is measured stands in eval/metrics/nearest.ts. */
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

/** How the samples of one class compare with the real images of that class. What there are too few images for is null. */
export interface ClassScore {
  readonly name: string
  /** Images of it among the real ones that are compared, and samples that were drawn of it. */
  readonly real: number
  readonly fake: number
  /** Share of its samples that the classifier of `classAccuracy` takes for it; null where it has no samples, or the classifier does not know it. */
  readonly accuracy: number | null
  /** The kernel distance of the samples to the real images of the class. */
  readonly kid: number | null
  readonly kidStderr: number | null
  /** Mean distance of two of its samples, in the features, over that of two of its real images: 1 is as varied, 0 the same picture again and again. */
  readonly diversity: number | null
}

/** A number that a score gives. Its key is its name in lines of JSON and in CSV files. */
interface ScoreValue {
  readonly label: string
  /** What it means and where it fails. */
  readonly help: string
  /** How it is written where it stands by itself: a share of 1 as a percentage, or a plain number; and what it is, in a few words. */
  readonly tile?: { readonly format: 'share' | 'number'; readonly hint: string }
}

/**
 * Every score: the values that it gives, or for which it says in one sentence why it cannot give them. Page, command line, JSON and CSV
 * derive from this table. A new score is a row here, a file in eval/metrics and its line in eval/metrics/registry.ts.
 */
export const SCORES = {
  fid: {
    /** Fréchet distance [Heusel et al. 2017, eq. 6]. */
    fid: {
      label: 'FID',
      help: 'The older distance: it compares mean and covariance of the features. Lower is better. With few images it is biased upwards, so compare it only at the same number of images, and never with papers, whose network is Inception. Even a perfect generator does not reach 0; what it would reach is estimated by comparing real images with other real ones.',
    },
  },
  fidFloor: {
    /** The Fréchet distance of `fidFloorCount` real images to as many other real ones: comparable only with a `fid` of that many images. */
    fidFloor: { label: 'FID of real images', help: 'The same distance between two halves of the real images.' },
    /**
     * What a perfect generator would score with the counts of `fid`: the floor, which falls as one over the count [Chong and Forsyth 2020,
     * "Effectively unbiased FID and Inception score"], brought to the mean of 1 / real and 1 / fake. An estimate, to compare `fid` with.
     */
    fidFloorAtCounts: { label: 'FID of a perfect generator', help: 'An estimate of what a perfect generator would reach.' },
  },
  kid: {
    /** Squared kernel distance [Bińkowski et al. 2018, §4]; a perfect generator scores 0 in the mean. */
    kid: {
      label: 'KID',
      help: 'How far the samples are from the real images in what the network sees. Lower is better, 0 is as good as real. The number after ± is the standard error: a smaller difference is not significant. It is unbiased with few images too, and may fall below 0 by chance. Values in the features of other networks, such as those in papers, are not comparable.',
    },
    kidStderr: { label: 'Standard error of KID', help: 'A smaller difference of two kernel distances says nothing.' },
  },
  precisionRecall: {
    /** Share of samples that look real, share of real images that samples cover [Kynkäänniemi et al. 2019]. */
    precision: {
      label: 'Precision',
      help: 'Share of samples that lie where real images lie. High precision with low recall: good images, but little variety. A few outliers among the real images inflate it; density is more robust.',
      tile: { format: 'share', hint: 'samples that look real' },
    },
    recall: {
      label: 'Recall',
      help: 'Share of real images that lie where samples lie. When it is low, whole kinds of images are never generated. Outliers among the samples inflate it; coverage is more robust.',
      tile: { format: 'share', hint: 'variety that is reached' },
    },
  },
  densityCoverage: {
    /** More robust variants of the two [Naeem et al. 2020]; density may be above 1. */
    density: {
      label: 'Density',
      help: 'How many neighbourhoods of real images contain a sample, relative to the expected number. About 1 is right; above 1 the samples concentrate where real images are most common.',
      tile: { format: 'number', hint: '1 is like real images' },
    },
    coverage: {
      label: 'Coverage',
      help: 'Share of real images with a sample among their nearest. Even perfect samples miss a few. It depends on the number of images: compare it only at the same one.',
      tile: { format: 'share', hint: 'real images reached' },
    },
  },
  memorisation: {
    memorisation: {
      label: 'Copies',
      help: 'A sample counts as a possible copy when its nearest training image is much nearer than the following ones, as it is for only a twentieth of unseen images; the tick marks that expected share. A generator of noise copies nothing either, and very uniform samples may look like copies: read it together with the other scores.',
    },
  },
  similarity: {
    /** Mean MS-SSIM of pairs of samples and of pairs of real images: the higher of the two is the less varied. */
    similarity: {
      label: 'Alikeness (MS-SSIM)',
      help: 'How similar two images are on average, from 0 to 1, in their structure at several sizes. When samples are more alike than real images, the generator repeats itself. It does not know what the images show.',
    },
  },
  /** Only where samples are drawn of a class: GAN-test [Shmelkov, Schmid and Alahari 2018, "How good is my GAN?"]. */
  classAccuracy: {
    classAccuracy: {
      label: 'Class accuracy',
      help: 'Share of the samples that show the class they were asked for, as a classifier sees it that has learnt the classes from real images. Compare it with what the same classifier reaches on real images that it has not learnt from: more cannot be expected. It says nothing of variety: the same good picture again and again is right each time.',
    },
    /** Of the 95 % interval [Wilson 1927]. */
    classAccuracyLow: { label: 'Class accuracy, lower end', help: 'Lower end of its 95 % interval.' },
    classAccuracyHigh: { label: 'Class accuracy, upper end', help: 'Upper end of its 95 % interval.' },
    classAccuracyReal: {
      label: 'Class accuracy of real images',
      help: 'The share of real images, which it has not learnt from, that the same classifier takes for what they are.',
    },
    classAccuracyRealLow: { label: 'Class accuracy of real images, lower end', help: 'Lower end of its 95 % interval.' },
    classAccuracyRealHigh: { label: 'Class accuracy of real images, upper end', help: 'Upper end of its 95 % interval.' },
  },
  perClass: {
    perClass: {
      label: 'By class',
      help: 'The samples of each class beside its real images. Accuracy: the share of the samples that a classifier takes for the class. KID: how far they are from the real images of the class, 0 is as good as real. Variety: how much two samples differ, over how much two real images do; about 1 is right, and below 0.6 the generator is making the same picture again and again.',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ScoreValue>>>>

export type ScoreName = keyof typeof SCORES
export const SCORE_NAMES = Object.keys(SCORES) as readonly ScoreName[]

/** Values that are more than one number. */
interface CompoundValues {
  readonly memorisation: Memorisation
  readonly similarity: { readonly fake: number; readonly real: number }
  readonly perClass: readonly ClassScore[]
}
export type ScoreKey = { [N in ScoreName]: keyof (typeof SCORES)[N] }[ScoreName]
type ValueOf<K extends ScoreKey> = K extends keyof CompoundValues ? CompoundValues[K] : number

/** What one score gives. */
export type ValuesOf<N extends ScoreName> = { readonly [K in Extract<ScoreKey, keyof (typeof SCORES)[N]>]: ValueOf<K> }

/** All values by their keys. */
export const SCORE_VALUES = Object.fromEntries(Object.values(SCORES).flatMap((values) => Object.entries(values))) as {
  readonly [K in ScoreKey]: ScoreValue
}

/** Values that are one number, in the order of the table. */
export type NumberKey = Exclude<ScoreKey, keyof CompoundValues>
const COMPOUND: Readonly<Record<keyof CompoundValues, true>> = { memorisation: true, similarity: true, perClass: true }
export const NUMBER_KEYS = Object.keys(SCORE_VALUES).filter((key): key is NumberKey => !Object.hasOwn(COMPOUND, key))

/** How generated images compare with real ones, in the features of one network. What cannot be given is null, and `missing` says why. */
export type Scores = { readonly [K in ScoreKey]: ValueOf<K> | null } & {
  readonly counts: { readonly real: number; readonly fake: number; readonly training: number; readonly heldOut: number }
  /** Images of each half of the real ones that `fidFloor` compares. */
  readonly fidFloorCount: number
  /** For each score that is null the reason, as a sentence. */
  readonly missing: Readonly<Partial<Record<ScoreName, string>>>
}

/** A score of a run. */
export type ScoreReport = Scores & {
  readonly step: number
  /** Such as "MobileNetV2": numbers in the features of different networks cannot be compared. */
  readonly network: string
  /**
   * Seconds that the features took, between two steps, and the numbers, computed while training went on. `real` is the part of the features that
   * later scores of the same run do not need: the features of its real images are kept.
   */
  readonly seconds: { readonly features: number; readonly real: number; readonly numbers: number }
  /** The first few samples, and the training image nearest to each, as numbers of the open set. */
  readonly nearest: readonly { readonly seed: number; readonly image: number; readonly distance: number }[]
}

/** What a score is made of, in this order. Training waits for all of it but the numbers, which are computed while it goes on. */
export const SCORE_PHASES = {
  real: 'Features of real images',
  drawing: 'Drawing samples',
  samples: 'Features of samples',
  numbers: 'Computing the scores',
} as const
export type ScorePhase = keyof typeof SCORE_PHASES

/** How far a score is. */
export interface ScoreProgress {
  readonly phase: ScorePhase
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

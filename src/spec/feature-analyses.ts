// Feature analyses: what the features of a network show about the open images. Requests and results, as plain data.
import type { Pictures } from './image-block.ts'

/** Networks that ship with the project, in addition to the run's own discriminator. */
export const FEATURE_NETWORKS = { 'mobilenet-v2': { label: 'MobileNetV2' } } as const satisfies Record<string, { readonly label: string }>
export type FeatureNetworkName = keyof typeof FEATURE_NETWORKS
/** The network of scores and analyses unless another is chosen. */
export const DEFAULT_NETWORK: FeatureNetworkName = 'mobilenet-v2'

/** Whose features: a layer of the run's discriminator, or a network that ships with the project. */
export type FeatureSource =
  | { readonly kind: 'discriminator'; readonly layer: string }
  | { readonly kind: 'network'; readonly name: FeatureNetworkName }

/** At most so many images take part: more would take minutes, and a map of more cannot be read. They are spread evenly over the set. */
export const MAX_ANALYSED_IMAGES = 5000

/** Images are numbers of the open set, as `show-images` counts them. */
export type FeatureAnalysis =
  /** The images nearest to this one. */
  | { readonly kind: 'neighbours'; readonly source: FeatureSource; readonly image: number; readonly count: number }
  /** Which training images are nearest to the sample of a seed of the current run; `class` null: it follows from the seed, or there is none. */
  | {
      readonly kind: 'sample-neighbours'
      readonly source: FeatureSource
      readonly seed: number
      readonly class: number | null
      readonly count: number
    }
  /** All images in the plane, similar ones together, and so many samples of G among them. */
  | { readonly kind: 'map'; readonly source: FeatureSource; readonly samples: number }
  /** Groups of similar images; `k` null asks for a suggestion. */
  | { readonly kind: 'clusters'; readonly source: FeatureSource; readonly k: number | null }
  /** Some images in `k` groups. `group` is the page's own number of them. */
  | {
      readonly kind: 'split'
      readonly source: FeatureSource
      readonly group: number
      readonly images: readonly number[]
      readonly k: number
    }
  /** How well a linear classifier on each layer predicts the labels; `classes` of labelled `images`, or null for the folders' names. */
  | { readonly kind: 'probe'; readonly labelled: { readonly images: readonly number[]; readonly classes: readonly string[] } | null }
  /** The confusion matrix of D's rotation head, on images held out from training. */
  | { readonly kind: 'rotations' }
  /** What a linear classifier that learnt from the labelled images takes all others for; `classes` of the labelled `images`, as indices of `names`. */
  | {
      readonly kind: 'suggestions'
      readonly source: FeatureSource
      readonly labelled: {
        readonly images: readonly number[]
        readonly classes: readonly number[]
        readonly names: readonly string[]
        /** Those of the images whose label was suggested itself and accepted unseen: they are learnt from, but say nothing of how good it is. */
        readonly accepted: readonly number[]
      }
    }

export interface Neighbours {
  readonly kind: 'neighbours'
  readonly image: number
  /** Nearest first, the image itself not among them; similarity is the cosine, 1 for the same direction. */
  readonly nearest: readonly { readonly image: number; readonly similarity: number }[]
  /** Of all images that were compared. */
  readonly meanSimilarity: number
}

export interface SampleNeighbours extends Pick<Neighbours, 'nearest' | 'meanSimilarity'> {
  readonly kind: 'sample-neighbours'
  readonly seed: number
  readonly class: number | null
}

export interface FeatureMap {
  readonly kind: 'map'
  readonly images: readonly number[]
  /** [images + samples, 2], from 0 to 1. */
  readonly positions: Float32Array<ArrayBuffer>
  readonly samples: Pictures | null
  readonly seeds: readonly number[]
}

export interface Clusters {
  readonly kind: 'clusters'
  readonly images: readonly number[]
  /** Which cluster each of them is in, from 0; the largest cluster is 0. */
  readonly assignment: readonly number[]
  readonly k: number
  /** For each cluster its most typical images, the most typical first, as numbers of the open set. */
  readonly typical: readonly (readonly number[])[]
  /** How well the clusters are separated, -1 to 1, for each k that was tried; null where a cluster holds all. */
  readonly silhouettes: readonly { readonly k: number; readonly silhouette: number | null }[]
}

/** The groups of some images, described as clusters are. */
export interface SplitGroup extends Pick<Clusters, 'images' | 'assignment' | 'k' | 'typical'> {
  readonly kind: 'split'
}

/** A linear classifier's accuracy on images it did not learn from. */
export interface ProbeRow {
  /** Which features: a layer of D as trained, the same layer untrained, the feature network, or the pixels themselves. */
  readonly features: 'trained' | 'untrained' | 'network' | 'pixels'
  /** Name of the layer or of the network. */
  readonly name: string
  readonly accuracy: number
  /** Of the 95 % interval [Wilson 1927]. */
  readonly low: number
  readonly high: number
}

export interface Probe {
  readonly kind: 'probe'
  readonly classes: readonly string[]
  readonly learnt: number
  readonly tested: number
  /** 1 where some images only test and the others only learn; else each is tested once, in its fold, and learnt from in all others. */
  readonly folds: number
  /** Accuracy of always predicting the commonest class. */
  readonly chance: number
  readonly rows: readonly ProbeRow[]
  /** Which classes are left out and why, in sentences. */
  readonly leftOut: readonly string[]
}

/** An image in a rotation for which D predicts another. */
export interface RotationMistake {
  readonly image: number
  /** Quarter turns counter-clockwise: true, and predicted by D. */
  readonly turn: number
  readonly predicted: number
  /** D's probability of its prediction. */
  readonly confidence: number
}

/** The confusion matrix of D's rotation head. */
export interface RotationCounts {
  /** Counts, [true rotation][predicted rotation], 4 x 4. */
  readonly matrix: readonly (readonly number[])[]
  /** Share of correct predictions over all four rotations; chance is 1/4. */
  readonly accuracy: number
  /** Number of images, each in all four rotations. */
  readonly images: number
  /** The most confident mistake of each image that has one, most confident first; of many only the first. */
  readonly mistakes: readonly RotationMistake[]
}

export interface RotationConfusion extends RotationCounts {
  readonly kind: 'rotations'
  /** Whether training never saw the images. */
  readonly heldOut: boolean
  /** The images of the mistakes, rotated as D saw them. */
  readonly pictures: Pictures
}

/** Labels that a linear classifier suggests. */
export interface LabelSuggestions {
  readonly kind: 'suggestions'
  readonly images: readonly number[]
  /** For each of them the likeliest class and its probability. Of a labelled image they come from a classifier that did not learn from it. */
  readonly predicted: Int32Array<ArrayBuffer>
  readonly confidence: Float32Array<ArrayBuffer>
  /** By how much that is more than the probability of the second likeliest, 0 to 1: the smaller, the more a label would say. */
  readonly margin: Float32Array<ArrayBuffer>
  /** For each of them the probability of the label it has, by that same classifier; NaN where it has none. Low: it looks mislabelled. */
  readonly givenProbability: Float32Array<ArrayBuffer>
  /** Share of the labelled images that are predicted right when they are left out, with its 95 % interval [Wilson 1927]; null with too few. */
  readonly accuracy: { readonly value: number; readonly low: number; readonly high: number } | null
  /** The class that gains most from more labels; null where there is not enough to say. */
  readonly gainsMost: number | null
  /** What the classifier took, the features not counted. */
  readonly milliseconds: number
}

export type FeatureAnalysisResult =
  | Neighbours
  | SampleNeighbours
  | FeatureMap
  | Clusters
  | SplitGroup
  | Probe
  | RotationConfusion
  | LabelSuggestions

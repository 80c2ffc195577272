// What a metric is: scores of two sets of images, for a registry that computes them all together.
import type { ImageBlock } from '../../spec/image-block.ts'
import type { ScoreName, ValuesOf } from '../../spec/scores.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import type { PairObserver, TwoSets } from './pairs.ts'
import type { OnWork } from './products.ts'

/** Features of one network, of images of one size. */
export interface Sets extends TwoSets {
  /** What the generator has been trained on, and real images that it has not seen: with both, copies can be told. */
  readonly training?: FeatureTable
  readonly heldOut?: FeatureTable
}

/** What the rows of the sets show, where samples are drawn of a class. */
export interface SetClasses {
  readonly names: readonly string[]
  /** For each row its class among the names, NO_CLASS where it is not known: of real images the true one, of samples the one asked for. */
  readonly rows: { readonly [S in keyof Sets]: readonly number[] }
}

/** Everything that scores are computed from. */
export interface ScoreInput {
  readonly sets: Sets
  readonly pictures: { readonly real: ImageBlock; readonly fake: ImageBlock }
  readonly classes?: SetClasses
  /** Of the random choices among them. */
  readonly seed: number
}

export interface Metric {
  /** Sums up what it needs while every pair of images is visited once, together with all other metrics that do. */
  readonly observer?: PairObserver
  /** Multiplications that its scores take by themselves, roughly. */
  readonly work: number
  /** Computes each of its scores once all pairs have been visited, and counts the work it does. @throws FeatureError with a sentence where one cannot be given */
  readonly scores: { readonly [N in ScoreName]?: (onWork: OnWork) => ValuesOf<N> }
}

export type CreateMetric = (input: ScoreInput) => Metric

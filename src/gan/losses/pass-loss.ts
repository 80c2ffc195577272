// The loss of one pass of D over a batch, described as plain data: what `ganLoss` (gan-loss.ts) takes.
import type * as tf from '../../tensor/tf.ts'
import type { Expression, Group } from './expression.ts'

/** What D says of the images of a pass. Rows are images: of each group `batch` upright ones, then the last n of them rotated by 90, by 180 and by 270 degrees. */
export interface DiscriminatorOutput {
  /** [rows, 1]: the larger, the more real. */
  readonly realLogit: tf.Tensor2D
  /** [rows, 4], of the classes 0, 90, 180 and 270 degrees. */
  readonly rotationLogits: tf.Tensor2D
}

/** A number that is measured: the whole loss, its two parts without their weights, or of a group the mean logit and the share of rotations predicted right. */
export type Measure = 'loss' | 'adversarial' | 'rotation' | `${Group}Logit` | `${Group}Accuracy`

export interface PassLoss {
  /** The adversarial loss is the sum of their means over the batch. */
  readonly terms: readonly Expression[]
  /** The groups of the pass, and the row at which each begins. */
  readonly groups: readonly { readonly name: Group; readonly from: number }[]
  /** The group whose rotations are learnt. It and every group with an accuracy has rotated copies. */
  readonly rotationGroup: Group
  /** Upright images of a group. */
  readonly batch: number
  /** How many of them are also there rotated. */
  readonly n: number
  /** Zero where only rotations are learnt. */
  readonly adversarialWeight: number
  readonly measures: readonly Measure[]
}

export interface Attributes extends PassLoss {
  /** Of the rotation loss's weight among the scalars. */
  readonly weightIndex: number
}

export type InputName = 'realLogit' | 'rotationLogits' | 'scalars'

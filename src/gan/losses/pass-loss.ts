// The loss of one pass of D over a batch, described as plain data: what `ganLoss` (gan-loss.ts) takes.
import type { Expression, Group } from './expression.ts'

/** The whole loss, its two parts without their weights, or of a group the share of rotations predicted right. */
export type NamedMeasure = 'loss' | 'adversarial' | 'rotation' | `${Group}Accuracy`

/** A number that is measured. A formula of logits is averaged over the batch. */
export type Measure = NamedMeasure | Expression

export const isFormula = (measure: Measure): measure is Expression => typeof measure === 'object'

/** Rows of D's output are images: of each group `batch` upright ones, then the last n of them rotated by 90, by 180 and by 270 degrees. */
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

// The loss of one pass of D over a batch, described as plain data: what `ganLoss` (gan-loss.ts) takes.
import type { Expression, Group } from './expression.ts'

/**
 * The whole loss, its parts without their weights, the weight of the conditional one, or of a group the share of rotations predicted right.
 */
export type NamedMeasure = 'loss' | 'adversarial' | 'rotation' | 'conditional' | 'conditionalWeight' | `${Group}Accuracy`

/** A number that is measured. A formula of logits is averaged over the batch. */
export type Measure = NamedMeasure | Expression

export const isFormula = (measure: Measure): measure is Expression => typeof measure === 'object'

/** A group of a pass, and the row at which it begins. */
export interface GroupOfPass {
  readonly name: Group
  readonly from: number
  /** Where its conditional logits begin: of those the adversarial loss is taken once more, with a weight of its own. */
  readonly conditionalFrom?: number
}

/** Rows of D's output are images: of each group `batch` upright ones, then the last n of them rotated by 90, by 180 and by 270 degrees. */
export interface PassLoss {
  /** The adversarial loss is the sum of their means over the batch. */
  readonly terms: readonly Expression[]
  /** All of them have conditional logits, or none. */
  readonly groups: readonly GroupOfPass[]
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
  /** The same of the conditional loss's, where there is one. */
  readonly conditionalIndex?: number
}

/** The groups again, with the rows of their conditional logits; none where there are none. */
export function conditionalGroups(groups: readonly GroupOfPass[]): GroupOfPass[] {
  return groups.flatMap(({ name, conditionalFrom }) => (conditionalFrom === undefined ? [] : { name, from: conditionalFrom }))
}

export type InputName = 'realLogit' | 'rotationLogits' | 'scalars'

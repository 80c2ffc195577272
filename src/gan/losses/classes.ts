// What classes add to the losses. D is told a class with every upright image, as a row of weights over all classes: a one-hot row, or zeros
// where it is told none. The conditional logit is the unconditional one and how well the image goes with what D is told [Miyato and
// Koyama 2018, eq. 4]. Where some labels are missing, D predicts them itself [Lucic et al. 2019, §3.2].
import { hasRamp, type RunConfig } from '../../spec/config.ts'
import { withoutGradient } from '../../tensor/gradients.ts'
import { logSoftmax } from '../../tensor/ops/log-softmax.ts'
import * as tf from '../../tensor/tf.ts'
import type { DiscriminatorOutput } from '../networks/heads.ts'

/** Of classes [B] as whole numbers one-hot rows [B, K]; NO_CLASS gives a row of zeros. */
export function classRows(classes: tf.Tensor1D, count: number): tf.Tensor2D {
  const rows = tf.cast(tf.oneHot(classes, Math.max(count, 2)) as tf.Tensor2D, 'float32') // TensorFlow.js makes no rows of one
  return count >= 2 ? rows : tf.slice(rows, [0, 0], [classes.size, count])
}

/** What D is told of real images. */
export interface RealClasses {
  /** The labels that are known, [B, K]. */
  readonly known: tf.Tensor2D
  /** The same, with what D predicts in the place of those that are missing, where it learns to predict them. */
  readonly told: tf.Tensor2D
}

/**
 * @param output whose first B rows are those of the upright real images
 * @param labels [B], NO_CLASS where one is missing
 */
export function realClasses({ projections, classLogits }: DiscriminatorOutput, config: RunConfig, labels: tf.Tensor1D): RealClasses {
  const count = classCount(projections)
  const known = classRows(labels, count)
  if (!classLogits) return { known, told: known }
  const inferred = withoutGradient(() => {
    const logits = tf.slice(classLogits, [0, 0], [labels.size, count])
    const predicted = config.softLabels ? tf.softmax(logits) : predictedRows(logits)
    return tf.mul(tf.sub(1, tf.sum(known, 1, true)), predicted) // [B, 1] times [B, K]: only where none is known
  })
  return { known, told: tf.add(known, inferred) }
}

function classCount(projections: tf.Tensor2D | undefined): number {
  if (!projections) throw new Error('this discriminator has no classes')
  return projections.shape[1]
}

/** The likeliest class of each image, one-hot. */
function predictedRows(logits: tf.Tensor2D): tf.Tensor2D {
  return classRows(tf.argMax(logits, 1), logits.shape[1])
}

/** The logits that an adversarial loss reads, [rows, 1]. */
export interface AdversarialLogits {
  /** Of images alone; with classes and no ramp, of images with what D is told of them. */
  readonly logit: tf.Tensor2D
  /** With a ramp those of images with what D is told: a second adversarial loss reads them [Shahbazi et al. 2022, §4]. */
  readonly conditional?: tf.Tensor2D
}

/** @param told of the upright images of each group, [B, K], in the order of the groups in the output; null without classes */
export function adversarialLogits(output: DiscriminatorOutput, config: RunConfig, told: readonly tf.Tensor2D[] | null): AdversarialLogits {
  const { realLogit } = output
  if (!told) return { logit: realLogit }
  const conditional = conditionalLogit(output, told)
  return hasRamp(config) ? { logit: realLogit, conditional } : { logit: conditional }
}

/** D(x) + Σ yₖ <Vₖ, features>; of rotated copies, of which D is told nothing, D(x). */
function conditionalLogit({ realLogit, projections }: DiscriminatorOutput, told: readonly tf.Tensor2D[]): tf.Tensor2D {
  if (!projections) throw new Error('this discriminator has no classes')
  const rows = (projections.shape[0] - told.reduce((sum, { shape }) => sum + shape[0], 0)) / told.length // rotated copies of each group
  const padded = told.map((y) =>
    rows > 0
      ? tf.pad(y, [
          [0, rows],
          [0, 0],
        ])
      : y,
  )
  return tf.add(realLogit, tf.sum(tf.mul(projections, tf.concat(padded, 0)), 1, true))
}

/** The task of predicting the labels that are known. */
export interface ClassTask {
  /** The mean cross-entropy over the labelled images; exactly 0, with a gradient of zeros, where there are none. */
  readonly loss: tf.Scalar
  /** Its sum over them. */
  readonly entropy: tf.Scalar
  /** How many of them are predicted right. */
  readonly hits: tf.Scalar
  /** How many there are. */
  readonly count: tf.Scalar
}

/** @param logits of the upright real images, [B, K] @param known their labels, [B, K] */
export function classTask(logits: tf.Tensor2D, known: tf.Tensor2D): ClassTask {
  const entropy = tf.sum<tf.Scalar>(tf.mul(known, tf.neg(logSoftmax(logits))))
  const hits = withoutGradient(() => tf.sum<tf.Scalar>(tf.mul(known, predictedRows(logits))))
  const count = tf.sum<tf.Scalar>(known)
  return { loss: tf.div(entropy, tf.maximum(count, 1)), entropy, hits, count }
}

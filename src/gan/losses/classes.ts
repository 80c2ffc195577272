// What classes add to the losses. D is told a class with every upright image, as a row of weights over all classes: a one-hot row, or zeros
// where it is told none. The conditional logit is the unconditional one and how well the image goes with what D is told [Miyato and
// Koyama 2018, eq. 4]. Where some labels are missing, D predicts them itself [Lucic et al. 2019, §3.2].
import { hasRamp, type RunConfig } from '../../spec/config.ts'
import type * as tf from '../../tensor/tf.ts'
import type { DiscriminatorOutput } from '../networks/heads.ts'
import { conditionalLogit } from './conditional-logit.ts'
import { toldClasses } from './told-classes.ts'

/**
 * What D is told of the upright images of a pass, [groups · B, K]: real ones first. Where D learns to predict labels, its own prediction
 * stands in for those of real images that are missing.
 * @param labels int32 [B] of each group; NO_CLASS where one is missing
 */
export function toldOf(
  { projections, classLogits }: DiscriminatorOutput,
  config: RunConfig,
  { real, fake }: { readonly real?: tf.Tensor1D; readonly fake?: tf.Tensor1D },
): tf.Tensor2D {
  if (!projections) throw new Error('this discriminator has no classes')
  const inferred = real && classLogits ? { logits: classLogits, soft: config.softLabels } : null
  return toldClasses(
    [real, fake].flatMap((labels) => labels ?? []),
    projections.shape[1],
    inferred,
  )
}

/**
 * The logits that an adversarial loss reads: of images alone; with classes of images with what D is told of them, [R, 1]; with a ramp
 * first the former, then the latter, of which the loss is taken too [Shahbazi et al. 2022, §4], [2R, 1].
 * @param told null without classes
 */
export function adversarialLogits(
  { realLogit, projections }: DiscriminatorOutput,
  config: RunConfig,
  told: tf.Tensor2D | null,
): tf.Tensor2D {
  if (!told) return realLogit
  if (!projections) throw new Error('this discriminator has no classes')
  return conditionalLogit({ realLogit, projections, told }, { batch: config.batch, both: hasRamp(config) })
}

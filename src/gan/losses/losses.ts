// The losses of an SS-GAN: of D and of G, from D's output, with what is measured on the way.
import { type RunConfig, rotatedCount } from '../../spec/config.ts'
import * as tf from '../../tensor/tf.ts'
import type { Statistics } from '../statistics.ts'
import { ganLoss } from './gan-loss.ts'
import type { DiscriminatorOutput, Measure, PassLoss, ScalarAt } from './pass-loss.ts'
import { LOSSES } from './registry.ts'

/** What the pass of D measures, by the names under which it is reported. */
export const DISCRIMINATOR_STATISTICS = {
  lossD: 'loss',
  lossDAdversarial: 'adversarial',
  lossDRotation: 'rotation',
  dReal: 'realLogit',
  dFake: 'fakeLogit',
  rotationAccuracyReal: 'realAccuracy',
  rotationAccuracyFake: 'fakeAccuracy',
} as const satisfies Readonly<Record<string, Measure>>

/** The same of the pass of G. */
export const GENERATOR_STATISTICS = {
  lossG: 'loss',
  lossGAdversarial: 'adversarial',
  lossGRotation: 'rotation',
} as const satisfies Readonly<Record<string, Measure>>

export interface MeasuredLoss {
  readonly loss: tf.Scalar
  readonly statistics: Statistics
}

/**
 * L_D = V + β L_rotation(real) [Chen et al. 2019, eq. 3]
 * @param output of the real group, then of the fake one, each with its rotated copies: [2(B + 3n), …]
 */
export function discriminatorLoss(output: DiscriminatorOutput, config: RunConfig, beta: ScalarAt): MeasuredLoss {
  const groups: PassLoss['groups'] = [
    { name: 'real', from: 0 },
    { name: 'fake', from: config.batch + 3 * rotatedCount(config) },
  ]
  const terms = LOSSES[config.loss].discriminator
  return measured(output, beta, { ...passOf(config), terms, groups, rotationGroup: 'real' }, DISCRIMINATOR_STATISTICS)
}

/**
 * L_G = -V + α L_rotation(fake) [Chen et al. 2019, eq. 2]
 * @param output of the fake group with its rotated copies: [B + 3n, …]
 * @param real D's logits of real images, [B, 1], where the loss compares fakes with them
 */
export function generatorLoss(
  { realLogit, rotationLogits }: DiscriminatorOutput,
  config: RunConfig,
  alpha: ScalarAt,
  real: tf.Tensor2D | null = null,
): MeasuredLoss {
  const groups: PassLoss['groups'] = [{ name: 'fake', from: 0 }, ...(real ? [{ name: 'real', from: realLogit.shape[0] } as const] : [])]
  const terms = LOSSES[config.loss].generator
  const output = { realLogit: real ? tf.concat([realLogit, real], 0) : realLogit, rotationLogits }
  return measured(output, alpha, { ...passOf(config), terms, groups, rotationGroup: 'fake' }, GENERATOR_STATISTICS)
}

/** @param names of what is measured, in the order of the vector */
function measured(
  output: DiscriminatorOutput,
  rotationWeight: ScalarAt,
  pass: Omit<PassLoss, 'measures'>,
  names: Readonly<Record<string, Measure>>,
): MeasuredLoss {
  const { loss, values } = ganLoss(output, rotationWeight, { ...pass, measures: Object.values(names) })
  return { loss, statistics: { names: Object.keys(names), values } }
}

function passOf(config: RunConfig): Pick<PassLoss, 'batch' | 'n' | 'adversarialWeight'> {
  return { batch: config.batch, n: rotatedCount(config), adversarialWeight: config.adversarial ? 1 : 0 }
}

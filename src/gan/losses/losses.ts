// The losses of an SS-GAN: of D and of G, from D's output, with what is measured on the way.
import { groupSize, type RunConfig, rotatedCount } from '../../spec/config.ts'
import * as tf from '../../tensor/tf.ts'
import type { DiscriminatorOutput } from '../networks/heads.ts'
import type { Statistics } from '../statistics.ts'
import type { NamedScalar } from '../step-scalars.ts'
import { fake, real } from './expression.ts'
import { ganLoss } from './gan-loss.ts'
import { isFormula, type Measure, type PassLoss } from './pass-loss.ts'
import { LOSSES } from './registry.ts'

/** What a pass measures, by the names under which it is reported. */
type StatisticTable = Readonly<Record<string, Measure>>

/** Of a pass of D. */
const DISCRIMINATOR_STATISTICS: StatisticTable = {
  lossD: 'loss',
  lossDAdversarial: 'adversarial',
  lossDRotation: 'rotation',
  dReal: real,
  dFake: fake,
  rotationAccuracyReal: 'realAccuracy',
  rotationAccuracyFake: 'fakeAccuracy',
}

/** Of a pass of G. */
const GENERATOR_STATISTICS: StatisticTable = { lossG: 'loss', lossGAdversarial: 'adversarial', lossGRotation: 'rotation' }

export interface MeasuredLoss {
  readonly loss: tf.Scalar
  readonly statistics: Statistics
}

/**
 * L_D = V + β L_rotation(real) [Chen et al. 2019, eq. 3]
 * @param output of the real group, then of the fake one, each with its rotated copies: [2(B + 3n), …]
 */
export function discriminatorLoss(output: DiscriminatorOutput, config: RunConfig, beta: NamedScalar): MeasuredLoss {
  const groups: PassLoss['groups'] = [
    { name: 'real', from: 0 },
    { name: 'fake', from: groupSize(config) },
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
  alpha: NamedScalar,
  real: tf.Tensor2D | null = null,
): MeasuredLoss {
  const groups: PassLoss['groups'] = [{ name: 'fake', from: 0 }, ...(real ? [{ name: 'real', from: realLogit.shape[0] } as const] : [])]
  const terms = LOSSES[config.loss].generator
  const output = { realLogit: real ? tf.concat([realLogit, real], 0) : realLogit, rotationLogits }
  return measured(output, alpha, { ...passOf(config), terms, groups, rotationGroup: 'fake' }, GENERATOR_STATISTICS)
}

function measured(
  output: DiscriminatorOutput,
  rotationWeight: NamedScalar,
  pass: Omit<PassLoss, 'measures'>,
  table: StatisticTable,
): MeasuredLoss {
  const { loss, values } = ganLoss(output, rotationWeight, { ...pass, measures: Object.values(table) })
  const isAccuracy = (measure: Measure) => !isFormula(measure) && measure.endsWith('Accuracy')
  const unmeasured = Object.entries(table).flatMap(([name, measure]) => (pass.n === 0 && isAccuracy(measure) ? name : [])) // no rotated image, no accuracy
  return { loss, statistics: { names: Object.keys(table), values, unmeasured } }
}

function passOf(config: RunConfig): Pick<PassLoss, 'batch' | 'n' | 'adversarialWeight'> {
  return { batch: config.batch, n: rotatedCount(config), adversarialWeight: config.adversarial ? 1 : 0 }
}

// The losses of an SS-GAN: of D and of G, from D's output, with what is measured on the way.
import { groupSize, type RunConfig, rotatedCount } from '../../spec/config.ts'
import * as tf from '../../tensor/tf.ts'
import type { DiscriminatorOutput } from '../networks/heads.ts'
import { type Statistics, withStatistics } from '../statistics.ts'
import { type NamedScalar, type StepScalars, scalarOf } from '../step-scalars.ts'
import { type AdversarialLogits, adversarialLogits, classTask, type RealClasses } from './classes.ts'
import { fake, real } from './expression.ts'
import { ganLoss } from './gan-loss.ts'
import { isFormula, type Measure, type PassLoss } from './pass-loss.ts'
import { LOSSES } from './registry.ts'

/** What a pass measures, by the names under which it is reported: first the whole loss. */
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

/** What D is told of the images of its pass, [B, K] of each group. */
export interface ClassesOfPass {
  readonly real: RealClasses
  readonly fake: tf.Tensor2D
}

/**
 * L_D = V + β L_rotation(real) [Chen et al. 2019, eq. 3]; with a ramp + t V(conditional) [Shahbazi et al. 2022, eq. 4]; where D predicts
 * labels + the class loss on the real images whose label is known [Lucic et al. 2019, §3.2].
 * @param output of the real group, then of the fake one, each with its rotated copies: [2(B + 3n), …]
 */
export function discriminatorLoss(
  output: DiscriminatorOutput,
  config: RunConfig,
  scalars: StepScalars,
  classes: ClassesOfPass | null = null,
): MeasuredLoss {
  const groups: PassLoss['groups'] = [
    { name: 'real', from: 0 },
    { name: 'fake', from: groupSize(config) },
  ]
  const pass = { ...passOf(config), terms: LOSSES[config.loss].discriminator, groups, rotationGroup: 'real' } as const
  const { logit, conditional } = adversarialLogits(output, config, classes && [classes.real.told, classes.fake])
  const { rotationLogits } = output
  const losses = measured({ realLogit: logit, rotationLogits }, scalars.of('beta'), pass, DISCRIMINATOR_STATISTICS)
  const ofClasses = conditional ? withConditional(losses, 'lossDConditional', conditional, rotationLogits, pass, scalars) : losses
  return classes && output.classLogits ? withClassLoss(ofClasses, output.classLogits, classes.real, scalars) : ofClasses
}

/**
 * L_G = -V + α L_rotation(fake) [Chen et al. 2019, eq. 2]; with a ramp also t times the same of the conditional logits
 * @param output of the fake group with its rotated copies: [B + 3n, …]
 * @param classes the fakes were drawn with, [B, K]
 * @param real D's logits of real images, [B, 1], where the loss compares fakes with them
 */
export function generatorLoss(
  output: DiscriminatorOutput,
  config: RunConfig,
  scalars: StepScalars,
  classes: tf.Tensor2D | null = null,
  real: AdversarialLogits | null = null,
): MeasuredLoss {
  const rows = output.realLogit.shape[0]
  const groups: PassLoss['groups'] = [{ name: 'fake', from: 0 }, ...(real ? [{ name: 'real', from: rows } as const] : [])]
  const pass = { ...passOf(config), terms: LOSSES[config.loss].generator, groups, rotationGroup: 'fake' } as const
  const { logit, conditional } = adversarialLogits(output, config, classes && [classes])
  const { rotationLogits } = output
  const beside = (own: tf.Tensor2D, ofReal: tf.Tensor2D | undefined) => (ofReal ? tf.concat([own, ofReal], 0) : own)
  const losses = measured({ realLogit: beside(logit, real?.logit), rotationLogits }, scalars.of('alpha'), pass, GENERATOR_STATISTICS)
  if (!conditional) return losses
  const both = withConditional(losses, 'lossGConditional', beside(conditional, real?.conditional), rotationLogits, pass, scalars)
  return { ...both, statistics: withStatistics(both.statistics, { ramp: scalarOf(scalars.of('ramp')) }) }
}

/** The adversarial loss once more, of the conditional logits, times t. */
function withConditional(
  losses: MeasuredLoss,
  name: string,
  conditional: tf.Tensor2D,
  rotationLogits: tf.Tensor2D,
  pass: Omit<PassLoss, 'measures'>,
  scalars: StepScalars,
): MeasuredLoss {
  const ramp = scalars.of('ramp') // also in the place of the weight of rotations, of which this loss has none
  const { loss, values } = ganLoss({ realLogit: conditional, rotationLogits }, ramp, { ...pass, n: 0, measures: ['adversarial'] })
  return withTerm(losses, tf.mul(scalarOf(ramp), loss), { [name]: tf.reshape(values, []) })
}

/** Names of what is measured of the labelled images of a batch: sums, and their count. */
const CLASS_STATISTICS = { lossDClass: 'labelledReal', classAccuracyReal: 'labelledReal' }

function withClassLoss(losses: MeasuredLoss, logits: tf.Tensor2D, { known }: RealClasses, scalars: StepScalars): MeasuredLoss {
  const { loss, entropy, hits, count } = classTask(tf.slice(logits, [0, 0], known.shape), known)
  const statistics = { lossDClass: entropy, classAccuracyReal: hits, labelledReal: count }
  const { statistics: all, ...rest } = withTerm(losses, tf.mul(scalarOf(scalars.of('classWeight')), loss), statistics)
  return { ...rest, statistics: { ...all, countedBy: CLASS_STATISTICS } }
}

/** A loss with one more term, which is weighted already, and what was measured with it. */
function withTerm({ loss, statistics }: MeasuredLoss, term: tf.Scalar, more: Readonly<Record<string, tf.Scalar>>): MeasuredLoss {
  const whole: tf.Scalar = tf.add(loss, term)
  const values = tf.concat([tf.reshape<tf.Rank.R1>(whole, [1]), tf.slice(statistics.values, [1], [statistics.names.length - 1])])
  return { loss: whole, statistics: withStatistics({ ...statistics, values }, more) }
}

function measured(
  output: Pick<DiscriminatorOutput, 'realLogit' | 'rotationLogits'>,
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

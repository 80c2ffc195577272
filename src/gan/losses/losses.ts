// The losses of an SS-GAN: of D and of G, from D's output, with what is measured on the way.
import { groupSize, hasRamp, type RunConfig, rotatedCount } from '../../spec/config.ts'
import * as tf from '../../tensor/tf.ts'
import type { DiscriminatorOutput } from '../networks/heads.ts'
import type { Statistics } from '../statistics.ts'
import type { NamedScalar, StepScalars } from '../step-scalars.ts'
import { classTask } from './class-task.ts'
import { adversarialLogits } from './classes.ts'
import { fake, type Group, real } from './expression.ts'
import { ganLoss } from './gan-loss.ts'
import { type GroupOfPass, isFormula, type Measure, type PassLoss } from './pass-loss.ts'
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

/** What a pass of D knows of its images. */
export interface ClassesOfPass {
  /** What D is told of the upright ones, [2B, K]: real ones first. */
  readonly told: tf.Tensor2D
  /** Of the real ones, int32 [B]; NO_CLASS where a label is missing. */
  readonly labels: tf.Tensor1D
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
  const rows = groupSize(config)
  const groups = [groupAt('real', 0, 2 * rows, config), groupAt('fake', rows, 2 * rows, config)]
  const pass = { ...passOf(config), terms: LOSSES[config.loss].discriminator, groups, rotationGroup: 'real' } as const
  const realLogit = adversarialLogits(output, config, classes?.told ?? null)
  const table = { ...DISCRIMINATOR_STATISTICS, ...(hasRamp(config) && { lossDConditional: 'conditional' as const }) }
  const losses = measured({ ...output, realLogit }, scalars.of('beta'), pass, table, rampOf(config, scalars))
  return classes && output.classLogits ? withClassLoss(losses, output.classLogits, classes.labels, scalars) : losses
}

/**
 * L_G = -V + α L_rotation(fake) [Chen et al. 2019, eq. 2]; with a ramp also t times the same of the conditional logits
 * @param output of the fake group with its rotated copies: [B + 3n, …]
 * @param told of the upright images, [B, K]
 * @param real D's logits of real images, [B, 1], where the loss compares fakes with them; with a ramp both kinds, [2B, 1]
 */
export function generatorLoss(
  output: DiscriminatorOutput,
  config: RunConfig,
  scalars: StepScalars,
  told: tf.Tensor2D | null = null,
  real: tf.Tensor2D | null = null,
): MeasuredLoss {
  const own = adversarialLogits(output, config, told)
  const groups = [
    groupAt('fake', 0, output.realLogit.shape[0], config),
    ...(real ? [groupAt('real', own.shape[0], config.batch, config)] : []),
  ]
  const pass = { ...passOf(config), terms: LOSSES[config.loss].generator, groups, rotationGroup: 'fake' } as const
  const realLogit = real ? tf.concat([own, real], 0) : own
  const ofRamp = { lossGConditional: 'conditional', ramp: 'conditionalWeight' } as const
  const table = { ...GENERATOR_STATISTICS, ...(hasRamp(config) && ofRamp) }
  return measured({ ...output, realLogit }, scalars.of('alpha'), pass, table, rampOf(config, scalars))
}

/** @param distance from the logits of images alone to those with classes, where there is a ramp */
function groupAt(name: Group, from: number, distance: number, config: RunConfig): GroupOfPass {
  return { name, from, ...(hasRamp(config) && { conditionalFrom: from + distance }) }
}

function rampOf(config: RunConfig, scalars: StepScalars): NamedScalar | null {
  return hasRamp(config) ? scalars.of('ramp') : null
}

/** What is measured of the labelled images of a batch: sums, and their count. */
const CLASS_STATISTICS = ['lossDClass', 'classAccuracyReal', 'labelledReal'] as const

/** The loss and the statistics with those of the class task. */
function withClassLoss(losses: MeasuredLoss, logits: tf.Tensor2D, labels: tf.Tensor1D, scalars: StepScalars): MeasuredLoss {
  const task = classTask(logits, labels, scalars.of('classWeight'))
  const loss: tf.Scalar = tf.add(losses.loss, task.loss)
  const { names, values, ...rest } = losses.statistics
  const [whole, ...parts] = names
  const [entropy, hits, count] = CLASS_STATISTICS
  const measuredBefore = tf.slice(values, [1], [parts.length])
  return {
    loss,
    statistics: {
      ...rest,
      names: [whole as string, ...parts, ...CLASS_STATISTICS],
      values: tf.concat([tf.reshape<tf.Rank.R1>(loss, [1]), measuredBefore, task.sums]),
      countedBy: { [entropy]: count, [hits]: count },
    },
  }
}

function measured(
  output: Pick<DiscriminatorOutput, 'realLogit' | 'rotationLogits'>,
  rotationWeight: NamedScalar,
  pass: Omit<PassLoss, 'measures'>,
  table: StatisticTable,
  conditionalWeight: NamedScalar | null,
): MeasuredLoss {
  const { loss, values } = ganLoss(output, rotationWeight, { ...pass, measures: Object.values(table) }, conditionalWeight)
  const isAccuracy = (measure: Measure) => !isFormula(measure) && measure.endsWith('Accuracy')
  const unmeasured = Object.entries(table).flatMap(([name, measure]) => (pass.n === 0 && isAccuracy(measure) ? name : [])) // no rotated image, no accuracy
  return { loss, statistics: { names: Object.keys(table), values, unmeasured } }
}

function passOf(config: RunConfig): Pick<PassLoss, 'batch' | 'n' | 'adversarialWeight'> {
  return { batch: config.batch, n: rotatedCount(config), adversarialWeight: config.adversarial ? 1 : 0 }
}

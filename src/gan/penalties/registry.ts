// The penalties there are, by the name a run's configuration gives, and how they join D's loss. Adding one is a file beside this, a line
// here and an option in FIELDS.
import type { RunConfig } from '../../spec/config.ts'
import * as tf from '../../tensor/tf.ts'
import { type Statistics, withStatistics } from '../statistics.ts'
import { type NamedScalar, scalarOf } from '../step-scalars.ts'
import type { Penalty } from './penalty.ts'
import { r1 } from './r1.ts'

export const PENALTIES: Readonly<Record<Exclude<RunConfig['penalty'], 'none'>, Penalty>> = { r1 }

/**
 * Lazy regularisation [Karras et al. 2020, "Analyzing and improving the image quality of StyleGAN", §3.1]: only every
 * `penaltyEvery`-th step has the penalty, with a weight as many times as large (step-scalars.ts). All other steps are those of a run
 * without one. Adam's settings stay as they are, where the paper's appendix B scales them.
 */
export function settingsOfStep(config: RunConfig, step: number): RunConfig {
  return step % config.penaltyEvery === 0 ? config : { ...config, penalty: 'none' }
}

/**
 * A loss with the penalty of the settings added, and its statistics with that of the penalty. The other statistics stay what they are
 * without it, so that steps with and without a penalty can be compared.
 */
export function withPenalty<T extends { readonly loss: tf.Scalar; readonly statistics: Statistics }>(
  losses: T,
  config: RunConfig,
  weight: NamedScalar,
  ...given: Parameters<Penalty['value']>
): T {
  if (config.penalty === 'none') return losses
  const { statistic, value } = PENALTIES[config.penalty]
  const penalty = value(...given)
  const loss = tf.add(losses.loss, tf.mul(scalarOf(weight), penalty))
  return { ...losses, loss, statistics: withStatistics(losses.statistics, { [statistic]: penalty }) }
}

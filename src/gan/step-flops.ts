// The floating-point operations of a step, computed from its settings, and how long it will take on a device on which others were timed.
import { groupSize, isConditional, type RunConfig } from '../spec/config.ts'
import { isRelativistic } from './losses/registry.ts'
import { buildNetworks } from './networks/registry.ts'
import { PENALTIES } from './penalties/registry.ts'

/** Those of its convolutions and matrix products, two for every multiplication, to a few per cent: a backward pass costs two forward ones. */
export function stepFlops(config: RunConfig, channels: number): number {
  const { generator, discriminator } = buildNetworks(config, channels, isConditional(config) ? config.classCount : 0) // about as many, wherever they come from
  const [ofG, ofD] = [generator.flops, discriminator.flops]
  const views = groupSize(config) // of real images, and as many of fake ones
  const penalty = config.penalty === 'none' ? 0 : (config.batch * PENALTIES[config.penalty].forwardPasses * ofD) / config.penaltyEvery
  const updateD = config.batch * ofG + 2 * views * 3 * ofD + penalty
  const pairs = isRelativistic(config.loss) ? config.batch : 0 // real images that G's loss compares fakes with
  const updateG = config.batch * 3 * ofG + (views * 2 + pairs) * ofD // D stands still: only its input has a gradient
  return config.discriminatorSteps * updateD + updateG
}

/** A step that was timed. */
export interface StepTime {
  readonly flops: number
  readonly seconds: number
}

/** Seconds of a step with so many operations, from steps that were timed on the same device: what every step costs, and what operations add. */
export function expectedSeconds(times: readonly StepTime[], flops: number): number | null {
  const [near, far] = [...times].sort((a, b) => distance(a.flops, flops) - distance(b.flops, flops))
  if (!near) return null
  if (!far || near.flops === flops) return near.seconds * (flops / near.flops)
  const slope = (far.seconds - near.seconds) / (far.flops - near.flops)
  const linear = near.seconds + slope * (flops - near.flops)
  return slope > 0 && linear > 0 ? linear : near.seconds * (flops / near.flops)
}

/** In doublings. */
function distance(a: number, b: number): number {
  return Math.abs(Math.log2(a / b))
}

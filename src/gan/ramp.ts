// How much classes count at a step: from nothing to all between two marks, so that the networks first learn what all images have in common
// [Shahbazi et al. 2022, §4].
import { hasRamp, type RunConfig } from '../spec/config.ts'

/** t, from 0 to 1, after so many steps: linear between the marks, which count real images that D has seen. */
export function rampAt(config: RunConfig, step: number): number {
  if (!hasRamp(config)) return 1
  const { discriminatorSteps, batch, rampFrom, rampUntil } = config
  const kimg = (step * discriminatorSteps * batch) / 1000
  if (kimg >= rampUntil) return 1
  return kimg <= rampFrom ? 0 : (kimg - rampFrom) / (rampUntil - rampFrom)
}

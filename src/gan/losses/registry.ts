// The adversarial losses there are, by the name a run's configuration gives. Adding one is a file beside this, a line here and an option in
// FIELDS.
import type { RunConfig } from '../../spec/config.ts'
import { type AdversarialLoss, mentions } from './expression.ts'
import { hinge } from './hinge.ts'
import { leastSquares } from './least-squares.ts'
import { nonSaturating } from './non-saturating.ts'
import { relativistic } from './relativistic.ts'
import { wasserstein } from './wasserstein.ts'

export const LOSSES: Readonly<Record<RunConfig['loss'], AdversarialLoss>> = {
  hinge,
  'non-saturating': nonSaturating,
  wasserstein,
  'least-squares': leastSquares,
  relativistic,
}

/** Whether G's loss compares fake images with real ones: then its update needs both. */
export function isRelativistic(loss: RunConfig['loss']): boolean {
  return LOSSES[loss].generator.some((term) => mentions(term, 'real'))
}

// What D sees of a batch: DiffAugment after rotation. Real or fake, upright or rotated, every view is varied by differentiable
// changes of its own, so that a small set cannot be learnt by heart [Zhao et al. 2020, §3.2]: brightness x + U(-½, ½), saturation
// about the pixel's mean by U(0, 2), contrast about the image's mean by U(½, 3/2); a shift; a hole of middle grey. None of the
// changes mirrors or rotates, so the rotation labels stay true; mirroring happens before, when the batch is read (device-inputs.ts).
import type { RunConfig } from '../../spec/config.ts'
import type * as tf from '../../tensor/tf.ts'
import type { NamedScalar } from '../step-scalars.ts'
import { augmentedViews } from './views.ts'

/**
 * images [groups · B, S, S, C] in [-1, 1] → [groups · (B + 3n), S, S, C]: of each group the batch, then its last n images rotated by
 * 90, 180 and 270 degrees, each of these views augmented.
 * @param draws [groups · (B + 3n), 7] uniform numbers, one row a view
 * @param strengths of the changes, one behind the other: colour, pixels of a shift, pixels of a hole
 */
export function viewsOf(
  images: tf.Tensor4D,
  groups: number,
  n: number,
  draws: tf.Tensor2D,
  strengths: NamedScalar,
  { augmentColor, augmentTranslation, augmentCutout }: Pick<RunConfig, 'augmentColor' | 'augmentTranslation' | 'augmentCutout'>,
): tf.Tensor4D {
  const changes = { color: augmentColor > 0, shift: augmentTranslation > 0, hole: augmentCutout > 0 }
  return augmentedViews(images, groups, n, { draws, strengths, changes })
}

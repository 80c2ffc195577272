// Whether a file draws what the run draws: the pictures of its plain JavaScript beside those of the sampler.
import { pointCode } from '../../gan/latent/codes.ts'
import { createForward } from '../../player/forward.ts'
import type { GeneratorModel } from '../../player/model.ts'
import { writePixels } from '../../player/pixels.ts'
import { createPlan } from '../../player/plan.ts'
import type { ExportCheck } from '../../spec/exports.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { comparePictures } from '../comparison.ts'

/** Pictures of the run, by its sampler, that those of the file are compared with. */
export interface DrawnPictures {
  readonly points: readonly LatentPoint[]
  readonly pictures: Pictures
}

/** @param onProgress gets how many are compared, of all */
export function compareWithRun(
  model: GeneratorModel,
  { points, pictures }: DrawnPictures,
  onProgress?: (done: number, total: number) => void,
): ExportCheck {
  const plan = createPlan(model)
  const forward = createForward(plan)
  const pixels = new Uint8ClampedArray(pictures.pixels.length)
  points.forEach((point, i) => {
    writePixels(forward(pointCode(point, model)), plan.output.channels, pixels, 4 * pictures.size ** 2 * i)
    onProgress?.(i + 1, points.length)
  })
  return comparePictures({ ...pictures, pixels }, pictures)
}

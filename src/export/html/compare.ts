// Whether a file draws what the run draws: the pictures of its plain JavaScript beside those of the sampler.
import { drawPoints } from '../../player/draw-points.ts'
import type { GeneratorModel } from '../../player/model.ts'
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
  const drawn = drawPoints(model, points, (done) => onProgress?.(done, points.length))
  return comparePictures(drawn, pictures)
}

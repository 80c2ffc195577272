// Pictures of points by the processor alone.
import { pointCode } from '../gan/latent/codes.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { LatentPoint } from '../spec/picture-code.ts'
import { createForward } from './forward.ts'
import type { GeneratorModel } from './model.ts'
import { writePixels } from './pixels.ts'
import { createPlan } from './plan.ts'

/** @param onProgress gets how many are drawn; what it throws ends the drawing @throws RangeError where there is no such class or direction */
export function drawPoints(model: GeneratorModel, points: readonly LatentPoint[], onProgress?: (done: number) => void): Pictures {
  const plan = createPlan(model)
  const forward = createForward(plan)
  const { side: size, channels } = plan.output
  const pixels = new Uint8ClampedArray(points.length * 4 * size ** 2)
  points.forEach((point, i) => {
    writePixels(forward(pointCode(point, model)), channels, pixels, 4 * size ** 2 * i)
    onProgress?.(i + 1)
  })
  return { count: points.length, size, pixels }
}

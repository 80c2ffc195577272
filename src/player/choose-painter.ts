// Draws on the graphics processor where the browser has WebGPU and it draws the right pictures, else in JavaScript.
import { createGpuPainter } from './gpu.ts'
import type { GeneratorModel } from './model.ts'
import { createPlainPainter, type Painter } from './painter.ts'
import { createPlan } from './plan.ts'

/** Largest difference of a channel from what JavaScript draws. */
const TOLERANCE = 2

export async function choosePainter(model: GeneratorModel): Promise<Painter> {
  const plan = createPlan(model)
  const plain = createPlainPainter(plan)
  const gpu = await createGpuPainter(plan).catch(() => null)
  const code = Float32Array.from({ length: plan.codeLength }, (_, i) => Math.sin(1 + i))
  const drawn = await gpu?.draw([code]).catch(() => null)
  const wanted = await plain.draw([code])
  const isRight = drawn && wanted.every((value, i) => Math.abs(value - (drawn[i] as number)) <= TOLERANCE)
  return gpu && isRight ? orElse(gpu, plain) : plain
}

/** A graphics device may be lost at any time, as when a laptop goes to sleep. */
function orElse(gpu: Painter, plain: Painter): Painter {
  let isLost = false
  return {
    ...gpu,
    async draw(codes) {
      const pixels = isLost ? null : await gpu.draw(codes).catch(() => null)
      isLost ||= pixels === null
      return pixels ?? plain.draw(codes)
    },
  }
}

// Draws on the graphics processor where the browser has WebGPU and it draws the right pictures, else in JavaScript.
import { createGpuPainter } from './gpu.ts'
import type { GeneratorModel } from './model.ts'
import { createPlainPainter, type Painter } from './painter.ts'
import { createPlan } from './plan.ts'

/** Largest difference of a channel from what JavaScript draws. */
const TOLERANCE = 2

/** @param mayUseGpu false: JavaScript whatever the browser has */
export async function createPainter(model: GeneratorModel, mayUseGpu: boolean): Promise<Painter> {
  const plan = createPlan(model)
  const inJavaScript = createPlainPainter(plan)
  const gpu = mayUseGpu ? await createGpuPainter(plan).catch(() => null) : null
  if (!gpu) return inJavaScript
  const code = new Float32Array(plan.codeLength).map((_, i) => Math.sin(1 + i))
  const [drawn, wanted] = await Promise.all([gpu, inJavaScript].map((painter) => painter.draw([code]).catch(() => null)))
  const isRight = drawn && wanted?.every((value, i) => Math.abs(value - (drawn[i] as number)) <= TOLERANCE)
  return isRight ? gpu : inJavaScript
}

// A generator as it is passed on to be drawn with elsewhere (spec/drawing.ts); player/stored-model.ts reads it.
import type { InferenceGenerator } from '../gan/inference.ts'
import type { StoredPrecision } from '../player/model.ts'
import type { GeneratorCopy } from '../spec/drawing.ts'
import { packNumbers } from './html/pack-model.ts'

/** @param precision of kernels and matrices */
export function writeCopy(generator: InferenceGenerator, precision: StoredPrecision = 'f32'): GeneratorCopy {
  const { description, numbers } = packNumbers(generator, precision)
  return { step: generator.step, description: JSON.stringify(description), numbers: numbers.buffer }
}

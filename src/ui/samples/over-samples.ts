// Pictures that are being drawn, over the samples that they come from.
import type { Pictures } from '../../spec/image-block.ts'
import { pixelsOf } from '../shared/pixels-of.ts'

/** `drawn` with the samples in the places that are still transparent. */
export function overSamples(drawn: Pictures, samples: Pictures): Pictures {
  const missing = Array.from({ length: drawn.count }, (_, i) => i).filter((index) => pixelsOf(drawn, index)[3] === 0)
  if (missing.length === 0 || samples.size !== drawn.size) return drawn
  const pixels = drawn.pixels.slice()
  for (const index of missing) pixels.set(pixelsOf(samples, index), 4 * index * drawn.size ** 2)
  return { ...drawn, pixels }
}

// One picture out of a block of them.
import type { Pictures } from '../../spec/report.ts'

/** RGBA, [size, size, 4]; a view, not a copy. */
export function pixelsOf({ size, pixels }: Pick<Pictures, 'size' | 'pixels'>, index: number): Pictures['pixels'] {
  const bytes = 4 * size * size
  return pixels.subarray(index * bytes, (index + 1) * bytes)
}

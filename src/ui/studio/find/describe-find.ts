// The search for the picture that is nearest to a photo, in words.
import type { FoundPicture } from '../../../spec/find-latent.ts'
import { SEARCHED_SEEDS } from '../../../spec/find-latent.ts'
import type { FindSlice } from './find-slice.ts'

/** A difference of pixels as a share of the whole range from black to white: 8 %. */
export function formatError(error: number): string {
  const percent = (100 * error) / 255
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`
}

/** How near it came, beside what no search would have found. */
export function describeFound({ error, seedError }: FoundPicture): string {
  return `Its pixels are ${formatError(error)} off, those of the best of ${SEARCHED_SEEDS} seeds ${formatError(seedError)}.`
}

/** The announcement when a search ends; null where the person cancelled it. */
export function describeSearchEnd({ found, problem }: FindSlice): string | null {
  if (found) return `The nearest picture is found. ${describeFound(found)}`
  return problem
}

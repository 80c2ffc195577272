// The classes of a run as the page is told them: by the images of the open set, some of which the run does not see.
import type { ClassLabels } from '../../gan/class-labels.ts'
import { NO_CLASS, type RunClasses } from '../../spec/classes.ts'
import type { RunConfig } from '../../spec/config.ts'

/** Where the images of a run are among those of its set. */
export interface ImagePlaces {
  /** Of each image of the run its number in the set. */
  readonly numbers: ArrayLike<number>
  /** Images of the set. */
  readonly count: number
}

/** Without those that are left out. */
export function placesWithout(leftOut: readonly number[], images: number): ImagePlaces {
  const count = images + leftOut.length
  const isOut = new Set(leftOut)
  return { numbers: Array.from({ length: count }, (_, i) => i).filter((number) => !isOut.has(number)), count }
}

/** Null where the run has none. */
export function runClasses(
  { conditioning }: Pick<RunConfig, 'conditioning'>,
  classes: ClassLabels | null,
  { numbers, count }: ImagePlaces,
  accuracy: number | null,
): RunClasses | null {
  if (conditioning === 'none' || !classes) return null
  const { names, counts, step } = classes
  const ofImages = new Int32Array(count).fill(NO_CLASS)
  const confidence = new Float32Array(count)
  for (let i = 0; i < classes.ofImages.length; i++) {
    const number = numbers[i] as number
    ofImages[number] = classes.ofImages[i] as number
    confidence[number] = classes.confidence[i] as number
  }
  return { conditioning, names, counts, step, ofImages, confidence, accuracy }
}

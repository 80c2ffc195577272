// The progress of a search for classes, in the words that a person reads.
import type { Dataset } from '../../data/dataset.ts'
import type { CancelSignal, WorkOptions } from '../../spec/cancel.ts'
import type { LabellingProgress } from '../../spec/classes.ts'
import type { RunConfig } from '../../spec/config.ts'
import { type Part, WorkProgress } from '../../spec/work-progress.ts'

export const PRETRAINING = 'Learning rotations first'
export const LOOKING = 'Looking at the images'
export const GROUPING = 'Grouping the images'
export const INFERRING = 'Inferring the labels'

type LabellingPart = typeof PRETRAINING | typeof LOOKING | typeof GROUPING | typeof INFERRING

/** How each part is followed and cancelled. */
export type LabellingOptions = (part: LabellingPart) => WorkOptions

interface Followed {
  now(): number
  readonly signal?: CancelSignal
  onProgress?(progress: LabellingProgress): void
}

/** Seconds, roughly: of a step of pretraining, and for each image of looking at it and of the last part. */
const GUESS = { step: 0.02, network: 0.003, layer: 0.0005, last: 0.001 }

/** @param last the part that follows the features; null: none */
export function followLabelling(
  { count }: Pick<Dataset, 'count'>,
  { labelFeatures, pretrainSteps }: Pick<RunConfig, 'labelFeatures' | 'pretrainSteps'>,
  { now, signal, onProgress }: Followed,
  last: typeof GROUPING | typeof INFERRING | null,
): LabellingOptions {
  const parts: Part<LabellingPart>[] = [
    { name: PRETRAINING, size: labelFeatures === 'rotation' ? pretrainSteps : 0, guess: GUESS.step, onDevice: true },
    { name: LOOKING, size: count, guess: labelFeatures === 'network' ? GUESS.network : GUESS.layer, onDevice: true },
    ...(last ? [{ name: last, size: count, guess: GUESS.last, onDevice: false }] : []),
  ]
  const work = new WorkProgress(parts, new Map(), now)
  return (part) => ({
    signal,
    onProgress: (done) => {
      const share = work.update(part, done)
      onProgress?.({ words: part, share, left: work.secondsLeft() })
    },
  })
}

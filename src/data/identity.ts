// Which images a run was trained on, in a few bytes that stand in its checkpoint: a resumed run is the run it would have been only on the
// same ones, and what was held out from training is known only for them.
import { grouped } from '../spec/words.ts'
import type { Dataset } from './dataset.ts'
import { fingerprint } from './fingerprint.ts'

export interface TrainingImages {
  readonly count: number
  /** Of all pixels, in their order. */
  readonly hash: string
}

export function identify({ images, count }: Pick<Dataset, 'images' | 'count'>): TrainingImages {
  return { count, hash: fingerprint(images) }
}

/** Null where they are the same, or a sentence. */
export function whyOtherImages(trained: TrainingImages, { count, hash }: TrainingImages): string | null {
  if (trained.count === count && trained.hash === hash) return null
  const before = grouped(trained.count)
  const how = trained.count === count ? `as many (${before}), but with other pixels` : `${before} then, ${grouped(count)} now`
  return `These are not the images that the run was trained on: ${how}.`
}

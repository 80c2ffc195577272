// Which class each image of a step has: the real ones those of the run, the fakes and the samples one drawn by frequency.
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import type { ClassLabels } from './class-labels.ts'

/** `count` classes in proportion to these counts; uniform where all are 0. */
export function drawClasses(counts: readonly number[], stream: RandomStream, count: number): Int32Array {
  const ends = cumulative(counts)
  const total = ends.at(-1) ?? 0
  return Int32Array.from({ length: count }, () => {
    const at = stream.uniform() * total
    return ends.findIndex((end) => at < end)
  })
}

function cumulative(counts: readonly number[]): number[] {
  const isEmpty = counts.every((count) => count === 0)
  let end = 0
  return counts.map((count) => {
    end += isEmpty ? 1 : count
    return end
  })
}

/** The class of a sample seed: the same wherever the classes have these proportions. */
export function classOfSeed(seed: number, counts: readonly number[]): number {
  return drawClasses(counts, new RandomStream(seed, 'sampleClass'), 1)[0] as number
}

/**
 * What D is told of these real images: int32, NO_CLASS where none. Where labels are random, each image has another one whenever it is read
 * [Lucic et al. 2019, RANDOM LABEL].
 * @param update updates of D done before
 */
export function labelsOf(
  images: Uint32Array,
  { conditioning, seed }: Pick<RunConfig, 'conditioning' | 'seed'>,
  { ofImages, counts }: Pick<ClassLabels, 'ofImages' | 'counts'>,
  update: number,
): Int32Array {
  if (conditioning === 'single') return new Int32Array(images.length)
  if (conditioning !== 'random') return Int32Array.from(images, (image) => ofImages[image] as number)
  const stream = new RandomStream(seed, 'randomLabels', update)
  return Int32Array.from(images, () => stream.below(counts.length))
}

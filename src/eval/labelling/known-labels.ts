// Which labels of a set training may know: those of training images, and of these the share that the settings leave visible.
import type { Dataset } from '../../data/dataset.ts'
import { splitImages } from '../../data/sampling.ts'
import { TrainingError } from '../../gan/errors.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import type { RunConfig } from '../../spec/config.ts'
import { RandomStream } from '../../spec/rng.ts'

/**
 * For each image the label that training may know, NO_CLASS elsewhere. `labelShare` of the labelled training images of each class are drawn
 * by the seed, and at least one.
 */
export function visibleLabels(config: RunConfig, { labels, count }: Pick<Dataset, 'labels' | 'count'>): Int32Array {
  const visible = new Int32Array(count).fill(NO_CLASS)
  const { training } = splitImages(count, config)
  labels?.names.forEach((_, label) => {
    const images = training.filter((image) => labels.ofImages[image] === label)
    const order = new RandomStream(config.seed, 'labelShare', label).permutation(images.length)
    for (const place of order.subarray(0, Math.max(1, Math.round(config.labelShare * images.length))))
      visible[images[place] as number] = label
  })
  return visible
}

/** @throws TrainingError where training knows images of fewer than two classes */
export function checkVisible(given: Int32Array, names: readonly string[]): void {
  const known = new Set(given)
  known.delete(NO_CLASS)
  if (known.size >= 2) return
  const [only] = known
  throw new TrainingError({
    reason: 'bad-data',
    message:
      only === undefined
        ? 'These settings need labels, and no image that training sees has one.'
        : `These settings need two kinds of images at least, and all labels that training sees are “${names[only]}”.`,
    advice: 'Label some more images under “Labels”, or choose clusters, which need none.',
  })
}

/** How many of these images are in each class. */
export function countClasses(images: Uint32Array, ofImages: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const image of images) {
    const label = ofImages[image] as number
    if (label !== NO_CLASS) counts[label] = (counts[label] as number) + 1
  }
  return counts
}

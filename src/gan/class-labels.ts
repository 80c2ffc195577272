// The classes by which a run is conditioned: which class D is told of each image, and how often G draws each. They are part of the run's state.
import type { Dataset } from '../data/dataset.ts'
import { MAX_CLASSES, NO_CLASS } from '../spec/classes.ts'
import type { RunConfig } from '../spec/config.ts'
import { TrainingError } from './errors.ts'

export interface ClassLabels {
  readonly names: readonly string[]
  /** For each image of the set its class; NO_CLASS where D is told none. */
  readonly ofImages: Int32Array
  /** How sure each is, 0 to 1: 1 where it was given. */
  readonly confidence: Float32Array
  /** The classes of fakes are drawn in these proportions, one for each name. */
  readonly counts: readonly number[]
  /** Steps made when they were found. */
  readonly step: number
  /**
   * What was known when the run began and training may know: for each image its label, NO_CLASS elsewhere. Classes that are found anew on the way
   * are found from these, whatever becomes of the labels of the set.
   */
  readonly given: Int32Array
}

/** What stands for the classes of a run while they have not been found: no image has one, and each of `count` is as frequent as the others. */
export function unknownClasses(count: number, images: number): ClassLabels {
  const ofImages = new Int32Array(images).fill(NO_CLASS)
  const each = Array.from({ length: count }, () => 1)
  return { names: each.map(() => ''), ofImages, confidence: new Float32Array(images), counts: each, step: 0, given: ofImages }
}

/**
 * How many classes the networks of a run have; 0 where it has none.
 * @throws TrainingError where the settings ask for labels and the set has not two different ones, or too many
 */
export function classCountOf(config: RunConfig, { labels }: Pick<Dataset, 'labels'>): number {
  switch (config.conditioning) {
    case 'none':
      return 0
    case 'single':
      return 1
    case 'random':
      return labels ? checkCount(labels.names.length) : config.classCount
    case 'clusters':
      return config.classCount
    case 'inferred':
    case 'co-trained':
    case 'given': {
      const count = labels?.names.length ?? 0
      if (count >= 2) return checkCount(count)
      throw new TrainingError({
        reason: 'bad-data',
        message: 'These settings need labels, and the images have none, or only one.',
        advice: 'Label some of them under “Labels”, or choose clusters, which need none.',
      })
    }
    default:
      return config.conditioning satisfies never
  }
}

/** @throws TrainingError where they are too many */
function checkCount(count: number): number {
  if (count <= MAX_CLASSES) return count
  throw new TrainingError({
    reason: 'bad-data',
    message: `The images have ${count} different labels; a run can learn at most ${MAX_CLASSES}.`,
    advice: 'Use labels that many images share, or choose clusters.',
  })
}

/** Whether each is one of so many classes, or NO_CLASS. */
export function areClasses(table: Int32Array, classCount: number): boolean {
  return table.every((index) => index >= NO_CLASS && index < classCount)
}

/** @throws Error where they are not classes of networks with so many and of a set with so many images */
export function checkClasses({ names, counts, ofImages, confidence, given }: ClassLabels, classCount: number, images: number): void {
  const lengths = [names, counts].map(({ length }) => length)
  const tables = [ofImages, confidence, given].map(({ length }) => length)
  if (lengths.some((length) => length !== classCount))
    throw new Error(`${lengths.join(' names and ')} counts of classes were given to networks of ${classCount}`)
  if (tables.some((length) => length !== images)) throw new Error(`classes of ${tables.join(', ')} images were given for ${images}`)
  if (!areClasses(ofImages, classCount) || !areClasses(given, classCount)) throw new Error(`an image is in none of ${classCount} classes`)
  if (!areShares(confidence)) throw new Error('a confidence is not from 0 to 1')
}

/** Whether each is from 0 to 1; they are rounded. */
export function areShares(values: Float32Array): boolean {
  return values.every((value) => value >= 0 && value <= 1.001)
}

/** The most classes that a run with these settings may have. */
export function maxClassCount({ conditioning, classCount }: Pick<RunConfig, 'conditioning' | 'classCount'>): number {
  switch (conditioning) {
    case 'none':
      return 0
    case 'single':
      return 1
    case 'clusters':
      return classCount
    case 'random':
    case 'inferred':
    case 'co-trained':
    case 'given':
      return MAX_CLASSES
    default:
      return conditioning satisfies never
  }
}

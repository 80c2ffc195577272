// What the real images of a score truly show, where samples are drawn of a class or have a label themselves.
import type { ImageLabels } from '../data/dataset.ts'
import type { Run } from '../gan/run.ts'
import { NO_CLASS } from '../spec/classes.ts'
import type { SetClasses } from './metrics/metric.ts'

/** The classes of the images of a set. */
export interface KnownClasses {
  readonly names: readonly string[]
  /** For each image its class among the names, NO_CLASS where it is not known. */
  readonly ofImages: ArrayLike<number>
}

/**
 * The true classes of the images of a run, among the classes that its samples are drawn of: the labels of the set, those too that training was not
 * told; for clusters, which nobody has labelled, the clusters. Null where there is no truth to hold samples to.
 */
export function trueClasses({ config, classes }: Pick<Run, 'config' | 'classes'>, labels: ImageLabels | undefined): KnownClasses | null {
  switch (config.conditioning) {
    case 'none':
    case 'single':
      return null
    case 'clusters':
      return classes
    case 'random':
    case 'inferred':
    case 'co-trained':
    case 'given':
      return classes && labels ? { names: classes.names, ofImages: classesByName(labels, classes.names) } : null
    default:
      return config.conditioning satisfies never
  }
}

/** Labels as classes of the same names: those of the set may have been changed since the run began, and two sets have them in different orders. */
export function classesByName({ names, ofImages }: KnownClasses, wanted: readonly string[]): readonly number[] {
  const classOf = names.map((name) => wanted.indexOf(name)) // of a name that is not wanted NO_CLASS
  return Array.from(ofImages, (label) => (label === NO_CLASS ? NO_CLASS : (classOf[label] as number)))
}

/** Which images of the set the rows of each table of real images are. */
interface RealRows {
  readonly real: ArrayLike<number>
  readonly training: ArrayLike<number>
  readonly heldOut: ArrayLike<number>
}

/** @param fake the class that each sample was asked for */
export function classesOfRows({ names, ofImages }: KnownClasses, rows: RealRows, fake: readonly number[]): SetClasses {
  const of = (images: ArrayLike<number>) => Array.from(images, (image) => ofImages[image] as number)
  return { names, rows: { real: of(rows.real), training: of(rows.training), heldOut: of(rows.heldOut), fake } }
}

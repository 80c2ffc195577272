// Whether the labels of the set are enough for a linear probe, and whether two probes had the same.
import type { GivenLabels } from '../../spec/classes.ts'
import type { FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { countLabels } from './session.ts'

/** Fewer cannot be split into training and test images. */
const MIN_CLASS_SIZE = 5
const MIN_CLASSES = 2

/** Why the probe cannot use these labels yet, or null if it can. */
export function probeBlocker(labels: GivenLabels | null, leftOut: ReadonlySet<number>): string | null {
  if (labels === null) return 'The labels are being read…'
  const large = countLabels(labels, leftOut).ofClasses.filter((count) => count >= MIN_CLASS_SIZE)
  return large.length >= MIN_CLASSES ? null : `Label at least ${MIN_CLASS_SIZE} images of each of two classes first.`
}

type Labelled = Extract<FeatureAnalysis, { kind: 'probe' }>['labelled']

export function isSameLabels(one: Labelled, other: Labelled): boolean {
  if (one === other || one === null || other === null) return one === other
  const { images, classes } = other
  return one.images.length === images.length && one.images.every((image, i) => image === images[i] && one.classes[i] === classes[i])
}

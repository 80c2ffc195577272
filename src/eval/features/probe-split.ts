// Which labelled images a probe learns from and which test it. Where there are many, one split will do. Where there are few,
// they are cross-validated: cut into folds, so that each image is tested once, by a classifier that learnt from the other folds.
import { RandomStream } from '../../spec/rng.ts'

/** One entry a row; null for an image without a label. */
export type Labels = readonly (string | null)[]

/** Images that take part in one split and in folds, at most: cross-validation takes two or three times as long. */
export const PROBE_IMAGES = { learnt: 2000, tested: 1000, inFolds: 1000 } as const

/** So many tested images are enough for one split: their 95 % interval reaches at most 0.98 / √400, five points, to either side. */
export const ENOUGH_TESTED = 400

/**
 * Five or ten, stratified [Kohavi 1995; Hastie et al. 2009, §7.10]: ten up to so many images, where there is little to learn from; above,
 * five give the same in half the time.
 */
const FOLDS = { few: 10, many: 5, fewUpTo: 500 }

/** One in so many of each class tests, where there are many labels and no split is given. */
const TESTED_PART = 4

/** In which fold each row tests; null for one that only learns. A row learns in every fold in which it does not test. */
export interface Split {
  readonly testedIn: readonly (number | null)[]
  /** 1 where some rows only test and the others only learn. */
  readonly folds: number
}

/** @param heldOut for each row whether it tests; without it the labels are split here, by the seed */
export function splitLabels(labels: Labels, seed: number, heldOut?: readonly boolean[]): Split {
  if (heldOut) return { testedIn: heldOut.map((tests) => (tests ? 0 : null)), folds: 1 }
  const count = labelledRows(labels).length
  if (count < TESTED_PART * ENOUGH_TESTED)
    return stratifiedFolds(labels, seed, Math.min(count <= FOLDS.fewUpTo ? FOLDS.few : FOLDS.many, count))
  const testedIn: (number | null)[] = labels.map(() => null)
  for (const rows of shuffledClasses(labels, seed)) for (let i = 0; i < rows.length; i += TESTED_PART) testedIn[rows[i] as number] = 0
  return { testedIn, folds: 1 }
}

/** Each labelled row is in one fold; the folds are equally large, and so are the parts of each class in them, but for one. */
export function stratifiedFolds(labels: Labels, seed: number, folds: number): Split {
  const testedIn: (number | null)[] = labels.map(() => null)
  for (const [i, row] of shuffledClasses(labels, seed).flat().entries()) testedIn[row] = i % folds
  return { testedIn, folds }
}

/** The rows of each class, shuffled by the seed. */
function shuffledClasses(labels: Labels, seed: number): number[][] {
  return classesOf(labels).map((name, index) => {
    const rows = labelledRows(labels).filter((row) => labels[row] === name)
    return Array.from(new RandomStream(seed, 'probe', index).permutation(rows.length), (place) => rows[place] as number)
  })
}

/** In the order of the code units of their names. */
export function classesOf(labels: Labels): string[] {
  return [...new Set(labels)].filter((label) => label !== null).sort()
}

export function labelledRows(labels: Labels): number[] {
  return labels.flatMap((label, row) => (label === null ? [] : [row]))
}

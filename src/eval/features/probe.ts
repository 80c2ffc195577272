// A linear probe, which measures what features know about labels: a linear classifier learns them from some images and is tested on images it has not seen. The labels
// are folder names, or a few clicks; the networks never see them.

import { FeatureError } from '../errors.ts'
import { checkLength, checkTable } from './check.ts'
import { type FeatureTable, takeRows } from './feature-table.ts'
import { fitLogistic, type LogisticFit, probabilities } from './logistic.ts'
import { type Scaling, scaled, scalingOf } from './normalise.ts'
import { classesOf, type Labels, labelledRows, type Split, splitLabels } from './probe-split.ts'

/** scikit-learn's default: weights of standardised features stay below about 1. */
const STRENGTH = 1

/** Two-sided 95 %, in standard deviations. */
const Z95 = 1.959963984540054

export interface Classifier extends Scaling, LogisticFit {
  /** In the order of the code units of their names. */
  readonly classes: readonly string[]
}

/** Learns from every labelled row. @throws FeatureError where there are not two classes, or nothing to tell them by */
export function trainClassifier(table: FeatureTable, labels: Labels): Classifier {
  checkTable(table)
  checkLength(table, labels, 'labels')
  const rows = labelledRows(labels)
  const classes = checkedClasses(labels)
  const seen = takeRows(table, rows)
  const scaling = scalingOf(seen)
  const wanted = Uint32Array.from(rows, (row) => classes.indexOf(labels[row] as string))
  return { classes, ...scaling, ...fitLogistic(scaled(seen, scaling), table.width, wanted, classes.length, STRENGTH) }
}

/** The classes of the labels. @throws FeatureError where there are not two */
function checkedClasses(labels: Labels): string[] {
  const classes = classesOf(labels)
  if (classes.length === 0) throw new FeatureError('No image has a label: put images into folders by kind, or label a few by hand.')
  if (classes.length === 1) throw new FeatureError(`All labels are “${classes[0]}”: label images of a second kind, to tell them apart.`)
  return classes
}

/** Index of the predicted class of each row. @throws FeatureError */
export function classify(classifier: Classifier, table: FeatureTable): Uint32Array {
  const count = classifier.classes.length
  const all = probabilities(classifier, scaled(table, classifier), table.width) // [rows, classes]
  return Uint32Array.from({ length: table.rows }, (_, row) => {
    const chances = all.subarray(row * count, (row + 1) * count)
    return chances.reduce((best, chance, c) => (chance > (chances[best] as number) ? c : best), 0)
  })
}

export interface ProbeResult {
  readonly classes: readonly string[]
  /**
   * Share of tested images that are classified correctly, and its 95 % interval [Wilson 1927]. With folds it is about that: their classifiers learn from images
   * in common, and no unbiased estimate of the variance exists [Bengio and Grandvalet 2004].
   */
  readonly accuracy: number
  readonly interval: readonly [low: number, high: number]
  /** Accuracy of always predicting the commonest class of the training images. */
  readonly chance: number
  readonly learntFrom: number
  readonly tested: number
  /** 1 where some images only test and the others only learn; else each is tested once, in its fold, and learnt from in all others. */
  readonly folds: number
  /** Confusion matrix, [true class][predicted class]. */
  readonly counts: readonly (readonly number[])[]
  /** Which classes are left out and why, in sentences. */
  readonly leftOut: readonly string[]
}

/**
 * Learns from some of the labelled rows and is tested by others, in folds where there are few.
 * @param heldOut for each row whether it tests; without it the labels are split by the seed
 * @throws FeatureError where fewer than two classes are on both sides
 */
export function probe(table: FeatureTable, labels: Labels, seed: number, heldOut?: readonly boolean[]): ProbeResult {
  checkLength(table, labels, 'labels')
  if (heldOut) checkLength(table, heldOut, 'sides')
  const { kept, leftOut } = onBothSides(labels, heldOut)
  const classes = checkedClasses(kept)
  const { testedIn, folds } = splitLabels(kept, seed, heldOut)
  const counts = classes.map(() => classes.map(() => 0))
  for (let fold = 0; fold < folds; fold++) {
    for (const [row, predicted] of testFold(table, kept, testedIn, fold)) {
      const line = counts[classes.indexOf(kept[row] as string)] as number[]
      const column = classes.indexOf(predicted)
      line[column] = (line[column] as number) + 1
    }
  }
  const tested = counts.flat().reduce((sum, count) => sum + count, 0)
  const right = counts.reduce((sum, line, c) => sum + (line[c] as number), 0)
  const learnt = classes.map((name) => kept.filter((label, row) => label === name && learns(testedIn[row], folds)).length)
  const commonest = counts[learnt.indexOf(Math.max(...learnt))] as number[]
  return {
    classes,
    accuracy: right / tested,
    interval: wilsonInterval(right, tested),
    chance: commonest.reduce((sum, count) => sum + count, 0) / tested,
    learntFrom: learnt.reduce((sum, count) => sum + count, 0),
    tested,
    folds,
    counts,
    leftOut,
  }
}

/** Whether a row is learnt from at all. */
function learns(fold: number | null | undefined, folds: number): boolean {
  return folds > 1 || fold === null
}

/** The test rows of a fold, each with the class predicted by a classifier that has seen none of them. */
function testFold(table: FeatureTable, labels: Labels, testedIn: Split['testedIn'], fold: number): readonly (readonly [number, string])[] {
  const rows = labelledRows(labels).filter((row) => testedIn[row] === fold)
  if (rows.length === 0) return []
  const seen = labels.map((label, row) => (testedIn[row] === fold ? null : label))
  const classifier = trainClassifier(table, seen)
  const predicted = classify(classifier, takeRows(table, rows))
  return rows.map((row, i) => [row, classifier.classes[predicted[i] as number] as string] as const)
}

/** The 95 % interval of a share of `right` in `of` [Wilson 1927]: inside 0 and 1, and honest for few. */
export function wilsonInterval(right: number, of: number): [low: number, high: number] {
  const share = right / of
  const square = Z95 * Z95
  const middle = (share + square / (2 * of)) / (1 + square / of)
  const half = (Z95 / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  return [right === 0 ? 0 : middle - half, right === of ? 1 : middle + half]
}

/** Labels of classes that can be both learnt and tested; for each other class a sentence says why not. */
function onBothSides(labels: Labels, heldOut: readonly boolean[] | undefined): { kept: Labels; leftOut: string[] } {
  const why = (name: string) => {
    const rows = labelledRows(labels).filter((row) => labels[row] === name)
    if (!heldOut) return rows.length > 1 ? null : 'it has one image, and takes two: one to learn from and one to test.'
    if (!rows.some((row) => heldOut[row])) return 'none of its images is held out to judge by; label at least two.'
    return rows.every((row) => heldOut[row]) ? 'all of its images are held out, so there is none to learn from.' : null
  }
  const reasons = new Map(classesOf(labels).map((name) => [name, why(name)]))
  const leftOut = [...reasons].flatMap(([name, reason]) => (reason === null ? [] : [`“${name}” is left out: ${reason}`]))
  const kept = labels.map((label) => (label !== null && reasons.get(label) === null ? label : null))
  if (leftOut.length > 0 && classesOf(kept).length < 2) {
    throw new FeatureError(`Two classes with images on both sides are needed. ${leftOut.join(' ')}`)
  }
  return { kept, leftOut }
}

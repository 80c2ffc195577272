// What features know about labels: a linear classifier learns them from some images and is judged by images it has not seen. The labels
// are folder names, or a few clicks; the networks never see them.
import { RandomStream } from '../../tensor/rng.ts'
import { checkLength, checkTable } from './check.ts'
import { FeatureError, type FeatureTable, takeRows } from './feature-table.ts'
import { fitLogistic, type LogisticFit, probabilities } from './logistic.ts'
import { type Scaling, scaled, scalingOf } from './normalise.ts'

/** One entry a row; null for an image without a label. */
export type Labels = readonly (string | null)[]

/** scikit-learn's default: weights of standardised features stay below about 1. */
const STRENGTH = 1

/** Labelled images that judge, of each class. */
const HELD_OUT_SHARE = 0.25

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
  const classes = [...new Set(rows.map((row) => labels[row] as string))].sort()
  if (classes.length === 0) throw new FeatureError('No image has a label: put images into folders by kind, or label a few by hand.')
  if (classes.length === 1) throw new FeatureError(`All labels are “${classes[0]}”: label images of a second kind, to tell them apart.`)
  const seen = takeRows(table, rows)
  const scaling = scalingOf(seen)
  const wanted = Uint32Array.from(rows, (row) => classes.indexOf(labels[row] as string))
  return { classes, ...scaling, ...fitLogistic(scaled(seen, scaling), table.width, wanted, classes.length, STRENGTH) }
}

/** Index of the class that the classifier takes each row for. @throws FeatureError */
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
  /** Share of held-out images told right, and its 95 % interval [Wilson 1927]. */
  readonly accuracy: number
  readonly interval: readonly [low: number, high: number]
  /** What one gets without looking: the share that the commonest class of the images learnt from has among those held out. */
  readonly chance: number
  readonly learntFrom: number
  readonly heldOut: number
  /** Counts, [true class][told class]. */
  readonly counts: readonly (readonly number[])[]
  /** What could not be judged, in sentences. */
  readonly leftOut: readonly string[]
}

/**
 * Learns from some of the labelled rows and judges by the others.
 * @param heldOut for each row whether it judges; without it a seeded quarter of every class does
 * @throws FeatureError where fewer than two classes are on both sides
 */
export function probe(table: FeatureTable, labels: Labels, seed: number, heldOut?: readonly boolean[]): ProbeResult {
  checkLength(table, labels, 'labels')
  const judges = heldOut ?? stratifiedSplit(labels, seed)
  checkLength(table, judges, 'sides')
  const { kept, leftOut } = onBothSides(labels, judges)
  const classifier = trainClassifier(
    table,
    kept.map((label, row) => (judges[row] ? null : label)),
  )
  const { classes } = classifier
  const rows = labelledRows(kept).filter((row) => judges[row])
  const told = classify(classifier, takeRows(table, rows))
  const counts = classes.map(() => classes.map(() => 0))
  rows.forEach((row, i) => {
    const line = counts[classes.indexOf(kept[row] as string)] as number[]
    const column = told[i] as number
    line[column] = (line[column] as number) + 1
  })
  const right = counts.reduce((sum, line, c) => sum + (line[c] as number), 0)
  const learnt = classes.map((name) => kept.filter((label, row) => label === name && !judges[row]).length)
  const commonest = counts[learnt.indexOf(Math.max(...learnt))] as number[]
  return {
    classes,
    accuracy: right / rows.length,
    interval: wilsonInterval(right, rows.length),
    chance: commonest.reduce((sum, count) => sum + count, 0) / rows.length,
    learntFrom: learnt.reduce((sum, count) => sum + count, 0),
    heldOut: rows.length,
    counts,
    leftOut,
  }
}

/** A seeded quarter of the rows of every class, at least one; a class of one row has none. */
export function stratifiedSplit(labels: Labels, seed: number): boolean[] {
  const judges = labels.map(() => false)
  const classes = [...new Set(labels)].filter((label) => label !== null).sort()
  classes.forEach((name, index) => {
    const rows = labelledRows(labels).filter((row) => labels[row] === name)
    if (rows.length < 2) return
    const order = new RandomStream(seed, 'probe', index).permutation(rows.length)
    const count = Math.max(1, Math.round(HELD_OUT_SHARE * rows.length))
    for (const place of order.subarray(0, count)) judges[rows[place] as number] = true
  })
  return judges
}

/** The 95 % interval of a share of `right` in `of` [Wilson 1927]: inside 0 and 1, and honest for few. */
export function wilsonInterval(right: number, of: number): [low: number, high: number] {
  const share = right / of
  const square = Z95 * Z95
  const middle = (share + square / (2 * of)) / (1 + square / of)
  const half = (Z95 / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  return [right === 0 ? 0 : middle - half, right === of ? 1 : middle + half]
}

/** Labels of classes that both learn and judge; the others are told in sentences. */
function onBothSides(labels: Labels, judges: readonly boolean[]): { kept: Labels; leftOut: string[] } {
  const side = (judging: boolean) => new Set(labels.filter((label, row) => label !== null && (judges[row] ?? false) === judging))
  const [learnt, judged] = [side(false), side(true)]
  const leftOut: string[] = []
  for (const name of [...new Set([...learnt, ...judged])].sort()) {
    if (!judged.has(name)) leftOut.push(`“${name}” is left out: none of its images is held out to judge by; label at least two.`)
    if (!learnt.has(name)) leftOut.push(`“${name}” is left out: all of its images are held out, so there is none to learn from.`)
  }
  const kept = labels.map((label) => (learnt.has(label) && judged.has(label) ? label : null))
  if (leftOut.length > 0 && new Set(kept.filter((label) => label !== null)).size < 2) {
    throw new FeatureError(`Two classes with images on both sides are needed. ${leftOut.join(' ')}`)
  }
  return { kept, leftOut }
}

function labelledRows(labels: Labels): number[] {
  return labels.flatMap((label, row) => (label === null ? [] : [row]))
}

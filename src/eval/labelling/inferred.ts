// Labels that a linear classifier on frozen features infers from the few that are known [Lucic et al. 2019, S2GAN]. The classifier is that of
// the probe.
import { evenlySpaced, range } from '../../data/sampling.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import { probabilities } from '../features/logistic.ts'
import { scaled } from '../features/normalise.ts'
import { trainClassifier } from '../features/probe.ts'

export interface InferredLabelsInput {
  /** Of all images. */
  readonly table: FeatureTable
  /** For each row the label that is known, an index of the names; NO_CLASS elsewhere. */
  readonly given: Int32Array
  readonly names: readonly string[]
}

export interface InferredLabels {
  /** For each row its label: the one given, else the likeliest. */
  readonly ofImages: Int32Array
  /** Its probability; 1 where it was given. */
  readonly confidence: Float32Array
}

/** Labelled rows that are learnt from, roughly: with 1,280 features these take 100 MB in double precision, and ten classes half a minute. */
const MAX_LEARNT = 10_000

/** Rows that are scaled and classified at once: in double precision all of a large set would not fit. */
const ROWS_AT_ONCE = 1000

/** @throws FeatureError where fewer than two labels are known, or nothing tells them apart */
export function inferLabels({ table, given, names }: InferredLabelsInput, onProgress: (share: number) => void): InferredLabels {
  const learnt = rowsToLearnFrom(given, names.length)
  const classifier = trainClassifier(
    takeRows(table, learnt),
    Array.from(learnt, (row) => names[given[row] as number] as string),
  )
  const classes = classifier.classes.map((name) => names.indexOf(name))
  const all = new Float64Array(table.rows * names.length) // of classes that no label is of, 0
  for (let from = 0; from < table.rows; from += ROWS_AT_ONCE) {
    const rows = range(Math.min(ROWS_AT_ONCE, table.rows - from)).map((i) => from + i)
    const chances = probabilities(classifier, scaled(takeRows(table, rows), classifier), table.width)
    chances.forEach((chance, i) => {
      all[(from + Math.floor(i / classes.length)) * names.length + (classes[i % classes.length] as number)] = chance
    })
    onProgress((from + rows.length) / table.rows)
  }
  return likeliest(all, given, names.length)
}

/** The rows with a label, or where they are too many of each class as large a part, evenly spread. */
export function rowsToLearnFrom(given: Int32Array, classes: number): Uint32Array {
  const rows = range(given.length).filter((row) => given[row] !== NO_CLASS)
  if (rows.length <= MAX_LEARNT) return rows
  const ofClasses = Array.from({ length: classes }, (_, c) => rows.filter((row) => given[row] === c))
  const parts = ofClasses.map((own) => evenlySpaced(own, Math.ceil((own.length * MAX_LEARNT) / rows.length)))
  return Uint32Array.from(parts.flatMap((part) => [...part])).sort()
}

/** The largest number of 32 bits below 1. */
const MOST_SURE = 1 - 2 ** -24

/** What is not given is never certain, even where a probability is 1 in its 32 bits. @param chances [rows, classes] */
export function likeliest(chances: ArrayLike<number>, given: Int32Array, classes: number): InferredLabels {
  const confidence = new Float32Array(given.length)
  const ofImages = given.map((label, row) => {
    let best = label
    for (let c = 0; c < classes && label === NO_CLASS; c++) {
      if (best === NO_CLASS || (chances[row * classes + c] as number) > (chances[row * classes + best] as number)) best = c
    }
    confidence[row] = label === NO_CLASS ? Math.min(MOST_SURE, chances[row * classes + best] as number) : 1
    return best
  })
  return { ofImages, confidence }
}

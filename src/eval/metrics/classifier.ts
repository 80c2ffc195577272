// Whether images show the class that they are of, as a classifier sees it that has learnt the classes from real images: GAN-test [Shmelkov, Schmid
// and Alahari 2018, "How good is my GAN?"]. It is the linear one of the probe (features/probe.ts), on the features of the score. What it reaches on
// real images that it has not learnt from is the most that samples can be expected to reach.
import { NO_CLASS } from '../../spec/classes.ts'
import { FeatureError } from '../errors.ts'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import { classify, trainClassifier } from '../features/probe.ts'
import type { SetClasses, Sets } from './metric.ts'

/** It learns from so many images at most, and from fewer where the features are many and so are the classes. */
const MOST_LEARNT = 2000
/** Multiplications of one evaluation of its objective, at most: then it has learnt within about half a minute. */
const MOST_MULTIPLICATIONS = 1e8
/** Evaluations until it has learnt, roughly; each passes every row, class and feature twice. */
const EVALUATIONS = 100

/** Held-out images test it where there are so many; else one in four of each class is kept from it for that. */
const ENOUGH_TESTED = 100
const TESTED_PART = 4

/** Rows of a table with the class of each, as an index among names. */
interface Classed {
  readonly table: FeatureTable
  readonly classes: readonly number[]
}

/** The real images that the classifier learns from, and those that test it. */
export interface ClassifierSplit {
  readonly learnt: Classed
  readonly tested: Classed
}

/** How many of the tested images of a class were taken for it. */
export interface Tally {
  readonly right: number
  readonly tested: number
}

/** For each class that the classifier knows and of which there are such images. */
export type Tallies = ReadonlyMap<number, Tally>

export interface ClassifierTest {
  readonly samples: Tallies
  readonly real: Tallies
  /** Why there is no classifier, as a sentence; then nothing was tested. */
  readonly problem: string | null
}

export function splitForClassifier({ real, training = real, heldOut }: Sets, { names, rows }: SetClasses): ClassifierSplit {
  const most = Math.min(MOST_LEARNT, Math.floor(MOST_MULTIPLICATIONS / (training.width * names.length)))
  const seen = withClass(training, rows.training ?? rows.real)
  const others = heldOut && rows.heldOut ? withClass(heldOut, rows.heldOut) : null
  if (others && others.classes.length >= ENOUGH_TESTED) return { learnt: inTurn(seen, most), tested: others }
  const { learnt, tested } = splitByClass(seen)
  return { learnt: inTurn(learnt, most), tested }
}

/** Multiplications that learning takes, roughly. */
export function trainingWork({ learnt: { table } }: ClassifierSplit, { names }: SetClasses): number {
  return 2 * EVALUATIONS * table.rows * table.width * names.length
}

export function testClassifier({ learnt, tested }: ClassifierSplit, fake: FeatureTable, { names, rows }: SetClasses): ClassifierTest {
  const known = new Set(learnt.classes)
  if (known.size < 2) {
    return refusal('Class accuracy takes labelled real images of two classes or more: there are none, or only of one class.')
  }
  const nameOf = (index: number) => names[index] as string
  try {
    const classifier = trainClassifier(learnt.table, learnt.classes.map(nameOf))
    const tallies = (images: Classed): Tallies => {
      const { table, classes } = rowsWhere(images, (index) => known.has(index))
      const found = new Map<number, Tally>()
      if (table.rows === 0) return found
      classify(classifier, table).forEach((predicted, row) => {
        const index = classes[row] as number
        const { right, tested: before } = found.get(index) ?? { right: 0, tested: 0 }
        found.set(index, { right: right + (classifier.classes[predicted] === nameOf(index) ? 1 : 0), tested: before + 1 })
      })
      return found
    }
    return { samples: tallies({ table: fake, classes: rows.fake }), real: tallies(tested), problem: null }
  } catch (error) {
    if (error instanceof FeatureError) return refusal(error.message)
    throw error
  }
}

function refusal(problem: string): ClassifierTest {
  return { samples: new Map(), real: new Map(), problem }
}

/** Over all classes. */
export function totalOf(tallies: Tallies): Tally {
  const all = [...tallies.values()]
  return { right: all.reduce((sum, { right }) => sum + right, 0), tested: all.reduce((sum, { tested }) => sum + tested, 0) }
}

function rowsWhere({ table, classes }: Classed, wanted: (index: number, row: number) => boolean): Classed {
  return rowsAt(
    { table, classes },
    classes.flatMap((index, row) => (wanted(index, row) ? [row] : [])),
  )
}

function rowsAt({ table, classes }: Classed, rows: readonly number[]): Classed {
  return { table: takeRows(table, rows), classes: rows.map((row) => classes[row] as number) }
}

function withClass(table: FeatureTable, classes: readonly number[]): Classed {
  return rowsWhere({ table, classes }, (index) => index !== NO_CLASS)
}

/** One in four of each class tests, the others are learnt from. */
function splitByClass(all: Classed): ClassifierSplit {
  const places = placesInClass(all.classes)
  const tests = (row: number) => (places[row] as number) % TESTED_PART === TESTED_PART - 1
  return { learnt: rowsWhere(all, (_, row) => !tests(row)), tested: rowsWhere(all, (_, row) => tests(row)) }
}

/** At most so many: the first of each class, then the second of each, and so on. */
function inTurn(all: Classed, most: number): Classed {
  if (all.classes.length <= most) return all
  const places = placesInClass(all.classes)
  const order = [...places.keys()].sort((one, other) => (places[one] as number) - (places[other] as number) || one - other)
  return rowsAt(all, order.slice(0, most))
}

/** For each row how many of its class come before it. */
function placesInClass(classes: readonly number[]): number[] {
  const seen = new Map<number, number>()
  return classes.map((index) => {
    const place = seen.get(index) ?? 0
    seen.set(index, place + 1)
    return place
  })
}

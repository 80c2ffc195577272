// How many samples show the class that they were asked for (classifier.ts), and how those of one class compare with its real images.
//
// A conditional generator that has few images of a class may learn one picture a class [Shahbazi et al. 2022, "Collapse by conditioning"], and
// the classifier takes that for right each time. So the diversity within each class is measured beside: the mean distance of two samples over that
// of two real images.
import type { ClassScore, ValuesOf } from '../../spec/scores.ts'
import { FeatureError } from '../errors.ts'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import { wilsonInterval } from '../features/probe.ts'
import { type ClassifierTest, splitForClassifier, type Tally, testClassifier, totalOf, trainingWork } from './classifier.ts'
import { observeKernel } from './kid.ts'
import type { CreateMetric, SetClasses, Sets } from './metric.ts'
import { observePairs, type PairObserver, pairWork, type Side, type TwoSets } from './pairs.ts'
import { distanceFromProduct, type OnWork } from './products.ts'

/** With fewer images of a class on either side its kernel distance is mostly noise, and its error hardly known. */
const LEAST_FOR_KID = 20
/** With fewer, real images of one class in two hundred would look collapsed beside others of their kind (digits, MobileNetV2). */
const LEAST_FOR_DIVERSITY = 8

export const classMetric: CreateMetric = ({ sets, classes }) => {
  if (!classes) return { work: 0, scores: {} }
  const split = splitForClassifier(sets, classes)
  const pairs = classes.names.map((_, index) => setsOfClass(index, sets, classes))
  const [learning, comparing] = [trainingWork(split, classes), pairs.reduce((sum, pair) => sum + pairWork(pair), 0)]
  let test: ClassifierTest | null = null
  const testOnce = (onWork: OnWork): ClassifierTest => {
    if (test) return test
    test = testClassifier(split, sets.fake, classes)
    onWork(learning)
    return test
  }
  return {
    work: learning + comparing,
    scores: {
      classAccuracy: (onWork) => accuracyOf(testOnce(onWork)),
      perClass(onWork) {
        const { samples } = testOnce(onWork)
        return { perClass: pairs.map((pair, index) => scoreClass(classes.names[index] as string, pair, samples.get(index), onWork)) }
      },
    },
  }
}

function accuracyOf({ samples, real, problem }: ClassifierTest): ValuesOf<'classAccuracy'> {
  if (problem !== null) throw new FeatureError(problem)
  const [ofSamples, ofReal] = [totalOf(samples), totalOf(real)]
  if (ofSamples.tested === 0)
    throw new FeatureError('Class accuracy takes samples of a class that has labelled real images: there are none.')
  if (ofReal.tested === 0) throw new FeatureError('Class accuracy takes at least four labelled real images of a class.')
  const [low, high] = wilsonInterval(ofSamples.right, ofSamples.tested)
  const [realLow, realHigh] = wilsonInterval(ofReal.right, ofReal.tested)
  return {
    classAccuracy: ofSamples.right / ofSamples.tested,
    classAccuracyLow: low,
    classAccuracyHigh: high,
    classAccuracyReal: ofReal.right / ofReal.tested,
    classAccuracyRealLow: realLow,
    classAccuracyRealHigh: realHigh,
  }
}

/** The images of one class on both sides. */
function setsOfClass(index: number, { real, fake }: Sets, { rows }: SetClasses): TwoSets {
  const of = (table: FeatureTable, classes: readonly number[]) =>
    takeRows(
      table,
      classes.flatMap((found, row) => (found === index ? [row] : [])),
    )
  return { real: of(real, rows.real), fake: of(fake, rows.fake) }
}

function scoreClass(name: string, pair: TwoSets, tally: Tally | undefined, onWork: OnWork): ClassScore {
  const [kernel, distances] = [observeKernel(pair), observeDistances(pair)]
  observePairs(pair, [kernel, distances], onWork)
  const [real, fake] = [pair.real.rows, pair.fake.rows]
  const fewer = Math.min(real, fake)
  const { kid, kidStderr } = fewer < LEAST_FOR_KID ? { kid: null, kidStderr: null } : kernel.result()
  const diversity = fewer < LEAST_FOR_DIVERSITY ? null : distances.diversity()
  return { name, real, fake, accuracy: tally ? tally.right / tally.tested : null, kid, kidStderr, diversity }
}

/** Adds up the distances of all pairs of each side. */
function observeDistances({ real, fake }: TwoSets): PairObserver & { diversity(): number | null } {
  const squares = { real: new Float64Array(real.rows), fake: new Float64Array(fake.rows) }
  const sums = { real: 0, fake: 0 }
  const meanOf = (side: Side, { rows }: FeatureTable) => sums[side] / ((rows * (rows - 1)) / 2)
  return {
    own(side, i, products) {
      const known = squares[side]
      const square = products[i] as number
      known[i] = square
      for (let j = 0; j < i; j++) sums[side] += Math.sqrt(distanceFromProduct(square, known[j] as number, products[j] as number))
    },
    cross() {}, // only pairs within a side count
    /** Null where the real images are all alike. */
    diversity() {
      const ofReal = meanOf('real', real)
      return ofReal > 0 ? meanOf('fake', fake) / ofReal : null
    },
  }
}

// A score from features and pictures, on the CPU alone: every value of the table SCORES, or for each that cannot be given the reason, and for
// the first samples the nearest training image.
import { range } from '../../data/sampling.ts'
import { SCORE_NAMES, SCORES, type ScoreName, type Scores } from '../../spec/scores.ts'
import { FeatureError } from '../errors.ts'
import { takeRows } from '../features/feature-table.ts'
import { floorCount } from './frechet.ts'
import type { Metric, ScoreInput } from './metric.ts'
import { nearestIn } from './nearest.ts'
import { checkSets, observePairs, pairWork } from './pairs.ts'
import type { OnWork } from './products.ts'
import { METRICS } from './registry.ts'

/** For so many samples the nearest training image is given. */
const SHOWN = 16

export interface ScoreOutput {
  readonly scores: Scores
  /** For the first samples: which training image is nearest, as a row, and how far it is. */
  readonly nearest: readonly { readonly row: number; readonly distance: number }[]
}

export function computeScore(input: ScoreInput, onProgress?: (share: number) => void): ScoreOutput {
  const { training, fake } = input.sets
  const scores = computeScores(input, onProgress)
  const first = takeRows(fake, range(Math.min(SHOWN, fake.rows)))
  const found = training ? nearestIn(training, first, 'samples') : null
  return { scores, nearest: found ? Array.from(found.index, (row, i) => ({ row, distance: found.distance[i] as number })) : [] }
}

export function computeScores(input: ScoreInput, onProgress?: (share: number) => void): Scores {
  const { sets } = input
  checkSets(sets)
  const metrics = METRICS.map((create) => create(input))
  const work = metrics.reduce((sum, metric) => sum + metric.work, pairWork(sets))
  const onWork = createMeter(work, onProgress)
  const observers = metrics.flatMap(({ observer }) => observer ?? [])
  observePairs(sets, observers, onWork)
  const computed = metrics.map(({ scores }) => resultsOf(scores, onWork))
  onProgress?.(1)
  const { real, fake, training, heldOut } = sets
  return {
    ...(Object.assign(nothing(), ...computed.map(({ values }) => values)) as Values),
    counts: { real: real.rows, fake: fake.rows, training: training?.rows ?? 0, heldOut: heldOut?.rows ?? 0 },
    fidFloorCount: floorCount(sets),
    missing: Object.assign({}, ...computed.map(({ missing }) => missing)) as Scores['missing'],
  }
}

type Values = Omit<Scores, 'counts' | 'fidFloorCount' | 'missing'>

/** Every value as null, which it stays where a metric refuses. */
function nothing(): object {
  return Object.fromEntries(SCORE_NAMES.flatMap((name) => Object.keys(SCORES[name]).map((key) => [key, null])))
}

/** The values of the scores that can be given, and the reasons why the others cannot. */
function resultsOf(scores: Metric['scores'], onWork: OnWork): { values: object; missing: Partial<Record<ScoreName, string>> } {
  const values = {}
  const missing: Partial<Record<ScoreName, string>> = {}
  for (const [name, compute] of Object.entries(scores)) {
    try {
      Object.assign(values, compute(onWork))
    } catch (error) {
      if (!(error instanceof FeatureError)) throw error
      missing[name as ScoreName] = error.message
    }
  }
  return { values, missing }
}

/** While there is work left, however little. */
const NEARLY_DONE = 0.999

/** Adds up work to a share, which never falls and is 1 only at the end. */
function createMeter(total: number, onProgress: ((share: number) => void) | undefined): OnWork {
  let done = 0
  return (work) => {
    done += work
    onProgress?.(Math.min(NEARLY_DONE, done / total))
  }
}

// Studies in words: whose features, what takes part, what came of them, and whether that still stands.
import {
  FEATURE_NETWORKS,
  type FeatureAnalysis,
  type FeatureAnalysisResult,
  type FeatureSource,
  MAX_ANALYSED_IMAGES,
} from '../../spec/feature-analyses.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount, formatDuration, formatPercent } from '../shared/format.ts'
import { isUnderWay } from '../train/run-slice.ts'
import type { Studied, StudiesSlice } from './studies-slice.ts'

export type StudyKind = FeatureAnalysis['kind']

export const STUDY_NAMES: Readonly<Record<StudyKind, string>> = {
  neighbours: 'Neighbours',
  'sample-neighbours': 'Nearest training images',
  map: 'Map',
  clusters: 'Clusters',
  probe: 'Linear probe',
  turns: 'Quarter turns',
}

export function sourceLabel(source: FeatureSource): string {
  return source.kind === 'network' ? FEATURE_NETWORKS[source.name].label : `Discriminator, ${source.layer}`
}

function isSameSource(one: FeatureSource, other: FeatureSource): boolean {
  return sourceLabel(one) === sourceLabel(other)
}

/** What a study does that has been asked for; before it begins it may have to wait for its turn on the device. */
export function wordsOf({ studies, scores }: Pick<State, 'studies' | 'scores'>): string {
  const words = studies.underWay?.words ?? ''
  if (words !== '') return words
  return scores.underWay !== null && scores.underWay.phase !== 'numbers' ? 'Waiting for the score' : 'Asked for'
}

/** Shorter waits need no figure. */
const MIN_SHOWN_SECONDS = 1

/** Before it is asked for: what a study costs the run that goes on. Null where none waits for it. */
export function waitSentence({ run, studies }: Pick<State, 'run' | 'studies'>, kind: StudyKind): string | null {
  if (!isUnderWay(run.state)) return null
  const seconds = studies.held[kind]
  if (seconds === undefined) return 'Training waits meanwhile. How long that takes is shown once it has begun.'
  if (seconds < MIN_SHOWN_SECONDS) return 'Training waits for a moment.'
  return `Training waits while the device looks at images: up to ${formatDuration(seconds)} so far.`
}

/** Said where the set is larger than what a study takes; else null. */
export function partSentence(count: number): string | null {
  return count > MAX_ANALYSED_IMAGES
    ? `Of ${formatCount(count)} images ${formatCount(MAX_ANALYSED_IMAGES)}, spread evenly over the set, take part.`
    : null
}

/** Why an answer is not what would be found now, or null where it is. */
export function outdated(studied: Studied, wanted: FeatureSource, stepNow: number | null): string | null {
  const { study, step, gone } = studied
  if ('source' in study && !isSameSource(study.source, wanted)) {
    return `This is what the features of ${sourceLabel(study.source)} tell, not of ${sourceLabel(wanted)}.`
  }
  if (step !== null && gone) return `This is of step ${formatCount(step)}; the networks of then are gone.`
  if (study.kind === 'probe' && step === null && stepNow !== null) {
    return 'This was measured before the run: measure again for the layers of its discriminator.'
  }
  if (step === null || stepNow === null || stepNow <= step) return null
  return `This is of step ${formatCount(step)}; training has gone on since, to step ${formatCount(stepNow)}.`
}

const SIMILARITY_DIGITS = { fewest: 2, most: 5 }

/** With as many digits as tell the nearest from the last: to a young discriminator all images lie in nearly the same direction. */
export function formatSimilarities(similarities: readonly number[]): readonly string[] {
  const digits = digitsOf(similarities)
  return similarities.map((similarity) => formatSimilarity(similarity, digits))
}

/** What the figures of the nearest go by. @param mean similarity of all images */
export function similarityScale(similarities: readonly number[], mean: number): string {
  return `1 would be the same image, ${formatSimilarity(mean, digitsOf(similarities))} is the mean of all images.`
}

const formatSimilarity = (similarity: number, digits: number) => similarity.toFixed(digits).replace('-', '−')

function digitsOf(similarities: readonly number[]): number {
  const first = similarities[0] ?? 0
  const last = similarities.at(-1) ?? 0
  let digits = SIMILARITY_DIGITS.fewest
  while (digits < SIMILARITY_DIGITS.most && first.toFixed(digits) === last.toFixed(digits)) digits++
  return digits
}

/** What a screen reader is told when a study came to an end, or null. */
export function describeStudyChange(before: StudiesSlice, after: StudiesSlice): string | null {
  if (after.problem !== null && after.problem !== before.problem) return `${STUDY_NAMES[after.problem.kind]}: ${after.problem.sentence}`
  for (const studied of Object.values(after.results)) {
    if (studied.result !== before.results[studied.result.kind]?.result) return doneSentence(studied.result)
  }
  return null
}

function doneSentence(result: FeatureAnalysisResult): string {
  switch (result.kind) {
    case 'neighbours':
      return `${countOf(result.nearest.length, 'similar image')} found.`
    case 'sample-neighbours':
      return `The ${countOf(result.nearest.length, 'training image')} nearest to seed ${result.seed} are found.`
    case 'map':
      return `The map of ${countOf(result.images.length, 'image')} is there.`
    case 'clusters':
      return `${countOf(result.images.length, 'image')} in ${countOf(result.k, 'cluster')}.`
    case 'probe':
      return `The linear probe is measured: ${bestRow(result)}`
    case 'turns':
      return `Looked at ${countOf(result.images, 'image')} in all turns: ${formatPercent(result.accuracy)} are told right.`
    default:
      return result satisfies never
  }
}

function bestRow({ rows, chance }: Extract<FeatureAnalysisResult, { kind: 'probe' }>): string {
  const [best] = [...rows].sort((one, other) => other.accuracy - one.accuracy)
  return best ? `${best.name} does best with ${formatPercent(best.accuracy)}, chance is ${formatPercent(chance)}.` : 'it has no rows.'
}

/** Where the discriminator is; null before its first report. */
export function stepNow({ run }: Pick<State, 'run'>): number | null {
  return run.report?.step ?? null
}

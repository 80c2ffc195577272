// Feature analyses in words: whose features, how many images take part, the result, and whether it is up to date.
import {
  FEATURE_NETWORKS,
  type FeatureAnalysis,
  type FeatureAnalysisResult,
  type FeatureSource,
  MAX_ANALYSED_IMAGES,
  type Neighbours,
} from '../../spec/feature-analyses.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount, formatDuration, formatPercent } from '../shared/format.ts'
import { isUnderWay } from '../train/run-slice.ts'
import type { Analysed, AnalysesSlice } from './analyses-slice.ts'

export type AnalysisKind = FeatureAnalysis['kind']

export const ANALYSIS_NAMES: Readonly<Record<AnalysisKind, string>> = {
  neighbours: 'Neighbours',
  'sample-neighbours': 'Nearest training images',
  map: 'Map',
  clusters: 'Clusters',
  split: 'Clusters',
  probe: 'Linear probe',
  rotations: 'Rotations',
  suggestions: 'Labels',
}

export function sourceLabel(source: FeatureSource): string {
  return source.kind === 'network' ? FEATURE_NETWORKS[source.name].label : `Discriminator, ${source.layer}`
}

function isSameSource(one: FeatureSource, other: FeatureSource): boolean {
  return sourceLabel(one) === sourceLabel(other)
}

/** What the requested analysis is doing; before it begins it may have to wait for the device. */
export function wordsOf({ analyses, scores }: Pick<State, 'analyses' | 'scores'>): string {
  const words = analyses.underWay?.words ?? ''
  if (words !== '') return words
  return scores.underWay !== null && scores.underWay.phase !== 'numbers' ? 'Waiting for the score' : 'Requested'
}

/** Shorter waits are given without a figure. */
const MIN_SHOWN_SECONDS = 1

/** How long training will pause for an analysis, said before it is requested. Null while nothing trains. */
export function waitSentence({ run, analyses }: Pick<State, 'run' | 'analyses'>, kind: AnalysisKind): string | null {
  if (!isUnderWay(run.state)) return null
  const seconds = analyses.deviceSeconds[kind]
  if (seconds === undefined) return 'Training pauses meanwhile. The time left is shown once it has begun.'
  if (seconds < MIN_SHOWN_SECONDS) return 'Training pauses for a moment.'
  return `Training pauses while features are computed: up to ${formatDuration(seconds)} so far.`
}

/** Says how many images take part where the set is larger than the limit; else null. */
export function partSentence(count: number): string | null {
  return count > MAX_ANALYSED_IMAGES
    ? `Of ${formatCount(count)} images ${formatCount(MAX_ANALYSED_IMAGES)}, spread evenly over the set, take part.`
    : null
}

/** Why a result is not up to date, or null if it is. */
export function outdated(analysed: Analysed, wanted: FeatureSource, stepNow: number | null): string | null {
  const { analysis, step, gone } = analysed
  if ('source' in analysis && !isSameSource(analysis.source, wanted)) {
    return `This is a result for the features of ${sourceLabel(analysis.source)}, not of ${sourceLabel(wanted)}.`
  }
  if (step !== null && gone) return `This is from step ${formatCount(step)}; its networks no longer exist.`
  if (analysis.kind === 'probe' && step === null && stepNow !== null) {
    return 'This was measured before the run: measure again for the layers of its discriminator.'
  }
  if (step === null || stepNow === null || stepNow <= step) return null
  return `This is from step ${formatCount(step)}; training has since reached step ${formatCount(stepNow)}.`
}

export const similaritiesOf = ({ nearest }: Pick<Neighbours, 'nearest'>) => nearest.map(({ similarity }) => similarity)

const SIMILARITY_DIGITS = { fewest: 2, most: 5 }

/** With as many digits as distinguish the nearest from the last: for a discriminator early in training all images point in nearly the same direction. */
export function formatSimilarities(similarities: readonly number[]): readonly string[] {
  const digits = digitsOf(similarities)
  return similarities.map((similarity) => formatSimilarity(similarity, digits))
}

/** Explains the scale of the similarities. @param mean similarity over all images */
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

/** The announcement for a finished or failed analysis, or null. */
export function describeAnalysisChange(before: AnalysesSlice, after: AnalysesSlice): string | null {
  if (after.problem !== null && after.problem !== before.problem) return `${ANALYSIS_NAMES[after.problem.kind]}: ${after.problem.sentence}`
  for (const analysed of Object.values(after.results)) {
    if (analysed.result !== before.results[analysed.result.kind]?.result) return doneSentence(analysed.result)
  }
  return null
}

function doneSentence(result: FeatureAnalysisResult): string | null {
  switch (result.kind) {
    case 'neighbours':
      return `${countOf(result.nearest.length, 'similar image')} found.`
    case 'sample-neighbours':
      return `The ${countOf(result.nearest.length, 'training image')} nearest to seed ${result.seed} are found.`
    case 'map':
      return `The map of ${countOf(result.images.length, 'image')} is ready.`
    case 'clusters':
    case 'split':
      return `${countOf(result.images.length, 'image')} in ${countOf(result.k, 'cluster')}.`
    case 'probe':
      return `The linear probe is measured: ${bestRow(result)}`
    case 'rotations':
      return `Rotation accuracy on ${countOf(result.images, 'image')} in all four rotations: ${formatPercent(result.accuracy)}.`
    case 'suggestions':
      return null // asked for after every answer, which is announced itself
    default:
      return result satisfies never
  }
}

function bestRow({ rows, chance }: Extract<FeatureAnalysisResult, { kind: 'probe' }>): string {
  const [best] = [...rows].sort((one, other) => other.accuracy - one.accuracy)
  return best ? `${best.name} does best with ${formatPercent(best.accuracy)}, chance is ${formatPercent(chance)}.` : 'it has no rows.'
}

/** The current step; null before the first report. */
export function stepNow({ run }: Pick<State, 'run'>): number | null {
  return run.report?.step ?? null
}

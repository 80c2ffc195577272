// Scores in words: which distance leads, what each number means, and how long it took.
import { scoreName } from '../../spec/numbers/score-charts.ts'
import { type Memorisation, SCORE_PHASES, type ScoreProgress, type ScoreReport, type Scores } from '../../spec/scores.ts'
import { countOf, formatCount, formatDistance, formatDuration, formatPercent, NOTHING } from '../shared/format.ts'
import { aboutLeft } from '../shared/pace.ts'
import type { ScoresSlice } from './scores-slice.ts'

/** With fewer images FID is mostly bias. */
const FID_LEADS_FROM = 1000

/** The smaller of the two image counts. */
function comparedOf({ counts }: Pick<Scores, 'counts'>): number {
  return Math.min(counts.real, counts.fake)
}

/** The distance that is shown first. */
export function leadOf({ counts, fid, kid }: Pick<Scores, 'counts' | 'fid' | 'kid'>): 'FID' | 'KID' {
  if (kid === null || fid === null) return kid === null ? 'FID' : 'KID'
  return comparedOf({ counts }) < FID_LEADS_FROM ? 'KID' : 'FID'
}

/** “23.1 ± 1.2”. */
export function formatKid({ kid, kidStderr }: Pick<Scores, 'kid' | 'kidStderr'>): string {
  if (kid === null) return NOTHING
  return kidStderr === null ? formatDistance(kid) : `${formatDistance(kid)} ± ${formatDistance(kidStderr, kid)}`
}

type Floor = Pick<Scores, 'fidFloor' | 'fidFloorCount' | 'fidFloorAtCounts'>

/** “A perfect generator: about 2.0 (real against real: 4.0 at 500 images)”. */
export function describeFloor({ fidFloor, fidFloorCount, fidFloorAtCounts }: Floor): string | null {
  if (fidFloor === null || fidFloorAtCounts === null) return null
  const measured = `real against real: ${formatDistance(fidFloor)} at ${countOf(fidFloorCount, 'image')}`
  return `A perfect generator: about ${formatDistance(fidFloorAtCounts)} (${measured})`
}

/** Standard deviations above the expected share from which copying is suspected. */
const COPY_SIGMAS = 4
/** Share of copies above the expected one that counts as many. */
const MANY_COPIES = 0.2

type CopyLevel = 'none' | 'some' | 'many'

type Copies = Pick<Memorisation, 'copiedShare' | 'expectedShare' | 'expectedDeviation'>

export function copyLevel({ copiedShare, expectedShare, expectedDeviation }: Copies): CopyLevel {
  const above = copiedShare - expectedShare
  if (above <= COPY_SIGMAS * expectedDeviation) return 'none'
  return above <= MANY_COPIES ? 'some' : 'many'
}

const COPY_SENTENCES: Record<CopyLevel, string> = {
  none: 'No sign of copying.',
  some: 'Some samples may be copies: look at the nearest images.',
  many: 'Many samples may be copies: more images, or augmentation, help against it.',
}

export function describeMemorisation(memorisation: Copies): string {
  const share = formatPercent(memorisation.copiedShare)
  const chance = formatPercent(memorisation.expectedShare)
  return `${COPY_SENTENCES[copyLevel(memorisation)]} ${share} of the samples are unusually close to a training image; of unseen images ${chance} are.`
}

/** Smaller differences are not significant with a few hundred pairs. */
const MIN_GAP = 0.03

export function describeSimilarity({ fake, real }: NonNullable<Scores['similarity']>): string {
  const than = fake > real + MIN_GAP ? 'more alike than' : fake < real - MIN_GAP ? 'less alike than' : 'about as alike as'
  const note = fake > real + MIN_GAP ? ': there is less variety' : ''
  return `Two samples are ${than} two real images${note}.`
}

type Intervals = Pick<Scores, 'classAccuracyLow' | 'classAccuracyHigh' | 'classAccuracyRealLow' | 'classAccuracyRealHigh'>

/** “Samples: 79 % to 86 %, real images: 94 % to 98 % (95 % intervals).” */
export function describeIntervals(scores: Intervals): string {
  const samples = `${formatPercent(scores.classAccuracyLow)} to ${formatPercent(scores.classAccuracyHigh)}`
  const real = `${formatPercent(scores.classAccuracyRealLow)} to ${formatPercent(scores.classAccuracyRealHigh)}`
  return `Samples: ${samples}, real images: ${real} (95 % intervals).`
}

const MINUTE = 60
const HOUR = 3600

/** 2.1 s, 45 s, 1:10 min, 2 h 05 min. */
export function formatSeconds(seconds: number): string {
  if (seconds >= MINUTE) return `${formatDuration(seconds)}${seconds < HOUR ? ' min' : ''}`
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
}

/** How long the score took; whether training waited for it is not known here. Null where nobody measured it, as in the finished example. */
export function describeCost({ features, numbers }: ScoreReport['seconds']): string | null {
  if (features + numbers === 0) return null
  return `Took ${formatSeconds(features + numbers)}: features ${formatSeconds(features)}, scores ${formatSeconds(numbers)}.`
}

/** Expected seconds of the next score, from the last one; null if the last one used another network or count. */
export function expectedCost(reports: readonly ScoreReport[], network: string, count: number): { training: number; all: number } | null {
  const last = reports.at(-1)
  if (!last || last.network !== network || last.counts.fake !== count) return null
  const { features, real, numbers } = last.seconds
  const all = features - real + numbers
  return all > 0 ? { training: features - real, all } : null
}

/** “Features of samples… 40 % of the score, about 0:40 left”. */
export function describeProgress({ phase, share, left }: ScoreProgress): string {
  return [`${SCORE_PHASES[phase]}… ${formatPercent(share)} of the score`, aboutLeft(left)].filter(Boolean).join(', ')
}

/** The announcement of a score. */
export function describeScore(report: ScoreReport, best: number | null): string {
  const scored = `Scored at step ${formatCount(report.step)}`
  if (report.kid === null && report.fid === null) return `${scored}, but neither distance could be computed.`
  const lead = leadOf(report)
  const value = lead === 'KID' ? formatKid(report) : formatDistance(report.fid)
  const lowest = best === report.step ? ` The lowest ${scoreName('KID', report.network)} so far.` : ''
  return `${scored}: ${scoreName(lead, report.network)} ${value}.${lowest}`
}

/** The announcement for a score, a failed score or a return to the best step, or null. */
export function describeScoresChange(before: ScoresSlice, after: ScoresSlice): string | null {
  const { reports, best, problem, returned } = after
  if (returned !== null && returned !== before.returned)
    return `Back at step ${formatCount(returned.step)}. Everything after it was dropped.`
  if (problem !== null && problem !== before.problem) return `Scoring failed. ${problem}`
  const fresh = reports.find((report) => !before.reports.includes(report))
  return fresh ? describeScore(fresh, best) : null
}

// State of the scores: the reports, the score in progress, and the best step.

import { FEATURE_NETWORKS } from '../../spec/feature-analyses.ts'
import type { SampleGrid } from '../../spec/report.ts'
import type { ScoreProgress, ScoreReport } from '../../spec/scores.ts'

export interface ScoresSlice {
  /** Progress of the score being computed, or null. */
  readonly underWay: ScoreProgress | null
  /** In the order of steps. */
  readonly reports: readonly ScoreReport[]
  /** The step with the lowest KID. */
  readonly best: number | null
  /** The feature network of the next score. */
  readonly network: string
  /** Why the last chosen network could not be opened, as a sentence. */
  readonly networkProblem: string | null
  /** Why the last score failed, as a sentence. */
  readonly problem: string | null
  /** What the page showed when the last score arrived. */
  readonly shown: Shown | null
  /** The last return to an earlier step. */
  readonly returned: { readonly step: number } | null
}

/** The set and samples that the image numbers and seeds of a score refer to; the current ones may differ by now. */
export interface Shown {
  /** Id of the open set. */
  readonly set: number
  readonly grid: SampleGrid | null
}

/** The network included with the page. */
export const SHIPPED_NETWORK = FEATURE_NETWORKS['mobilenet-v2'].label

export const initialScores: ScoresSlice = {
  underWay: null,
  reports: [],
  best: null,
  network: SHIPPED_NETWORK,
  networkProblem: null,
  problem: null,
  shown: null,
  returned: null,
}

/** Drops the scores of a run; keeps the choice of network. */
export function forgetScores({ network }: ScoresSlice): ScoresSlice {
  return { ...initialScores, network }
}

/** Switches the network and drops earlier scores, which are not comparable. */
export function withNetwork(scores: ScoresSlice, network: string): ScoresSlice {
  return network === scores.network ? { ...scores, networkProblem: null } : { ...initialScores, network }
}

/**
 * Scores of another network, which a run that was kept may have, go: they cannot be compared.
 * @param shown kept with the score of the last step only: that of an earlier snapshot is about other samples
 */
export function withScore(scores: ScoresSlice, report: ScoreReport, best: number | null, shown: Shown | null): ScoresSlice {
  const others = scores.reports.filter(({ step, network }) => step !== report.step && network === report.network)
  const reports = [...others, report].sort((one, other) => one.step - other.step)
  return { ...scores, underWay: null, reports, best, problem: null, shown: reports.at(-1) === report ? shown : scores.shown }
}

/** The run returned to the step, as a person wished. */
export function returnTo(scores: ScoresSlice, step: number): ScoresSlice {
  return { ...dropAfter(scores, step), returned: { step } }
}

/** Drops the scores after the step. */
export function dropAfter(scores: ScoresSlice, step: number): ScoresSlice {
  return { ...scores, reports: scores.reports.filter((report) => report.step <= step) }
}

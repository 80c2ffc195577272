// Scores of the run: what came, what is under way, and the step that is kept to go back to.

import { FEATURE_NETWORKS } from '../../spec/feature-analyses.ts'
import type { SampleGrid } from '../../spec/report.ts'
import type { ScoreProgress, ScoreReport } from '../../spec/scores.ts'

export interface ScoresSlice {
  /** Null where none is under way; a score that was only just asked for has no share yet. */
  readonly underWay: ScoreProgress | null
  /** In the order of their steps. */
  readonly reports: readonly ScoreReport[]
  /** The step with the lowest kernel distance. */
  readonly best: number | null
  /** The feature network that the next score is made with. */
  readonly network: string
  /** Why that is not the one that was chosen last, for a person. */
  readonly networkProblem: string | null
  /** Why the last score did not come, for a person. */
  readonly problem: string | null
  /** What was on the page when the last score came. */
  readonly shown: Shown | null
  /** The last way back to an earlier step. */
  readonly returned: { readonly step: number } | null
}

/** What the images and seeds of a score are numbers of: both go on to change while the score stays. */
export interface Shown {
  /** Id of the open set. */
  readonly set: number
  readonly grid: SampleGrid | null
}

/** The one that ships with the page. */
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

/** Scores of a run that is gone; the next one is scored with the same network. */
export function forgetScores({ network }: ScoresSlice): ScoresSlice {
  return { ...initialScores, network }
}

/** Numbers of another network are other numbers: what was scored before goes. */
export function withNetwork(scores: ScoresSlice, network: string): ScoresSlice {
  return network === scores.network ? { ...scores, networkProblem: null } : { ...initialScores, network }
}

export function withScore(scores: ScoresSlice, report: ScoreReport, best: number | null, shown: Shown | null): ScoresSlice {
  const others = scores.reports.filter(({ step }) => step !== report.step)
  const reports = [...others, report].sort((one, other) => one.step - other.step)
  return { ...scores, underWay: null, reports, best, problem: null, shown }
}

/** What came after the step is dropped. */
export function returnTo(scores: ScoresSlice, step: number): ScoresSlice {
  return { ...scores, reports: scores.reports.filter((report) => report.step <= step), returned: { step } }
}

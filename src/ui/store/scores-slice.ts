// Scores of the run: what came, what is under way, and the step that is kept to go back to.
import type { ScoreProgress, ScoreReport } from '../../spec/scores.ts'

export interface ScoresSlice {
  /** Null where none is under way; a score that was only just asked for has no share yet. */
  readonly underWay: ScoreProgress | null
  /** In the order of their steps. */
  readonly reports: readonly ScoreReport[]
  /** The step with the lowest kernel distance. */
  readonly best: number | null
  /** Why the last score did not come, for a person. */
  readonly problem: string | null
}

export const initialScores: ScoresSlice = { underWay: null, reports: [], best: null, problem: null }

export function withScore(scores: ScoresSlice, report: ScoreReport, best: number | null): ScoresSlice {
  const others = scores.reports.filter(({ step }) => step !== report.step)
  const reports = [...others, report].sort((one, other) => one.step - other.step)
  return { underWay: null, reports, best, problem: null }
}

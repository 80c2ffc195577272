// Scores of one run in the Worker: on demand and at the steps that the settings ask for, reported as events. One at a time.
import type { Dataset } from '../data/dataset.ts'
import type { Analyse } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import type { ScoreCosts } from '../eval/score-features.ts'
import { isScoreDue, RunScoring, type ScoredRun } from '../eval/scoring.ts'
import type { Run } from '../gan/run.ts'
import type { TrainerEvent } from '../protocol.ts'
import { CancelledError } from '../spec/cancel.ts'
import { messageOf } from '../spec/words.ts'
import type { RunController, SavedState } from './run-controller.ts'

export interface ScoringDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  network(): Promise<FeatureNetwork>
  readonly analyse: Analyse
  readonly costs: ScoreCosts
  /** Which images of the open set a run's images are. */
  imageNumbers(dataset: Dataset): ArrayLike<number>
}

export class Scoring {
  private readonly deps: ScoringDependencies
  private readonly controller: RunController
  private readonly scoring: RunScoring<SavedState>
  /** Of the score under way. */
  private cancelling: AbortController | null = null
  private underWay: Promise<void> = Promise.resolve()

  constructor(deps: ScoringDependencies, controller: RunController) {
    this.deps = deps
    this.controller = controller
    const betweenSteps = <T>(task: (run: ScoredRun<SavedState>) => Promise<T>): Promise<T> =>
      controller.betweenSteps(({ run, dataset, device }) => {
        const imageNumbers = deps.imageNumbers(dataset)
        return task({ run, dataset, imageNumbers, save: () => controller.save({ run, dataset, device }) })
      }, 'score')
    this.scoring = new RunScoring({ ...deps, betweenSteps })
  }

  /** Scores where the settings ask for it at this step. */
  onStep(run: Run): void {
    if (!isScoreDue(run)) return
    if (!this.cancelling) return void this.score()
    const sentence = `Step ${run.step} was not scored: the score before it was still being computed. Score less often, or fewer images.`
    this.deps.emit({ type: 'score-failed', run: this.controller.id, sentence })
  }

  /** Scores the run as it is, unless a score is under way. Never rejects. */
  score(): Promise<void> {
    if (!this.cancelling) this.underWay = this.scoreOnce()
    return this.underWay
  }

  /** Cancels the score under way; resolves when nothing of it goes on. */
  cancel(): Promise<void> {
    this.cancelling?.abort()
    return this.underWay
  }

  returnToBest(): void {
    if (this.scoring.best) this.controller.returnTo(this.scoring.best.state)
  }

  private async scoreOnce(): Promise<void> {
    const { controller, deps } = this
    const run = controller.id
    this.cancelling = new AbortController()
    const { signal } = this.cancelling
    try {
      const report = await this.scoring.score({
        signal,
        onProgress(progress) {
          if (!controller.ended) deps.emit({ type: 'score-progress', run, progress })
        },
      })
      if (!controller.ended) deps.emit({ type: 'score', run, report, best: this.scoring.best?.step ?? null })
    } catch (error) {
      const cancelled = signal.aborted || error instanceof CancelledError
      deps.emit({ type: 'score-failed', run, sentence: cancelled ? null : messageOf(error) })
    } finally {
      this.cancelling = null
    }
  }
}

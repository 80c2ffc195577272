// Scores of one run in the Worker: on demand, at the steps that the settings ask for, and of kept states, reported as events. One at a time.
import type { Dataset } from '../../data/dataset.ts'
import type { Analyse } from '../../eval/analysis.ts'
import type { FeatureNetwork } from '../../eval/features/networks/network.ts'
import type { ScoreCosts } from '../../eval/score-features.ts'
import {
  type BestScore,
  bestScoreIn,
  isScoreDue,
  RunScoring,
  type Scorable,
  type ScoredRun,
  type ScoringDependencies,
} from '../../eval/scoring.ts'
import { type Checkpoint, restoreModels } from '../../gan/checkpoint.ts'
import { disposeModels } from '../../gan/models.ts'
import { type Run, WALL_SEEDS } from '../../gan/run.ts'
import { createSampler } from '../../gan/sampler.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { BestSnapshot, RunEvent } from '../../spec/runs.ts'
import { messageOf } from '../../spec/words.ts'
import type { Autosave } from './autosave.ts'
import type { ImagePlaces } from './run-classes.ts'
import type { RunController } from './run-controller.ts'
import type { RunLog } from './run-log.ts'
import type { SaveQueue } from './save-queue.ts'

export interface RunScoringDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  network(): Promise<FeatureNetwork>
  readonly analyse: Analyse
  readonly costs: ScoreCosts
  /** Where the images of a run are in the open set. */
  imagePlaces(dataset: Dataset): ImagePlaces
  readonly log: RunLog
  readonly autosave: Autosave
  readonly queue: SaveQueue
}

/** A state that was scored: its file, once it is written; null where that failed. */
interface Scored {
  readonly file: Promise<string | null>
}

type BetweenSteps = ScoringDependencies<Scored>['betweenSteps']

export class Scoring {
  private readonly deps: RunScoringDependencies
  private readonly controller: RunController
  private readonly scoring: RunScoring<Scored>
  /** Of the score under way. */
  private cancelling: AbortController | null = null
  private underWay: Promise<void> = Promise.resolve()
  /** What lets go of the file that is scored; null where it is not written. */
  private letGo: Promise<(() => void) | null> | null = null

  constructor(deps: RunScoringDependencies, controller: RunController) {
    this.deps = deps
    this.controller = controller
    this.scoring = new RunScoring({
      ...deps,
      betweenSteps: (task) =>
        controller.betweenSteps((active) => {
          const save = async () => this.hold(await deps.autosave.save(active))
          return task({ ...active, imageNumbers: deps.imagePlaces(active.dataset).numbers, save })
        }, 'score'),
    })
  }

  /** Scores where the settings ask for it at this step. */
  onStep(run: Pick<Run, 'step' | 'config'>): void {
    if (!isScoreDue(run)) return
    if (!this.cancelling) return void this.score()
    const sentence = `Step ${run.step} was not scored: the score before it was still being computed. Score less often, or fewer images.`
    this.deps.emit({ type: 'score-failed', run: this.controller.id, sentence })
  }

  /** The run is at an earlier step. @param best of the steps up to there */
  resumeAt(best: BestSnapshot | null): void {
    void this.cancel()
    this.scoring.resumeWith(best && { ...best, state: { file: Promise.resolve(best.file) } })
  }

  /** Scores the run as it is, unless a score is under way. Never rejects. */
  score(): Promise<void> {
    if (!this.cancelling) this.underWay = this.scoreOnce()
    return this.underWay
  }

  /** Scores a kept state, between two steps of the run, which stays as it is. Never rejects. */
  scoreSnapshot(file: string, read: () => Promise<Checkpoint>): Promise<void> {
    if (!this.cancelling) this.underWay = this.scoreOnce(this.betweenStepsWith(file, read))
    return this.underWay
  }

  /** Of the best state, once it is written; null where there is none. */
  bestFile(): Promise<string | null> {
    return this.scoring.best?.state.file ?? Promise.resolve(null)
  }

  /** Cancels the score under way; resolves when nothing of it goes on. */
  cancel(): Promise<void> {
    this.cancelling?.abort()
    return this.underWay
  }

  private betweenStepsWith(file: string, read: () => Promise<Checkpoint>): BetweenSteps {
    const { controller, deps } = this
    return async (task) => {
      const scoredState = this.hold({ file: Promise.resolve(file) })
      const checkpoint = await read()
      return controller.betweenSteps(({ run, dataset }) => {
        const imageNumbers = deps.imagePlaces(dataset).numbers
        const scored: Omit<ScoredRun<Scored>, 'run'> = { dataset, imageNumbers, save: async () => scoredState }
        return withSnapshot(checkpoint, run.config, (snapshot) => task({ ...scored, run: snapshot }))
      }, 'score')
    }
  }

  private async scoreOnce(betweenSteps?: BetweenSteps): Promise<void> {
    const { controller, deps } = this
    const run = controller.id
    this.cancelling = new AbortController()
    const { signal } = this.cancelling
    let marked: Promise<void> | null = null
    try {
      const report = await this.scoring.score({
        signal,
        ...(betweenSteps && { betweenSteps }),
        onProgress(progress) {
          if (!controller.ended) deps.emit({ type: 'score-progress', run, progress })
        },
      })
      const { best } = this.scoring
      const isNewBest = best?.step === report.step && best.kid === report.kid
      deps.log.add({ event: 'score', step: report.step, report, best: isNewBest })
      controller.keepLog()
      if (isNewBest) marked = this.markBest(best)
      if (!controller.ended) deps.emit({ type: 'score', run, report, best: best?.step ?? null })
    } catch (error) {
      const cancelled = signal.aborted || error instanceof CancelledError
      deps.emit({ type: 'score-failed', run, sentence: cancelled ? null : messageOf(error) })
    } finally {
      this.cancelling = null
      const { letGo } = this
      this.letGo = null
      void Promise.all([letGo, marked]).then(([release]) => release?.())
    }
  }

  /** While it is scored, its file is not dropped. */
  private hold(state: Scored): Scored {
    this.letGo = state.file.then((file) => (file === null ? null : (this.deps.queue.writer?.hold(file) ?? null)))
    return state
  }

  /** The record of the run names its best state, which is then never thinned out. */
  private markBest({ step, kid, network, state }: BestScore & { readonly state: Scored }): Promise<void> {
    return state.file
      .then((file) => (file === null ? undefined : this.deps.queue.writer?.update({ best: { file, step, kid, network } })))
      .catch((error) => this.deps.emit({ type: 'save-failed', run: this.controller.id, sentence: messageOf(error) }))
  }
}

/** The averaged generator of a kept state, as long as the task runs. */
async function withSnapshot<T>(checkpoint: Checkpoint, config: RunConfig, task: (snapshot: Scorable) => Promise<T>): Promise<T> {
  const { step, classes } = checkpoint
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  try {
    const samples: Scorable['samples'] = (seeds = WALL_SEEDS, options) => sampler.samples(checkpoint, seeds, options)
    return await task({ step, config, classes, samples })
  } finally {
    sampler.dispose()
    disposeModels(models)
  }
}

/** The best of the scores in a history, as far as its state is still kept. */
export function bestOf(
  events: readonly RunEvent[],
  snapshots: readonly { readonly file: string; readonly step: number }[],
): BestSnapshot | null {
  const best = bestScoreIn(events)
  const kept = best && snapshots.find(({ step }) => step === best.step)
  return best && kept ? { ...best, file: kept.file } : null
}

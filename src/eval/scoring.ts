// The scores of one run, for the page and the command line alike: when one is due, what is compared, and which step is kept as the best.
// Whoever trains supplies how to reach the run between two steps, where the numbers are computed, and what a saved state is.
import type { Dataset } from '../data/dataset.ts'
import { splitImages } from '../data/sampling.ts'
import { firstSeeds, type Run } from '../gan/run.ts'
import type { CancelSignal } from '../spec/cancel.ts'
import type { RunEvent } from '../spec/runs.ts'
import type { ScoreProgress, ScoreReport } from '../spec/scores.ts'
import type { Analyse } from './analysis.ts'
import { FeatureError } from './errors.ts'
import type { FeatureNetwork } from './features/networks/network.ts'
import type { ScoreInput } from './metrics/metric.ts'
import { trueClasses } from './score-classes.ts'
import { drawing, followScore, gatherReal, gatherSamples, type PhaseOptions, type RealFeatures, type ScoreCosts } from './score-features.ts'

/** What is scored of a run, or of a state that was kept of it. */
export type Scorable = Pick<Run, 'step' | 'config' | 'classes' | 'samples'>

/** A run between two of its steps. */
export interface ScoredRun<State> {
  readonly run: Scorable
  readonly dataset: Dataset
  /** Which image of the open set each image of the dataset is; without it, the same. */
  readonly imageNumbers?: ArrayLike<number>
  /** The state that is kept where this step turns out to be the best. */
  save(): Promise<State>
}

export interface ScoringDependencies<State> {
  network(): Promise<FeatureNetwork>
  /** Computes the numbers: in the page in a Worker of its own, in Node by a plain call. */
  readonly analyse: Analyse
  /** Seconds of a steady clock. */
  now(): number
  readonly costs: ScoreCosts
  /** Does something while the run makes no step. @throws CancelledError where the run ends before */
  betweenSteps<T>(task: (run: ScoredRun<State>) => Promise<T>): Promise<T>
}

/** The step of a run with the lowest kernel distance so far. */
export interface BestScore {
  readonly step: number
  readonly kid: number
  /** Whose features it is in. */
  readonly network: string
}

/** The one rule of what is best: the lowest kernel distance. In the features of different networks distances do not compare: then the new one is. */
export function isBest({ kid, network }: Pick<BestScore, 'kid' | 'network'>, best: BestScore | null): boolean {
  return best?.network !== network || kid < best.kid
}

/** The best of the scores in a history; null where it has none. */
export function bestScoreIn(events: readonly RunEvent[]): BestScore | null {
  let best: BestScore | null = null
  for (const event of events) {
    if (event.event !== 'score' || event.report.kid === null) continue
    const { step, kid, network } = event.report
    if (isBest({ kid, network }, best)) best = { step, kid, network }
  }
  return best
}

interface ScoreOptions<State> {
  readonly signal?: CancelSignal
  onProgress(progress: ScoreProgress): void
  /** In place of the run as it is: a state that was kept of it. */
  readonly betweenSteps?: ScoringDependencies<State>['betweenSteps']
}

/** What was gathered between two steps. */
interface Gathered<State> {
  readonly step: number
  readonly network: string
  readonly seeds: readonly number[]
  /** Which image of the open set each row of the training images is. */
  readonly trainingNumbers: readonly number[]
  readonly input: ScoreInput
  readonly state: State
  readonly options: PhaseOptions
  readonly seconds: { readonly features: number; readonly real: number }
}

export class RunScoring<State> {
  private readonly deps: ScoringDependencies<State>
  private kept: (BestScore & { readonly state: State }) | null
  /** Of the last score, for as many images. */
  private real: { readonly count: number; readonly network: FeatureNetwork; readonly features: RealFeatures } | null = null

  /** @param best of the steps before, where the run is resumed */
  constructor(deps: ScoringDependencies<State>, best: (BestScore & { readonly state: State }) | null = null) {
    this.deps = deps
    this.kept = best
  }

  get best(): (BestScore & { readonly state: State }) | null {
    return this.kept
  }

  /** The run has gone back: another step is the best, or none. */
  resumeWith(best: (BestScore & { readonly state: State }) | null): void {
    this.kept = best
  }

  /** Scores the run as it is between two steps. @throws FeatureError with a sentence for a person; CancelledError */
  async score({ betweenSteps = this.deps.betweenSteps, ...options }: ScoreOptions<State>): Promise<ScoreReport> {
    const gathered = await betweenSteps((opened) => this.gather(opened, options))
    const report = await this.compute(gathered)
    const { step, kid, network } = report
    if (kid !== null && isBest({ kid, network }, this.kept)) this.kept = { step, kid, network, state: gathered.state }
    return report
  }

  private async gather(
    { run, dataset, imageNumbers, save }: ScoredRun<State>,
    options: Pick<ScoreOptions<State>, 'signal' | 'onProgress'>,
  ): Promise<Gathered<State>> {
    const { step, config } = run
    if (step === 0) throw new FeatureError('There is nothing to score yet: train a step first.')
    const { now, costs } = this.deps
    const began = now()
    const network = await this.deps.network()
    const [count, seeds] = [config.scoreCount, firstSeeds(config.scoreCount)]
    const draw = drawing(count, (onDrawn) => run.samples(seeds, { onProgress: onDrawn }))
    const classes = trueClasses(run, dataset.labels)
    const request = { dataset, split: splitImages(dataset.count, config), count, seed: config.seed, classes, draw }
    const known = this.real?.count === count && this.real.network === network ? this.real.features : null
    const phases = followScore({ network, request, realIsKnown: known !== null, costs, now, ...options })
    const real = known ?? (await gatherReal(network, request, phases))
    const realSeconds = known ? 0 : now() - began
    const input = await gatherSamples(network, request, real, phases)
    this.real = { count, network, features: real }
    const state = await save()
    const seconds = { features: now() - began, real: realSeconds }
    const trainingNumbers = Array.from(real.trainingImages, (image) => imageNumbers?.[image] ?? image)
    return { step, network: network.name, seeds, trainingNumbers, input, state, options: phases, seconds }
  }

  private async compute({ step, network, seeds, trainingNumbers, input, options, seconds }: Gathered<State>): Promise<ScoreReport> {
    const { now, analyse } = this.deps
    const began = now()
    const { signal, onProgress } = options('numbers')
    onProgress?.(0)
    const { scores, nearest } = await analyse('score', input, { signal, onProgress })
    onProgress?.(1)
    return {
      ...scores,
      step,
      network,
      seconds: { ...seconds, numbers: now() - began },
      nearest: nearest.map(({ row, distance }, i) => ({ seed: seeds[i] as number, image: trainingNumbers[row] as number, distance })),
    }
  }
}

/** Whether the settings ask for a score at this step. */
export function isScoreDue({ step, config }: Pick<Run, 'step' | 'config'>): boolean {
  return config.scoreEvery > 0 && step % config.scoreEvery === 0
}

// Scores of a run: features are gathered between two steps, the numbers are worked out beside training, and the best state is kept.
import type { Dataset } from '../data/dataset.ts'
import { splitImages } from '../data/sampling.ts'
import { FeatureError } from '../eval/errors.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { askForScore, gatherFake, gatherReal, type RealSide, realCount } from '../eval/scoring.ts'
import { firstSeeds, type Run } from '../gan/run.ts'
import type { TrainerEvent } from '../protocol.ts'
import { CancelledError, type WorkOptions } from '../spec/cancel.ts'
import type { RunConfig } from '../spec/config.ts'
import type { Pictures } from '../spec/report.ts'
import type { ScoreProgress, ScoreReport } from '../spec/scores.ts'
import { messageOf } from '../spec/words.ts'
import { type Costs, type Part, WorkProgress } from '../spec/work-progress.ts'
import type { Analyse } from './analyses.ts'
import type { ActiveRun, RunController, SavedState } from './run-controller.ts'

export interface ScoringDependencies {
  post(event: TrainerEvent): void
  now(): number
  network(): Promise<FeatureNetwork>
  readonly analyse: Analyse
  /** Which images of the open set a run's images are. */
  imagesOf(dataset: Dataset): ArrayLike<number>
}

interface UnderWay {
  readonly session: RunController
  readonly signal: { aborted: boolean }
}

/** The state of a run with the lowest kernel distance so far. */
interface Best {
  readonly session: RunController
  readonly step: number
  readonly kid: number
  /** Whose features it is in. */
  readonly network: string
  readonly state: SavedState
}

interface Gathered {
  readonly step: number
  readonly seeds: readonly number[]
  readonly network: string
  readonly real: RealSide
  readonly images: ArrayLike<number>
  readonly question: ReturnType<typeof askForScore>
  readonly state: SavedState
  readonly work: WorkProgress<Phase>
  readonly seconds: { readonly features: number; readonly real: number }
}

type Phase = ScoreProgress['phase']

export class Scoring {
  private readonly deps: ScoringDependencies
  private underWay: UnderWay | null = null
  private over: Promise<void> = Promise.resolve()
  private best: Best | null = null
  /** Of the last run that was scored, for as many images. */
  private real: { readonly dataset: Dataset; readonly count: number; readonly network: FeatureNetwork; readonly side: RealSide } | null =
    null

  private readonly costs = new WeakMap<FeatureNetwork, Costs<Phase>>()

  constructor(deps: ScoringDependencies) {
    this.deps = deps
  }

  /** Scores where the settings ask for it at this step. */
  onStep(session: RunController, { step, config }: Run): void {
    if (config.scoreEvery === 0 || step % config.scoreEvery !== 0) return
    if (!this.underWay) return void this.score(session)
    const sentence = `Step ${step} was not scored: the score before it was still being worked out. Score less often, or fewer images.`
    this.deps.post({ type: 'score-failed', run: session.id, sentence })
  }

  /** Scores the run as it is, unless a score is under way. Never rejects. */
  score(session: RunController): Promise<void> {
    if (this.underWay?.session === session) return this.over
    const before = this.underWay && this.rest() // of a run that is gone
    this.over = before ? before.then(() => this.scoreOnce(session)) : this.scoreOnce(session)
    return this.over
  }

  /** Gives up the score under way; resolves when nothing of it goes on. */
  rest(): Promise<void> {
    if (this.underWay) this.underWay.signal.aborted = true
    return this.over
  }

  private async scoreOnce(session: RunController): Promise<void> {
    const signal = { aborted: false }
    this.underWay = { session, signal }
    try {
      const gathered = await session.betweenSteps((opened) => this.gather(session, opened, signal), 'score')
      const report = await this.workOut(session, gathered, signal)
      if (session.ended) return
      this.keepBest(session, report, gathered.state)
      this.deps.post({ type: 'score', run: session.id, report, best: this.best?.step ?? null })
    } catch (error) {
      const cancelled = signal.aborted || error instanceof CancelledError || error instanceof CancelledError
      const sentence = cancelled ? null : messageOf(error)
      this.deps.post({ type: 'score-failed', run: session.id, sentence })
    } finally {
      this.underWay = null
    }
  }

  cancel(session: RunController): void {
    if (this.underWay?.session === session) this.underWay.signal.aborted = true
  }

  /** The run is over: a score of it is no longer wanted, nor is its best state. */
  forget(session: RunController): void {
    this.cancel(session)
    if (this.best?.session === session) this.best = null
    this.real = null
  }

  returnToBest(session: RunController): void {
    if (this.best?.session === session) session.returnTo(this.best.state)
  }

  private async gather(session: RunController, opened: ActiveRun, signal: { readonly aborted: boolean }): Promise<Gathered> {
    const { run, dataset } = opened
    const { step, config } = run
    if (step === 0) throw new FeatureError('There is nothing to score yet: train a step first.')
    const began = this.deps.now()
    const network = await this.deps.network()
    const split = splitImages(dataset.count, config)
    const known = this.knownReal(network, dataset, config)
    const parts = partsOf(config.scoreCount, known ? 0 : realCount(split, config.scoreCount))
    const work = new WorkProgress(parts, this.costsOf(network), this.deps.now)
    const watch = (phase: Phase) => ({ signal, onProgress: this.teller(session, work, phase) })
    const real = known ?? (await gatherReal(network, dataset, split, config.scoreCount, watch('real')))
    this.real = { dataset, count: config.scoreCount, network, side: real }
    const looked = this.deps.now()
    const seeds = firstSeeds(config.scoreCount)
    const fake = await gatherFake(network, (wanted) => drawSamples(run, wanted, watch('drawing')), seeds, watch('samples'))
    const question = askForScore(real, fake, config.scoreCount, config.seed)
    const state = await session.save(opened)
    const seconds = { features: this.deps.now() - began, real: known ? 0 : looked - began }
    return { step, seeds, network: network.name, real, images: this.deps.imagesOf(dataset), question, state, work, seconds }
  }

  /** What the last score of the run has found out about the real images already. */
  private knownReal(network: FeatureNetwork, dataset: Dataset, { scoreCount }: RunConfig): RealSide | null {
    const { real } = this
    return real?.dataset === dataset && real.count === scoreCount && real.network === network ? real.side : null
  }

  private costsOf(network: FeatureNetwork): Costs<Phase> {
    const costs = this.costs.get(network) ?? new Map<Phase, number>()
    this.costs.set(network, costs)
    return costs
  }

  private async workOut(session: RunController, gathered: Gathered, signal: { readonly aborted: boolean }): Promise<ScoreReport> {
    const { step, seeds, network, real, images, question, work, seconds } = gathered
    const began = this.deps.now()
    const onProgress = this.teller(session, work, 'numbers')
    onProgress(0)
    const { scores, nearest } = await this.deps.analyse('score', question, { signal, onProgress })
    onProgress(1)
    return {
      ...scores,
      step,
      network,
      seconds: { ...seconds, numbers: this.deps.now() - began },
      nearest: nearest.map(({ row, distance }, i) => ({
        seed: seeds[i] as number,
        image: images[real.trainingImages[row] as number] as number,
        distance,
      })),
    }
  }

  private keepBest(session: RunController, { step, kid, network }: ScoreReport, state: SavedState): void {
    if (kid === null) return
    const comparable = this.best?.session === session && this.best.network === network ? this.best : null
    if (!comparable || kid < comparable.kid) this.best = { session, step, kid, network, state }
  }

  private teller(session: RunController, work: WorkProgress<Phase>, phase: Phase): (done: number) => void {
    return (done) => {
      const progress = { phase, share: work.at(phase, done), left: work.secondsLeft(), waits: work.secondsLeft('numbers') }
      if (!session.ended) this.deps.post({ type: 'score-progress', run: session.id, progress })
    }
  }
}

/** Pairs of images that the numbers are worked out from, among those compared and those looked through for copies. */
const PAIRS = 5

/** What a score is made of. Seconds are guesses until they have been timed; what matters of the first ones is how they compare. */
function partsOf(count: number, real: number): readonly Part<Phase>[] {
  return [
    { name: 'real', size: real, guess: 0.01, onDevice: true },
    { name: 'drawing', size: count, guess: 0.005, onDevice: true },
    { name: 'samples', size: count, guess: 0.01, onDevice: true },
    { name: 'numbers', size: PAIRS * count ** 2, guess: 1e-6, onDevice: false },
  ]
}

/** It is seen to get on, and can be given up. */
async function drawSamples(run: Run, seeds: readonly number[], { signal, onProgress }: WorkOptions): Promise<Pictures> {
  const { pictures } = await run.samples(seeds, (done) => {
    if (signal?.aborted) throw new CancelledError()
    onProgress?.(done / seeds.length)
  })
  return pictures
}

// Scores of a run: features are gathered between two steps, the numbers are worked out beside training, and the best state is kept.
import type { Dataset } from '../core/data/dataset.ts'
import { splitImages } from '../core/data/split.ts'
import { CancelledError, FeatureError, type Watch } from '../core/features/feature-table.ts'
import type { FeatureNetwork } from '../core/features/networks/network.ts'
import { firstSeeds, type Run } from '../core/run.ts'
import { askForScore, gatherFake, gatherReal, type RealSide } from '../core/scoring.ts'
import { messageOf } from '../core/words.ts'
import type { TrainerEvent } from '../protocol.ts'
import type { RunConfig } from '../spec/config.ts'
import type { ScoreProgress, ScoreReport } from '../spec/scores.ts'
import type { Analyse } from './analysts.ts'
import { type Opened, RunOverError, type SavedState, type Session } from './session.ts'

export interface ScoringSurroundings {
  post(event: TrainerEvent): void
  now(): number
  network(): Promise<FeatureNetwork>
  readonly analyse: Analyse
  /** Which images of the open set a run's images are. */
  imagesOf(dataset: Dataset): ArrayLike<number>
}

interface UnderWay {
  readonly session: Session
  readonly signal: { aborted: boolean }
}

/** The state of a run with the lowest kernel distance so far. */
interface Best {
  readonly session: Session
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
  readonly seconds: number
}

export class Scoring {
  private readonly at: ScoringSurroundings
  private underWay: UnderWay | null = null
  private over: Promise<void> = Promise.resolve()
  private best: Best | null = null
  /** Of the last run that was scored, for as many images. */
  private real: { readonly dataset: Dataset; readonly count: number; readonly network: FeatureNetwork; readonly side: RealSide } | null =
    null

  constructor(at: ScoringSurroundings) {
    this.at = at
  }

  /** Scores where the settings ask for it at this step. */
  onStep(session: Session, { step, config }: Run): void {
    if (config.scoreEvery === 0 || step % config.scoreEvery !== 0) return
    if (!this.underWay) return void this.score(session)
    const sentence = `Step ${step} was not scored: the score before it was still being worked out. Score less often, or fewer images.`
    this.at.post({ type: 'score-failed', run: session.id, sentence })
  }

  /** Scores the run as it is, unless a score is under way. Never rejects. */
  score(session: Session): Promise<void> {
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

  private async scoreOnce(session: Session): Promise<void> {
    const signal = { aborted: false }
    this.underWay = { session, signal }
    try {
      const gathered = await session.beside((opened) => this.gather(session, opened, signal))
      const report = await this.workOut(session, gathered, signal)
      if (session.ended) return
      this.keepBest(session, report, gathered.state)
      this.at.post({ type: 'score', run: session.id, report, best: this.best?.step ?? null })
    } catch (error) {
      const cancelled = signal.aborted || error instanceof RunOverError || error instanceof CancelledError
      const sentence = cancelled ? null : messageOf(error)
      this.at.post({ type: 'score-failed', run: session.id, sentence })
    } finally {
      this.underWay = null
    }
  }

  cancel(session: Session): void {
    if (this.underWay?.session === session) this.underWay.signal.aborted = true
  }

  /** The run is over: a score of it is no longer wanted, nor is its best state. */
  forget(session: Session): void {
    this.cancel(session)
    if (this.best?.session === session) this.best = null
    this.real = null
  }

  returnToBest(session: Session): void {
    if (this.best?.session === session) session.returnTo(this.best.state)
  }

  private async gather(session: Session, opened: Opened, signal: { readonly aborted: boolean }): Promise<Gathered> {
    const { run, dataset } = opened
    const { step, config } = run
    if (step === 0) throw new FeatureError('There is nothing to score yet: train a step first.')
    const began = this.at.now()
    const network = await this.at.network()
    const watch = (phase: ScoreProgress['phase']) => ({ signal, onProgress: this.teller(session, phase) })
    const real = await this.realSide(network, dataset, config, watch('real'))
    const seeds = firstSeeds(config.scoreCount)
    const fake = await gatherFake(network, async (wanted) => (await run.samples(wanted)).pictures, seeds, watch('samples'))
    return {
      step,
      seeds,
      network: network.name,
      real,
      images: this.at.imagesOf(dataset),
      question: askForScore(real, fake, config.scoreCount, config.seed),
      state: await session.save(opened),
      seconds: this.at.now() - began,
    }
  }

  private async realSide(network: FeatureNetwork, dataset: Dataset, config: RunConfig, watch: Watch): Promise<RealSide> {
    const count = config.scoreCount
    if (this.real?.dataset === dataset && this.real.count === count && this.real.network === network) return this.real.side
    const side = await gatherReal(network, dataset, splitImages(dataset.count, config), count, watch)
    this.real = { dataset, count, network, side }
    return side
  }

  private async workOut(session: Session, gathered: Gathered, signal: { readonly aborted: boolean }): Promise<ScoreReport> {
    const { step, seeds, network, real, images, question, seconds } = gathered
    const began = this.at.now()
    const { scores, nearest } = await this.at.analyse('score', question, { signal, onProgress: this.teller(session, 'numbers') })
    return {
      ...scores,
      step,
      network,
      seconds: { features: seconds, numbers: this.at.now() - began },
      nearest: nearest.map(({ row, distance }, i) => ({
        seed: seeds[i] as number,
        image: images[real.trainingImages[row] as number] as number,
        distance,
      })),
    }
  }

  private keepBest(session: Session, { step, kid, network }: ScoreReport, state: SavedState): void {
    if (kid === null) return
    const comparable = this.best?.session === session && this.best.network === network ? this.best : null
    if (!comparable || kid < comparable.kid) this.best = { session, step, kid, network, state }
  }

  private teller(session: Session, phase: ScoreProgress['phase']): (share: number) => void {
    return (share) => {
      if (!session.ended) this.at.post({ type: 'score-progress', run: session.id, progress: { phase, share } })
    }
  }
}

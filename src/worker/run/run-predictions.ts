// What the discriminator of a co-trained run takes the images without a label for, told to the page: at rest at once, and while training goes on
// as often as a forward pass of all images may cost.
import { predictedClasses } from '../../eval/labelling/predicted-classes.ts'
import { Cadence } from '../../gan/cadence.ts'
import type { Run } from '../../gan/run.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { type RunLabelling, signalOf } from './run-labelling.ts'
import type { ActiveRun } from './step-tasks.ts'

interface RunPredictionsDependencies {
  /** Seconds of a steady clock. */
  now(): number
  readonly labelling: Pick<RunLabelling, 'announce'>
}

/** As often as a run is saved, in seconds, and never more than this share of the time. */
const PREDICTIONS = { pause: 20, share: 0.03 }

/** Seconds that the first may take: before it nothing is known of its cost. */
const FIRST_TRY = 1

/** Of the images: after fewer it cannot be told how long all take. */
const LEAST_DONE = 0.01

type Predicting = Pick<ActiveRun, 'run' | 'dataset'>

export class RunPredictions {
  private readonly deps: RunPredictionsDependencies
  private readonly cadence = new Cadence(PREDICTIONS)
  /** What was told last. */
  private told: { readonly run: Run; readonly step: number } | null = null
  /** Seconds that the last took, or would have taken. */
  private cost = 0

  constructor(deps: RunPredictionsDependencies) {
    this.deps = deps
    this.record(0)
  }

  /** Whether training is to wait for it. */
  isDue({ run }: Predicting): boolean {
    return this.isNews(run) && this.cadence.isDue(this.deps.now())
  }

  /** Beside training. Where it turns out to take longer than was thought it is given up until that much may be spent. */
  async predict(active: Predicting, isGivenUp: () => boolean): Promise<void> {
    const began = this.deps.now()
    const spent = () => this.deps.now() - began
    const isTooLong = () => spent() > Math.max(FIRST_TRY, 2 * this.cost)
    let done = 0
    const onProgress = (share: number) => {
      done = share
    }
    const isTold = await this.tell(active, () => isGivenUp() || isTooLong(), onProgress)
    if (!isTold && isTooLong()) this.record(spent() / Math.max(done, LEAST_DONE))
  }

  /** Where the run rests, once for each step. */
  async predictAtRest(active: Predicting, isGivenUp: () => boolean): Promise<void> {
    if (this.isNews(active.run)) await this.tell(active, isGivenUp)
  }

  /** A discriminator that has learnt nothing predicts nothing. */
  private isNews(run: Run): boolean {
    const isTold = this.told?.run === run && this.told.step === run.step
    return run.config.conditioning === 'co-trained' && run.step > 0 && !isTold
  }

  /** @returns false where it was given up */
  private async tell({ run, dataset }: Predicting, isGivenUp: () => boolean, onProgress?: (share: number) => void): Promise<boolean> {
    const { config, step } = run
    const began = this.deps.now()
    try {
      const classes = await predictedClasses(run, dataset, { signal: signalOf(isGivenUp), ...(onProgress && { onProgress }) })
      this.record(this.deps.now() - began)
      this.told = { run, step }
      this.deps.labelling.announce({ config, classes }, dataset)
      return true
    } catch (error) {
      if (error instanceof CancelledError) return false
      throw error
    }
  }

  private record(seconds: number): void {
    const now = this.deps.now()
    this.cost = seconds
    this.cadence.record(now - seconds, now)
  }
}

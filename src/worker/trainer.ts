// The trainer behind the page: takes commands, owns the device, the data and the run, and tells what happens as events.
import { Refusal } from '../data/image.ts'
import { NoImagesError } from '../data/import.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { createRun, TrainingError } from '../gan/run.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import type { BackendChoice } from '../spec/backends.ts'
import { preparationOf, type RunConfig } from '../spec/config.ts'
import type { Failure } from '../spec/report.ts'
import { messageOf } from '../spec/words.ts'
import type { Device } from '../tensor/backend.ts'
import { DeviceError } from '../tensor/device-errors.ts'
import type { TuningStore } from '../tensor/tuning.ts'
import type { Analyse } from './analysts.ts'
import { Images, type Library, type Prepare } from './images.ts'
import { Networks } from './networks.ts'
import { Scoring } from './scoring.ts'
import { RunOverError, Session, type SessionSurroundings } from './session.ts'
import { StepTimes } from './step-times.ts'
import { Studies } from './studies.ts'

/** What the trainer needs from the place it runs in. */
export interface Surroundings {
  post(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  openDevice(wanted: BackendChoice): Promise<Device>
  readonly prepare: Prepare
  readonly library: Library
  readonly tunings: TuningStore
  readonly stepTimes: TuningStore
  readonly analyse: Analyse
  /** The feature network that ships with the page. The base is the page's address. */
  openNetwork(base: string): Promise<FeatureNetwork>
}

/** Returns the function that takes commands. */
export function createTrainer(surroundings: Surroundings): (command: Command) => void {
  const trainer = new Trainer(surroundings)
  return (command) => trainer.take(command)
}

class Trainer {
  private readonly at: Surroundings
  private device: Promise<Device> | null = null
  private readonly images: Images
  private readonly networks: Networks
  private readonly stepTimes: StepTimes
  private readonly scoring: Scoring
  private readonly studies: Studies
  private session: Session | null = null
  /** Settings that the session began with. */
  private config: RunConfig | null = null
  /** Resolves when the run before is gone: it may still be in a step. */
  private gone: Promise<void> = Promise.resolve()

  constructor(surroundings: Surroundings) {
    const at = { ...surroundings, post: (event: TrainerEvent) => this.post(event, surroundings) }
    this.at = at
    this.stepTimes = new StepTimes(at)
    this.images = new Images({ ...at, asFailure })
    const ready = () => this.device ?? Promise.reject(new Error('features were asked for before the device was chosen'))
    this.networks = new Networks({ ...at, ready, openShipped: () => at.openNetwork(this.images.base) })
    this.studies = new Studies({
      ...at,
      ready,
      network: () => this.networks.shipped(),
      session: () => this.session,
      collection: () => this.images.collection(),
    })
    this.scoring = new Scoring({ ...at, network: () => this.networks.forScores(), imagesOf: (dataset) => this.images.numbersOf(dataset) })
  }

  take(command: Command): void {
    switch (command.type) {
      case 'boot':
        this.images.base = command.base
        void this.boot(command.backend)
        return
      case 'start':
        void this.start(command.run, command.config, command.paused)
        return
      case 'pause':
        this.session?.pause()
        return
      case 'resume':
        this.session?.resume()
        return
      case 'step':
        this.session?.stepOnce()
        return
      case 'reset':
        void this.reset()
        return
      case 'tune':
        this.session?.tune(command.changes)
        return
      case 'interpolate':
        this.session?.draw(command)
        return
      case 'show-samples':
        if (this.session?.id === command.run) this.session.draw(command)
        return
      case 'open':
      case 'cancel-open':
      case 'show-images':
      case 'take-images':
      case 'list-findings':
      case 'list-kept':
      case 'delete-kept':
        this.images.take(command)
        return
      case 'score':
        if (this.session?.id === command.run) void this.scoring.score(this.session)
        return
      case 'cancel-score':
        if (this.session?.id === command.run) this.scoring.cancel(this.session)
        return
      case 'return-to-best':
        if (this.session?.id === command.run) this.scoring.returnToBest(this.session)
        return
      case 'save-checkpoint':
        if (this.session?.id === command.run) void this.saveCheckpoint(this.session)
        return
      case 'use-network':
        void this.scoring.rest().then(() => this.networks.use(command.own))
        return
      case 'study':
        void this.studies.study(command.id, command.study)
        return
      case 'cancel-study':
        this.studies.cancel(command.id)
        return
      default:
        command satisfies never
    }
  }

  private post(event: TrainerEvent, { post }: Surroundings): void {
    post(event)
    if (event.type === 'dataset') this.stepTimes.probe() // not before: what the page waits for comes first
    if (event.type === 'step' && event.run === this.session?.id && this.config)
      this.stepTimes.note(this.config, event.report.step, event.report.stepsPerSecond)
  }

  private async boot(backend: BackendChoice): Promise<void> {
    this.device = this.at.openDevice(backend)
    try {
      const device = await this.device
      this.at.post({ type: 'device', device: device.info })
      await this.stepTimes.open(device)
      const failure = await device.failed
      this.session?.fail(failure)
      this.at.post({ type: 'failed', run: null, failure })
    } catch (error) {
      this.at.post({ type: 'failed', run: null, failure: asFailure(error) })
    }
  }

  private async start(id: number, config: RunConfig, paused: boolean): Promise<void> {
    const previous = this.session
    const onStep: SessionSurroundings['onStep'] = (session, run) => this.scoring.onStep(session, run)
    const session = new Session({ ...this.at, asFailure, onStep }, id, paused)
    this.session = session
    this.config = config
    this.at.post({ type: 'state', run: id, state: 'preparing' })
    if (previous) this.gone = this.end(previous)
    await Promise.all([this.gone, this.stepTimes.stop()])
    await session.play(async () => {
      const device = await (this.device ?? Promise.reject(new Error('a run was started before the device was chosen')))
      const dataset = await this.images.forRun(preparationOf(config))
      const run = createRun(config, dataset)
      const layers = run.models.discriminator.layers.map(({ name }) => name)
      this.at.post({ type: 'layers', run: id, layers })
      return { run, dataset, device }
    })
  }

  private async saveCheckpoint(session: Session): Promise<void> {
    const run = session.id
    const onProgress = (share: number) => {
      if (!session.ended) this.at.post({ type: 'checkpoint-progress', run, share })
    }
    try {
      const saved = await session.beside(async (opened) => ({ step: opened.run.step, bytes: await session.checkpoint(opened, onProgress) }))
      this.at.post({ type: 'checkpoint', run, ...saved })
    } catch (error) {
      this.at.post({ type: 'checkpoint-failed', run, sentence: error instanceof RunOverError ? null : messageOf(error) })
    }
  }

  private end(session: Session): Promise<void> {
    this.scoring.forget(session)
    return session.end()
  }

  private async reset(): Promise<void> {
    const session = this.session
    this.session = null
    if (!session) return
    this.gone = this.end(session)
    await this.gone
    this.at.post({ type: 'state', run: session.id, state: 'idle' })
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof TrainingError || error instanceof DeviceError) return error.failure
  if (error instanceof Refusal)
    return { reason: 'bad-data', message: error.message, advice: 'Shapes and Discs need no pictures: the page draws them.' }
  if (error instanceof NoImagesError) return { reason: 'bad-data', message: error.message, advice: error.advice }
  return {
    reason: 'internal',
    message: 'The trainer met an error of its own.',
    advice: 'Restart it. If it happens again, please report it with the link of this run.',
    detail: messageOf(error),
  }
}

import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { createRun } from '../gan/run.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import type { BackendChoice } from '../spec/backends.ts'
import { CancelledError } from '../spec/cancel.ts'
import { preparationOf, type RunConfig } from '../spec/config.ts'
import { messageOf } from '../spec/words.ts'
import type { SetStore } from '../store/set-store.ts'
import type { Device } from '../tensor/backend.ts'
import type { TuningStore } from '../tensor/tuning.ts'
import type { Analyse } from './analyses.ts'
import { asFailure } from './errors.ts'
import { FeatureAnalyses } from './feature-analyses.ts'
import { Images, type Prepare } from './images.ts'
import { Networks } from './networks.ts'
import { RunController, type RunControllerDependencies } from './run-controller.ts'
import { Scoring } from './scoring.ts'
import { StepTimes } from './step-times.ts'

/** What the trainer needs from the place it runs in. */
export interface Dependencies {
  post(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  openDevice(wanted: BackendChoice): Promise<Device>
  readonly prepare: Prepare
  readonly sets: SetStore
  readonly tunings: TuningStore
  readonly stepTimes: TuningStore
  readonly analyse: Analyse
  /** The feature network that ships with the page. The base is the page's address. */
  openNetwork(base: string): Promise<FeatureNetwork>
}

/** Returns the function that takes commands. */
export function createTrainer(deps: Dependencies): (command: Command) => void {
  const trainer = new Trainer(deps)
  return (command) => trainer.handle(command)
}

class Trainer {
  private readonly deps: Dependencies
  private device: Promise<Device> | null = null
  private readonly images: Images
  private readonly networks: Networks
  private readonly stepTimes: StepTimes
  private readonly scoring: Scoring
  private readonly studies: FeatureAnalyses
  private controller: RunController | null = null
  /** Settings that the session began with. */
  private config: RunConfig | null = null
  /** Resolves when the run before is gone: it may still be in a step. */
  private gone: Promise<void> = Promise.resolve()

  constructor(outer: Dependencies) {
    const deps = { ...outer, post: (event: TrainerEvent) => this.post(event, outer) }
    this.deps = deps
    this.stepTimes = new StepTimes(deps)
    this.images = new Images({ ...deps, asFailure })
    const ready = () => this.device ?? Promise.reject(new Error('features were asked for before the device was chosen'))
    this.networks = new Networks({ ...deps, ready, openShipped: () => deps.openNetwork(this.images.base) })
    this.studies = new FeatureAnalyses({
      ...deps,
      ready,
      network: () => this.networks.shipped(),
      controller: () => this.controller,
      collection: () => this.images.collection(),
    })
    this.scoring = new Scoring({ ...deps, network: () => this.networks.forScores(), imagesOf: (dataset) => this.images.numbersOf(dataset) })
  }

  handle(command: Command): void {
    switch (command.type) {
      case 'boot':
        this.images.base = command.base
        void this.boot(command.backend)
        return
      case 'start':
        void this.start(command.run, command.config, command.paused)
        return
      case 'pause':
        this.controller?.pause()
        return
      case 'resume':
        this.controller?.resume()
        return
      case 'step':
        this.controller?.stepOnce()
        return
      case 'reset':
        void this.reset()
        return
      case 'tune':
        this.controller?.tune(command.changes)
        return
      case 'interpolate':
        this.controller?.draw(command)
        return
      case 'show-samples':
        if (this.controller?.id === command.run) this.controller.draw(command)
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
        if (this.controller?.id === command.run) void this.scoring.score(this.controller)
        return
      case 'cancel-score':
        if (this.controller?.id === command.run) this.scoring.cancel(this.controller)
        return
      case 'return-to-best':
        if (this.controller?.id === command.run) this.scoring.returnToBest(this.controller)
        return
      case 'save-checkpoint':
        if (this.controller?.id === command.run) void this.saveCheckpoint(this.controller)
        return
      case 'use-network':
        void this.scoring.rest().then(() => this.networks.use(command.own))
        return
      case 'analyse':
        void this.studies.run(command.id, command.analysis)
        return
      case 'cancel-analysis':
        this.studies.cancel(command.id)
        return
      default:
        command satisfies never
    }
  }

  private post(event: TrainerEvent, { post }: Dependencies): void {
    post(event)
    if (event.type === 'dataset') this.stepTimes.probe() // not before: what the page waits for comes first
    if (event.type === 'step' && event.run === this.controller?.id && this.config)
      this.stepTimes.note(this.config, event.report.step, event.report.stepsPerSecond)
  }

  private async boot(backend: BackendChoice): Promise<void> {
    this.device = this.deps.openDevice(backend)
    try {
      const device = await this.device
      this.deps.post({ type: 'device', device: device.info })
      await this.stepTimes.open(device)
      const failure = await device.failed
      this.controller?.fail(failure)
      this.deps.post({ type: 'failed', run: null, failure })
    } catch (error) {
      this.deps.post({ type: 'failed', run: null, failure: asFailure(error) })
    }
  }

  private async start(id: number, config: RunConfig, paused: boolean): Promise<void> {
    const previous = this.controller
    const onStep: RunControllerDependencies['onStep'] = (controller, run) => this.scoring.onStep(controller, run)
    const controller = new RunController({ ...this.deps, asFailure, onStep }, id, paused)
    this.controller = controller
    this.config = config
    this.deps.post({ type: 'state', run: id, state: 'preparing' })
    if (previous) this.gone = this.end(previous)
    await Promise.all([this.gone, this.stepTimes.stop()])
    await controller.play(async () => {
      const device = await (this.device ?? Promise.reject(new Error('a run was started before the device was chosen')))
      const dataset = await this.images.forRun(preparationOf(config))
      const run = createRun(config, dataset)
      const layers = run.models.discriminator.network.activations.map(({ name }) => name)
      this.deps.post({ type: 'layers', run: id, layers })
      return { run, dataset, device }
    })
  }

  private async saveCheckpoint(controller: RunController): Promise<void> {
    const run = controller.id
    const onProgress = (share: number) => {
      if (!controller.ended) this.deps.post({ type: 'checkpoint-progress', run, share })
    }
    try {
      const saved = await controller.betweenSteps(async (opened) => ({
        step: opened.run.step,
        bytes: await controller.checkpoint(opened, onProgress),
      }))
      this.deps.post({ type: 'checkpoint', run, ...saved })
    } catch (error) {
      this.deps.post({ type: 'checkpoint-failed', run, sentence: error instanceof CancelledError ? null : messageOf(error) })
    }
  }

  private end(controller: RunController): Promise<void> {
    this.scoring.forget(controller)
    return controller.end()
  }

  private async reset(): Promise<void> {
    const controller = this.controller
    this.controller = null
    if (!controller) return
    this.gone = this.end(controller)
    await this.gone
    this.deps.post({ type: 'state', run: controller.id, state: 'idle' })
  }
}

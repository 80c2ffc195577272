// The trainer behind the page: handles commands, owns the device, the data and the run, and emits events.
import type { Dataset } from '../data/dataset.ts'
import type { Analyse } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import type { ScoreCosts } from '../eval/score-features.ts'
import { createRun } from '../gan/run.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import type { BackendChoice } from '../spec/backends.ts'
import { CancelledError } from '../spec/cancel.ts'
import { preparationOf, type RunConfig } from '../spec/config.ts'
import { messageOf } from '../spec/words.ts'
import type { SetStore } from '../store/set-store.ts'
import type { Device } from '../tensor/backend.ts'
import type { TuningStore } from '../tensor/tuning.ts'
import { asFailure } from './errors.ts'
import { FeatureAnalyses } from './feature-analyses.ts'
import { Images, type Prepare } from './images.ts'
import { Networks } from './networks.ts'
import { RunController } from './run-controller.ts'
import { Scoring } from './scoring.ts'
import { StepTimes } from './step-times.ts'

/** What the trainer needs from the place it runs in. */
export interface Dependencies {
  emit(event: TrainerEvent): void
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

/** Returns the function that handles commands. */
export function createTrainer(deps: Dependencies): (command: Command) => void {
  const trainer = new Trainer(deps)
  return (command) => trainer.handle(command)
}

/** The run there is, with the settings that it began with. */
interface Current {
  readonly controller: RunController
  readonly scoring: Scoring
  readonly config: RunConfig
}

type RunCommand = Extract<
  Command,
  {
    type:
      | 'pause'
      | 'resume'
      | 'step'
      | 'tune'
      | 'interpolate'
      | 'show-samples'
      | 'score'
      | 'cancel-score'
      | 'return-to-best'
      | 'save-checkpoint'
  }
>

class Trainer {
  private readonly deps: Dependencies
  private device: Promise<Device> | null = null
  private readonly images: Images
  private readonly networks: Networks
  private readonly stepTimes: StepTimes
  private readonly analyses: FeatureAnalyses
  private readonly scoreCosts: ScoreCosts = new WeakMap()
  private current: Current | null = null
  /** Resolves when the previous run has ended: it may still be in a step. */
  private previousEnded: Promise<void> = Promise.resolve()

  constructor(outer: Dependencies) {
    const deps = { ...outer, emit: (event: TrainerEvent) => this.emit(event, outer) }
    this.deps = deps
    this.stepTimes = new StepTimes(deps)
    this.images = new Images(deps)
    const ready = () => this.device ?? Promise.reject(new Error('features were asked for before the device was chosen'))
    this.networks = new Networks({ ...deps, ready, openShipped: () => deps.openNetwork(this.images.base) })
    this.analyses = new FeatureAnalyses({
      ...deps,
      ready,
      network: () => this.networks.shipped(),
      controller: () => this.current?.controller ?? null,
      collection: () => this.images.collection(),
    })
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
      case 'reset':
        void this.reset()
        return
      case 'open':
      case 'cancel-open':
      case 'show-images':
      case 'take-images':
      case 'list-findings':
      case 'list-kept':
      case 'delete-kept':
        this.images.handle(command)
        return
      case 'use-network':
        void this.stopScoring().then(() => this.networks.use(command.own))
        return
      case 'analyse':
        void this.analyses.run(command.id, command.analysis)
        return
      case 'cancel-analysis':
        this.analyses.cancel(command.id)
        return
      case 'continue':
      case 'view':
      case 'take-over':
      case 'save-now':
      case 'show-snapshot':
      case 'return-to-snapshot':
      case 'score-snapshot':
      case 'list-runs':
      case 'rename-run':
      case 'delete-run':
      case 'restore-run':
      case 'thin-run':
      case 'read-run':
      case 'export-run':
      case 'cancel-export':
      case 'import-run':
        return // runs are not kept yet
      default:
        this.handleForRun(command)
    }
  }

  /** Commands to the current run; those that name a run are ignored once another one has replaced it. */
  private handleForRun(command: RunCommand): void {
    const current = 'run' in command ? this.runOf(command) : this.current
    if (!current) return
    const { controller, scoring } = current
    switch (command.type) {
      case 'pause':
        controller.pause()
        return
      case 'resume':
        controller.resume()
        return
      case 'step':
        controller.stepOnce()
        return
      case 'tune':
        controller.tune(command.changes)
        return
      case 'interpolate':
      case 'show-samples':
        controller.requestPictures(command)
        return
      case 'score':
        void scoring.score()
        return
      case 'cancel-score':
        void scoring.cancel()
        return
      case 'return-to-best':
        scoring.returnToBest()
        return
      case 'save-checkpoint':
        void this.saveCheckpoint(controller)
        return
      default:
        command satisfies never
    }
  }

  /** The run that a command is for, unless another one has replaced it. */
  private runOf({ run }: { readonly run: number }): Current | null {
    return this.current?.controller.id === run ? this.current : null
  }

  private emit(event: TrainerEvent, { emit }: Dependencies): void {
    emit(event)
    if (event.type === 'dataset') this.stepTimes.probe() // not before: what the page waits for comes first
    if (event.type === 'step' && this.current?.controller.id === event.run)
      this.stepTimes.note(this.current.config, event.report.step, event.report.stepsPerSecond)
  }

  private async boot(backend: BackendChoice): Promise<void> {
    this.device = this.deps.openDevice(backend)
    try {
      const device = await this.device
      this.deps.emit({ type: 'device', device: device.info })
      await this.stepTimes.open(device)
      const failure = await device.failed
      this.current?.controller.fail(failure)
      this.deps.emit({ type: 'failed', run: null, failure })
    } catch (error) {
      this.deps.emit({ type: 'failed', run: null, failure: asFailure(error) })
    }
  }

  private async start(id: number, config: RunConfig, paused: boolean): Promise<void> {
    const previous = this.current
    const controller: RunController = new RunController({ ...this.deps, onStep: (run) => scoring.onStep(run) }, id, paused)
    const scoring: Scoring = new Scoring(this.scoringDependencies(), controller)
    this.current = { controller, scoring, config }
    this.deps.emit({ type: 'state', run: id, state: 'preparing' })
    if (previous) this.previousEnded = this.end(previous)
    await Promise.all([this.previousEnded, this.stepTimes.stop()])
    await controller.play(async () => {
      const device = await (this.device ?? Promise.reject(new Error('a run was started before the device was chosen')))
      const dataset = await this.images.forRun(preparationOf(config))
      const run = createRun(config, dataset)
      const layers = run.models.discriminator.network.activations.map(({ name }) => name)
      this.deps.emit({ type: 'layers', run: id, layers })
      return { run, dataset, device }
    })
  }

  private scoringDependencies() {
    return {
      ...this.deps,
      costs: this.scoreCosts,
      network: () => this.networks.forScores(),
      imageNumbers: (dataset: Dataset) => this.images.numbersOf(dataset),
    }
  }

  /** Resolves when no score uses the feature network any more. */
  private async stopScoring(): Promise<void> {
    await Promise.all([this.previousEnded, this.current?.scoring.cancel()])
  }

  private async saveCheckpoint(controller: RunController): Promise<void> {
    const run = controller.id
    try {
      const saved = await controller.betweenSteps(async (active) => ({ step: active.run.step, bytes: await controller.checkpoint(active) }))
      this.deps.emit({ type: 'checkpoint', run, ...saved })
    } catch (error) {
      this.deps.emit({ type: 'checkpoint-failed', run, sentence: error instanceof CancelledError ? null : messageOf(error) })
    }
  }

  private end({ controller, scoring }: Current): Promise<void> {
    void scoring.cancel()
    return controller.end()
  }

  private async reset(): Promise<void> {
    const { current } = this
    this.current = null
    if (!current) return
    this.previousEnded = this.end(current)
    await this.previousEnded
    this.deps.emit({ type: 'state', run: current.controller.id, state: 'idle' })
  }
}

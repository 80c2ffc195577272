// The trainer behind the page: handles commands, owns the device, the data and the run, and emits events.
import type { Analyse } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import type { ScoreCosts } from '../eval/score-features.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import type { BackendChoice } from '../spec/backends.ts'
import type { FilmOffer, FilmPlan } from '../spec/films.ts'
import type { RunStore } from '../store/run-store.ts'
import type { SetStore } from '../store/set-store.ts'
import type { Device } from '../tensor/backend.ts'
import type { TuningStore } from '../tensor/tuning.ts'
import { asFailure } from './errors.ts'
import { FileExports } from './exports/file-exports.ts'
import { FilmPreviews } from './exports/film-previews.ts'
import { GeneratorCopies } from './exports/generator-copies.ts'
import type { TemporaryFiles } from './exports/temporary-files.ts'
import type { WriteFile } from './exports/write-file.ts'
import { FeatureAnalyses } from './feature-analyses.ts'
import { LatentSearches } from './find/latent-searches.ts'
import { Images, type Prepare } from './images.ts'
import { Networks } from './networks.ts'
import { CurrentRun, type CurrentRunDependencies, type RunCommand } from './run/current-run.ts'
import { keptRuns, randomId } from './run/run-keeping.ts'
import type { ContinueCommand, StartCommand } from './run/run-opening.ts'
import { RunExport } from './runs/run-export.ts'
import { RunImport } from './runs/run-import.ts'
import type { RunLock, RunLocks } from './runs/run-locks.ts'
import { RunSharing } from './runs/run-sharing.ts'
import { StoredRunsManager } from './runs/stored-runs.ts'
import { Viewer } from './runs/viewer.ts'
import { StepTimes } from './step-times.ts'

/** What the trainer needs from the place it runs in. */
export interface Dependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  openDevice(wanted: BackendChoice): Promise<Device>
  readonly prepare: Prepare
  readonly sets: SetStore
  readonly runs: RunStore
  readonly locks: RunLocks
  readonly tunings: TuningStore
  readonly stepTimes: TuningStore
  readonly analyse: Analyse
  readonly writeFile: WriteFile
  readonly temporaryFiles: TemporaryFiles
  /** Which formats are encoded here for such a film. */
  offeredFormats(plan: FilmPlan): Promise<FilmOffer[]>
  /** The feature network that ships with the page. The base is the page's address. */
  openNetwork(base: string): Promise<FeatureNetwork>
  /** The project file of the finished run that comes with the page. */
  loadExample(base: string): Promise<Uint8Array>
}

/** Returns the function that handles commands. */
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
  private readonly analyses: FeatureAnalyses
  private readonly viewer: Viewer
  private readonly storedRuns: StoredRunsManager
  private readonly sharing: RunSharing
  private readonly exports: FileExports
  private readonly previews: FilmPreviews
  private readonly searches: LatentSearches
  private readonly copies: GeneratorCopies
  private readonly scoreCosts: ScoreCosts = new WeakMap()
  private current: CurrentRun | null = null
  /** Resolves when the previous run has ended: it may still be in a step. */
  private previousEnded: Promise<void> = Promise.resolve()

  constructor(outer: Dependencies) {
    const deps = { ...outer, emit: (event: TrainerEvent) => this.emit(event, outer) }
    this.deps = deps
    this.stepTimes = new StepTimes(deps)
    this.images = new Images({ ...deps, turn: () => this.viewer.told() })
    const ready = () => this.device ?? Promise.reject(new Error('features were asked for before the device was chosen'))
    this.networks = new Networks({ ...deps, ready, openShipped: () => deps.openNetwork(this.images.base) })
    this.analyses = new FeatureAnalyses({
      ...deps,
      ready,
      network: () => this.networks.shipped(),
      controller: () => this.current?.controller ?? null,
      collection: () => this.images.collection(),
    })
    this.viewer = new Viewer({ ...deps, ready, loadExample: () => deps.loadExample(this.images.base) })
    const transfers = { ...deps, newId: randomId }
    this.storedRuns = new StoredRunsManager({
      ...deps,
      exporting: new RunExport(transfers),
      importing: new RunImport(transfers),
      trained: () => this.current,
    })
    const exported = (run: number) => (this.current?.id === run ? this.current.exported : this.viewer.exported(run))
    this.exports = new FileExports({ ...deps, write: deps.writeFile, files: deps.temporaryFiles, run: exported })
    this.previews = new FilmPreviews({ ...deps, run: exported })
    this.searches = new LatentSearches({ ...deps, run: exported, base: () => this.images.base })
    this.copies = new GeneratorCopies({ ...deps, run: exported })
    this.sharing = new RunSharing(deps.now, (run) => void this.handOver(run))
  }

  handle(command: Command): void {
    switch (command.type) {
      case 'boot':
        this.images.base = command.base
        void this.deps.runs.emptyBin()
        void this.deps.temporaryFiles.removeLeftovers()
        void this.boot(command.backend)
        return
      case 'start':
      case 'continue':
        this.start(command)
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
      case 'read-labels':
      case 'label-images':
      case 'read-label-file':
      case 'export-labels':
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
      case 'make-file':
      case 'cancel-file':
        this.exports.handle(command)
        return
      case 'find-latent':
      case 'cancel-find':
        this.searches.handle(command)
        return
      case 'preview-film':
        void this.previews.draw(command)
        return
      case 'copy-generator':
        this.copies.copy(command)
        return
      case 'ask-film-formats':
        void this.offerFormats(command)
        return
      case 'view':
        this.view(command)
        return
      case 'take-over':
        this.viewer.handle(command)
        return
      case 'list-runs':
      case 'rename-run':
      case 'delete-run':
      case 'restore-run':
      case 'delete-damaged-run':
      case 'thin-run':
      case 'read-run':
      case 'export-run':
      case 'cancel-export':
      case 'import-run':
      case 'cancel-import-run':
        this.storedRuns.handle(command)
        return
      default:
        this.handleForRun(command)
    }
  }

  /** Commands to the run that is trained or shown; those that name a run are ignored once another one has replaced it. */
  private handleForRun(command: RunCommand): void {
    const current = 'run' in command ? this.runOf(command) : this.current
    if (current) current.handle(command)
    else if (command.type === 'interpolate' || command.type === 'show-samples' || command.type === 'show-snapshot')
      this.viewer.handle(command)
  }

  /** The run that a command is for, unless another one has replaced it. */
  private runOf({ run }: { readonly run: number }): CurrentRun | null {
    return this.current?.id === run ? this.current : null
  }

  private emit(event: TrainerEvent, { emit }: Dependencies): void {
    if (event.type === 'kept-as' && event.id !== null) this.sharing.opened(event.run, event.id)
    this.sharing.publish(event) // before its buffers are transferred
    emit(event)
    if (event.type === 'dataset') this.stepTimes.probe() // not before: what the page waits for comes first
    if (event.type !== 'step' || this.current?.id !== event.run) return
    const { config } = this.current
    if (config) this.stepTimes.note(config, event.report.step, event.report.stepsPerSecond)
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

  private start(command: StartCommand | ContinueCommand): void {
    this.endPrevious()
    const current = new CurrentRun(this.runDependencies(command.run), command.run, command.paused)
    this.current = current
    this.deps.emit({ type: 'state', run: command.run, state: 'preparing' })
    current.play(command, Promise.all([this.previousEnded, this.stepTimes.stop()]))
  }

  private view(command: Extract<Command, { type: 'view' }>): void {
    this.endPrevious()
    this.viewer.view(command, this.previousEnded)
  }

  /** Ends what is trained or shown. `previousEnded` resolves when it is saved and free. */
  private endPrevious(): void {
    const { current, previousEnded } = this
    this.current = null
    const ended = current?.end().then(() => this.sharing.closed(current.id))
    this.previousEnded = Promise.all([previousEnded, ended, this.viewer.end()]).then(() => undefined)
  }

  /** Lets another tab have the run. */
  private async handOver(run: number): Promise<void> {
    if (this.current?.id !== run) return
    this.endPrevious()
    await this.previousEnded
    this.deps.emit({ type: 'taken-over', run })
    this.deps.emit({ type: 'state', run, state: 'idle' })
  }

  private runDependencies(run: number): CurrentRunDependencies {
    const watched = (take: (id: string) => Promise<RunLock | null>) => async (id: string) => {
      const held = await take(id)
      void held?.lost.then(() => this.handOver(run))
      return held
    }
    const { locks } = this.deps
    return {
      ...this.deps,
      costs: this.scoreCosts,
      runs: keptRuns(this.deps.runs, { lock: watched((id) => locks.lock(id)), lockNow: watched((id) => locks.lockNow(id)) }),
      images: this.images,
      network: () => this.networks.forScores(),
      shippedNetwork: () => this.networks.shipped(),
      imagePlaces: (dataset) => this.images.placesOf(dataset),
      device: () => this.device ?? Promise.reject(new Error('a run was started before the device was chosen')),
    }
  }

  /** Resolves when no score uses the feature network any more. */
  private async stopScoring(): Promise<void> {
    await Promise.all([this.previousEnded, this.current?.scoring.cancel()])
  }

  private async offerFormats({ id, plan }: Extract<Command, { type: 'ask-film-formats' }>): Promise<void> {
    this.deps.emit({ type: 'film-formats', id, offers: await this.deps.offeredFormats(plan) })
  }

  private async reset(): Promise<void> {
    const run = this.current?.id ?? this.viewer.run
    if (run === null) return
    this.endPrevious()
    await this.previousEnded
    this.deps.emit({ type: 'state', run, state: 'idle' })
  }
}

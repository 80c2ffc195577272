// The run that is trained: its parts, its end, and the commands to it.
import { captureCheckpoint } from '../../gan/checkpoint.ts'
import type { InferenceGenerator } from '../../gan/inference.ts'
import type { Command, TrainerEvent } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import { survivingEvents } from '../../spec/run-log.ts'
import { messageOf } from '../../spec/words.ts'
import type { TuningStore } from '../../tensor/tuning.ts'
import type { ExportedRun } from '../exports/exported-run.ts'
import { Autosave } from './autosave.ts'
import { LiveSettings } from './live-settings.ts'
import { SnapshotPicturesRequests } from './picture-requests.ts'
import { type OpenedRun, Rollbacks } from './rollback.ts'
import { RunController } from './run-controller.ts'
import { RunKeeping } from './run-keeping.ts'
import { RunLabelling, type RunLabellingDependencies } from './run-labelling.ts'
import { RunLog } from './run-log.ts'
import { type ContinueCommand, Opening, type OpeningDependencies, openState, type StartCommand } from './run-opening.ts'
import { RunPredictions } from './run-predictions.ts'
import { RunReports } from './run-reports.ts'
import { SaveQueue } from './save-queue.ts'
import { bestOf, type RunScoringDependencies, Scoring } from './scoring.ts'
import { SlowSteps } from './slow-steps.ts'

/** Commands to the run there is. */
export type RunCommand = Extract<
  Command,
  {
    type:
      | 'pause'
      | 'resume'
      | 'step'
      | 'slow-step'
      | 'tune'
      | 'interpolate'
      | 'show-samples'
      | 'score'
      | 'cancel-score'
      | 'return-to-best'
      | 'show-snapshot'
      | 'return-to-snapshot'
      | 'score-snapshot'
      | 'save-now'
  }
>

type Outside = Omit<RunScoringDependencies, 'log' | 'autosave' | 'queue'> &
  Omit<RunLabellingDependencies, 'log'> &
  Pick<OpeningDependencies, 'device' | 'images' | 'runs'>

export interface CurrentRunDependencies extends Outside {
  readonly tunings: TuningStore
}

/** What the parts of a run work with; each is given what it names. */
function createParts(deps: CurrentRunDependencies, id: number, paused: boolean) {
  const emit = (event: TrainerEvent) => {
    if (!controller.ended) deps.emit(event)
  }
  const log = new RunLog(emit, id)
  const settings = new LiveSettings(log)
  const reports = new RunReports({ emit, now: deps.now, log }, id)
  const labelling = new RunLabelling({ ...deps, emit, log }, id)
  const predictions = new RunPredictions({ now: deps.now, labelling })
  const keeping = new RunKeeping(deps, id)
  const onBroken: RunController['breakDown'] = (error) => controller.breakDown(error)
  const tell = (event: TrainerEvent) => (event.type === 'save-failed' ? emit(event) : deps.emit(event)) // of a run that has failed it is no news
  const queue = new SaveQueue({ ...deps, emit: tell, log, onBroken, create: ({ dataset }) => opening.keep(dataset) }, id)
  const autosave = new Autosave({
    now: deps.now,
    settings,
    reports,
    queue,
    onBroken,
    runId: () => keeping.runId,
    identityOf: (dataset) => keeping.identityOf(dataset),
    betweenSteps: (task) => controller.betweenSteps(task),
  })
  const slowSteps = new SlowSteps(emit, id)
  const parts = { ...deps, slowSteps, log, settings, reports, labelling, predictions, keeping, queue, autosave }
  const rollbacks = new Rollbacks({ ...parts, emit, onReturn: (step) => void resumeScoring(scoring, queue, step) }, id)
  const controller: RunController = new RunController({ ...parts, rollbacks, onStep: (run) => scoring.onStep(run) }, id, paused)
  const scoring: Scoring = new Scoring(parts, controller)
  const opening: Opening = new Opening({ ...parts, emit, rollbacks, scoring }, id)
  const snapshots = new SnapshotPicturesRequests({ emit, stored: async () => queue.writer }, id)
  return { controller, scoring, opening, settings, queue, autosave, keeping, reports, snapshots }
}

/** The best step of those up to where the run has gone back. */
async function resumeScoring(scoring: Scoring, { writer }: SaveQueue, step: number): Promise<void> {
  scoring.resumeAt(null)
  if (!writer) return
  const { best, snapshots } = writer.record
  if (best && best.step <= step) return scoring.resumeAt(best)
  const events = survivingEvents(await writer.events()).filter((event) => event.step <= step)
  const earlier = bestOf(events, snapshots)
  scoring.resumeAt(earlier)
  await writer.update({ best: earlier })
}

export class CurrentRun {
  readonly id: number
  readonly controller: RunController
  readonly scoring: Scoring
  private readonly deps: CurrentRunDependencies
  private readonly parts: ReturnType<typeof createParts>
  private done: Promise<void> = Promise.resolve()

  constructor(deps: CurrentRunDependencies, id: number, paused: boolean) {
    this.deps = deps
    this.id = id
    this.parts = createParts(deps, id, paused)
    this.controller = this.parts.controller
    this.scoring = this.parts.scoring
  }

  /** The settings as they are; null until it is opened. */
  get config(): RunConfig | null {
    return this.parts.settings.config
  }

  /** Its id among the kept runs; null where it is not kept, or not yet. */
  get keptId(): string | null {
    return this.parts.keeping.id
  }

  tellSnapshots(): void {
    this.parts.queue.tellSnapshots()
  }

  /** @param ready resolves when the device is free */
  play(command: StartCommand | ContinueCommand, ready: Promise<unknown>): void {
    const { controller, queue, keeping } = this.parts
    this.done = controller
      .play(async () => {
        await ready
        return this.open(command)
      })
      .then(() => queue.settled())
      .then(() => keeping.release())
      .catch(() => undefined) // a lock that cannot be released is freed with the page
  }

  /** Ends the run, and resolves when it is saved, and what it held is free. */
  async end(): Promise<void> {
    void this.scoring.cancel()
    await this.controller.end()
    await this.done
  }

  handle(command: RunCommand): void {
    const { controller, scoring, autosave, snapshots } = this.parts
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
      case 'slow-step':
        controller.stepSlowly()
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
      case 'score-snapshot':
        void scoring.scoreSnapshot(command.file, async () => (await this.stateOf(command.file)).checkpoint)
        return
      case 'show-snapshot':
        void snapshots.show(command.file)
        return
      case 'return-to-best':
        void this.returnToBest()
        return
      case 'return-to-snapshot':
        void this.returnTo(command.file)
        return
      case 'save-now':
        void autosave.saveNow()
        return
      default:
        command satisfies never
    }
  }

  /** What files are made from. */
  get exported(): ExportedRun {
    const { controller, queue } = this.parts
    return {
      record: async () => queue.writer?.record ?? null,
      state: async (file) => (file === null ? this.capture() : (await this.stored()).snapshot(file)),
      generator: () => this.captureGenerator(),
      pictures: async (file) => (await this.stored()).pictures(file),
      onDevice: (task) => controller.betweenSteps(task, null),
    }
  }

  private open(command: StartCommand | ContinueCommand): Promise<OpenedRun> {
    const { opening } = this.parts
    if (command.type === 'start') return opening.begin(command)
    return command.branch ? opening.branchOff(command) : opening.goOn(command)
  }

  /** What is kept of it, when all that is being saved is. */
  private async stored() {
    const { queue } = this.parts
    await queue.settled()
    if (!queue.writer) throw new Error('Nothing of this run is kept yet.')
    return queue.writer
  }

  /** @throws StoredRunError, FolderError or CheckpointError with a sentence for a person */
  private async stateOf(file: string) {
    return openState(await this.stored(), file)
  }

  private async returnToBest(): Promise<void> {
    const file = await this.scoring.bestFile()
    if (file !== null) await this.returnTo(file)
  }

  /** Training goes on while the state is read, and where it cannot be read. */
  private async returnTo(file: string): Promise<void> {
    try {
      this.controller.returnTo(await this.stateOf(file))
    } catch (error) {
      this.deps.emit({ type: 'save-failed', run: this.id, sentence: messageOf(error) })
    }
  }

  /** The whole state between two steps. @throws CancelledError where the run ends before */
  private async capture(): Promise<Uint8Array<ArrayBuffer>> {
    const { controller, autosave } = this.parts
    const [reading] = await controller.betweenSteps(async ({ run, ...rest }) => {
      const about = await autosave.describe({ run, ...rest })
      return [captureCheckpoint(run, about)] as const // in a list, so that training does not wait for it
    })
    return reading
  }

  /** The averaged generator between two steps. @throws CancelledError where the run ends before */
  private async captureGenerator(): Promise<InferenceGenerator> {
    const [reading] = await this.controller.betweenSteps(async ({ run }) => [run.generator()] as const, null) // in a list, as above
    return reading
  }
}

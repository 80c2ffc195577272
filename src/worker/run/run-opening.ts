// How a run is opened: with fresh weights, with those of another run, or at a kept state, as the same run or as a branch of it.
import type { Dataset } from '../../data/dataset.ts'
import { type TrainingImages, whyOtherImages } from '../../data/fingerprint.ts'
import { type Checkpoint, readCheckpoint, restoreRun, startFrom } from '../../gan/checkpoint.ts'
import { CheckpointError, TrainingError } from '../../gan/errors.ts'
import { createRun, type Run } from '../../gan/run.ts'
import type { Command, RunBeginning, TrainerEvent } from '../../protocol.ts'
import { type DeviceRecord, hasOtherBits, recordOf } from '../../spec/backends.ts'
import { type LiveConfig, preparationOf, type RunConfig } from '../../spec/config.ts'
import type { StepReport } from '../../spec/report.ts'
import { survivingEvents } from '../../spec/run-log.ts'
import type { RunEvent, RunImages, RunOrigin, ScheduledChange } from '../../spec/runs.ts'
import { grouped } from '../../spec/words.ts'
import { summaryOf } from '../../store/run-store.ts'
import type { RunWriter, StoredRun } from '../../store/stored-run.ts'
import type { Device } from '../../tensor/backend.ts'
import type { Images } from '../images.ts'
import type { Autosave } from './autosave.ts'
import type { LiveSettings } from './live-settings.ts'
import type { OpenedRun, Rollbacks, RunAtState, SavedState, ToldState } from './rollback.ts'
import type { KeptRuns, RunKeeping, RunPlan } from './run-keeping.ts'
import type { RunLabelling } from './run-labelling.ts'
import type { RunLog } from './run-log.ts'
import type { SaveQueue } from './save-queue.ts'
import { bestOf, type Scoring } from './scoring.ts'

export type StartCommand = Extract<Command, { type: 'start' }>
export type ContinueCommand = Extract<Command, { type: 'continue' }>

export interface OpeningDependencies {
  emit(event: TrainerEvent): void
  /** Resolves when there is one. */
  device(): Promise<Device>
  readonly images: Pick<Images, 'forRun' | 'describe'>
  readonly runs: KeptRuns
  readonly log: RunLog
  readonly settings: LiveSettings
  readonly keeping: RunKeeping
  readonly labelling: RunLabelling
  readonly queue: SaveQueue
  readonly autosave: Autosave
  readonly rollbacks: Rollbacks
  readonly scoring: Scoring
}

/** A kept state with what happened up to it. */
interface OpenedState extends SavedState {
  readonly bytes: Uint8Array
  /** Which are part of the run. */
  readonly events: readonly RunEvent[]
}

const NOTHING_TOLD: ToldState = { report: null, toldSettings: {} }

/** @throws CheckpointError, StoredRunError, FolderError with a sentence for a person */
export async function openState(kept: StoredRun, file: string | null): Promise<OpenedState> {
  const bytes = await kept.snapshot(file)
  const checkpoint = readCheckpoint(bytes)
  const events = survivingEvents(await kept.events()).filter(({ step }) => step <= checkpoint.step)
  return { checkpoint, bytes, events, report: lastReport(events), toldSettings: settingsIn(events) }
}

export class Opening {
  private readonly deps: OpeningDependencies
  /** Number of the run. */
  private readonly run: number
  /** What it becomes with its first save, where it is not kept yet. */
  private plan: RunPlan | null = null

  constructor(deps: OpeningDependencies, run: number) {
    this.deps = deps
    this.run = run
  }

  /** @throws TrainingError, or CheckpointError where the weights do not fit */
  async begin({ config, beginning }: StartCommand): Promise<OpenedRun> {
    const { images, log, settings, keeping } = this.deps
    const device = await this.deps.device()
    const dataset = await images.forRun(preparationOf(config))
    const described = images.describe() // at once: another set may be opened meanwhile
    const makeRun = await this.planRun(config, dataset, beginning?.weights ?? null)
    const scheduled = beginning?.changes ?? []
    this.plan = { name: described.images.label, described, config, origin: beginning?.origin ?? null, scheduled }
    settings.plan(scheduled)
    const run = makeRun()
    this.deps.emit({ type: 'run-id', run: this.run, id: keeping.runId })
    log.announce({ event: 'device', step: 0, device: recordOf(device.info) })
    this.emitLayers(run)
    return { run, dataset, device, ...NOTHING_TOLD, restart: () => this.restart(dataset, makeRun) }
  }

  /** Makes the kept run of one that began anew. */
  async keep(dataset: Dataset): Promise<RunWriter> {
    const { keeping } = this.deps
    if (!this.plan) throw new Error('the run is kept already')
    const writer = await keeping.create(this.plan, dataset)
    keeping.announce()
    return writer
  }

  /** @throws TrainingError, CheckpointError, StoredRunError or FolderError, each with a sentence for a person */
  async goOn({ snapshot, recovery }: ContinueCommand): Promise<OpenedRun> {
    const { keeping, queue, log, scoring } = this.deps
    const writer = await keeping.hold(snapshot.id)
    const { record } = writer
    const restored = await this.restore(writer, snapshot.file)
    const { step, events } = restored
    const happened = whatHappened(record.step, step, recovery)
    queue.adopt(writer)
    for (const event of happened) log.add(event)
    const best = record.best && record.best.step <= step ? record.best : bestOf(events, record.snapshots)
    if (best !== record.best) await writer.update({ best })
    scoring.resumeAt(best)
    return this.enter(restored, writer, record.scheduled, happened)
  }

  /** The other run stays as it is. @throws as `goOn` */
  async branchOff({ snapshot }: ContinueCommand): Promise<OpenedRun> {
    const { runs, keeping, queue, scoring } = this.deps
    const { record, ...kept } = await runs.read(snapshot.id)
    const restored = await this.restore({ record, ...kept }, snapshot.file)
    const { step, checkpoint, bytes, events, dataset, device } = restored
    const { id, name, images, scheduled } = record
    const origin: RunOrigin = { kind: 'branch', id, name, step }
    const described = { images, keptSource: Promise.resolve(null) }
    const { config, elapsedSeconds } = checkpoint
    const began = events.find((event) => event.event === 'change' && event.step === 0)
    const beginning = { ...config, ...(began?.event === 'change' && began.changes) }
    const plan = { name: `${name}, from step ${grouped(step)}`, described, config: beginning, origin, scheduled }
    const writer = await keeping.create(plan, dataset)
    for (const event of events) writer.log(event)
    await writer.save({ bytes, step, config, elapsedSeconds, device: checkpoint.device ?? recordOf(device.info) })
    queue.adopt(writer)
    scoring.resumeAt(bestOf(events, writer.record.snapshots))
    return this.enter(restored, writer, scheduled, [])
  }

  /** The run at the kept state, on the images that are open. */
  private async restore(kept: StoredRun, file: string | null) {
    const { keeping, images } = this.deps
    const { record } = kept
    const device = await this.deps.device()
    const dataset = await images.forRun(preparationOf(record.config))
    checkImages(record.images, keeping.identityOf(dataset))
    const state = await openState(kept, file)
    return { ...state, step: state.checkpoint.step, device, dataset, run: restoreWhole(state.checkpoint, dataset) }
  }

  /** Tells the page what happened before, and what it is now. */
  private enter(restored: RestoredState, { record }: RunWriter, scheduled: readonly ScheduledChange[], happened: readonly RunEvent[]) {
    const { emit, keeping, labelling, queue, autosave, settings, rollbacks } = this.deps
    const { run, checkpoint, report, toldSettings, events, dataset, device, step } = restored
    const { wall } = checkpoint.pictures
    const history = { summary: summaryOf(record, wall, true), events: [...events, ...happened], wall }
    emit({ type: 'history', run: this.run, id: keeping.id, history })
    keeping.announce()
    queue.tellSnapshots()
    this.tellDevice(events, recordOf(device.info), step)
    this.emitLayers(run)
    labelling.compare(run, dataset)
    settings.plan(scheduled)
    rollbacks.recoveries = countRecoveries(events)
    if (step === record.step) autosave.resumeAt(run) // at an earlier snapshot it is saved anew
    return { run, dataset, device, report, toldSettings, restart: () => this.restart(dataset, null) }
  }

  /** @returns what makes the run, as often as it begins anew */
  private async planRun(config: RunConfig, dataset: Dataset, weights: RunBeginning['weights']): Promise<() => Run> {
    if (!weights) return () => createRun(config, dataset)
    const other = await this.deps.runs.read(weights.id)
    const checkpoint = readCheckpoint(await other.snapshot(weights.file))
    return () => startFrom(checkpoint, config, dataset)
  }

  /** @param makeRun of a run that began here: until something is kept it begins anew */
  private async restart(dataset: Dataset, makeRun: (() => Run) | null): Promise<RunAtState> {
    const { queue } = this.deps
    if (!queue.writer?.record.snapshots.length && makeRun) return { run: makeRun(), ...NOTHING_TOLD }
    if (!queue.writer) throw new Error('a run that goes on is kept')
    const { checkpoint, report, toldSettings } = await openState(queue.writer, null)
    return { run: restoreRun(checkpoint, dataset), report, toldSettings }
  }

  /** Another device than before gives other bits. */
  private tellDevice(events: readonly RunEvent[], now: DeviceRecord, step: number): void {
    const last = events.findLast((event) => event.event === 'device')
    const isSame = last?.event === 'device' && !hasOtherBits(last.device, now) && last.device.threads === now.threads
    if (!isSame) this.deps.log.announce({ event: 'device', step, device: now })
  }

  private emitLayers({ models }: Run): void {
    const layers = models.discriminator.network.activations.map(({ name }) => name)
    this.deps.emit({ type: 'layers', run: this.run, layers })
  }
}

type RestoredState = Awaited<ReturnType<Opening['restore']>>

/** @throws TrainingError where a kept run cannot go on with these images */
function checkImages({ identity, label }: RunImages, opened: TrainingImages): void {
  const other = identity && whyOtherImages(identity, opened)
  if (other) throw new TrainingError({ reason: 'bad-data', message: other, advice: `Open “${label}” as it was, then continue the run.` })
}

/** @throws CheckpointError where training cannot go on from it */
function restoreWhole(checkpoint: Checkpoint, dataset: Dataset): Run {
  if (checkpoint.content !== 'state')
    throw new CheckpointError('Training cannot go on from this snapshot: only its pictures or networks are kept.')
  return restoreRun(checkpoint, dataset)
}

/** What the history of a run tells of its being taken up at a step, where that is not simply its last. */
function whatHappened(last: number, step: number, recovery: ContinueCommand['recovery']): RunEvent[] {
  if (recovery) return [{ event: 'recovered', step, ...recovery }]
  return step < last ? [{ event: 'returned', step, from: last }] : []
}

/** How often training broke down and was brought back. */
function countRecoveries(events: readonly RunEvent[]): number {
  return events.filter((event) => event.event === 'recovered' && event.reason === 'not-finite').length
}

/** Live settings, as they were changed last. */
function settingsIn(events: readonly RunEvent[]): Partial<LiveConfig> {
  return Object.assign({}, ...events.map((event) => (event.event === 'change' ? event.changes : {})))
}

function lastReport(events: readonly RunEvent[]): StepReport | null {
  const last = events.findLast((event) => event.event === 'step')
  return last?.event === 'step' ? last.report : null
}

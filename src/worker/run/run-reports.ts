// What a run in the Worker reports while it trains: its statistics, the sample wall and the rotation panel, each as often as it may cost, and
// other pictures that the page asks for.
import { Cadence } from '../../gan/cadence.ts'
import { type Run, WALL_SEEDS } from '../../gan/run.ts'
import type { TrainerEvent } from '../../protocol.ts'
import type { SampleGrid, StepReport } from '../../spec/report.ts'
import type { SnapshotPictures } from '../../spec/runs.ts'
import { type PictureCommand, PictureRequests } from './picture-requests.ts'
import type { RunLog } from './run-log.ts'

interface RunReportsDependencies {
  /** Emits nothing any more once the run has ended. */
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  readonly log: RunLog
}

/** At most this often, in seconds, so that the page stays calm. */
const REPORTS = { pause: 0.2, share: 0.5 }
/** The sample wall and the rotation panel never take more than a tenth of the time. */
const PICTURES = { pause: 1, share: 0.1 }

export class RunReports {
  private readonly deps: RunReportsDependencies
  private readonly id: number
  private readonly requests = new PictureRequests()
  private readonly reports = new Cadence(REPORTS)
  private readonly pictures = new Cadence(PICTURES)
  /** Up to the last one, or up to the state that the run was restored from. */
  last: StepReport | null = null
  /** The last that were drawn of the seeds of the wall. */
  private wall: SnapshotPictures | null = null

  constructor(deps: RunReportsDependencies, id: number) {
    this.deps = deps
    this.id = id
  }

  /** The pictures are drawn between two steps. */
  request(command: PictureCommand): void {
    this.requests.handle(command)
  }

  async afterStep(run: Run): Promise<void> {
    if (this.reports.isDue(this.deps.now())) await this.report(run)
    if (this.pictures.isDue(this.deps.now())) await this.show(run)
  }

  /** Of the steps since the last one. @throws TrainingError where they are not finite */
  async report(run: Run): Promise<void> {
    const began = this.deps.now()
    const report = await run.report()
    this.reports.record(began, this.deps.now())
    if (!report) return
    this.last = report
    this.deps.log.add({ event: 'step', step: report.step, report })
    this.deps.emit({ type: 'step', run: this.id, report })
  }

  /** The sample wall and the rotation panel. */
  async show(run: Run): Promise<void> {
    const { now, emit } = this.deps
    const began = now()
    const grid = await this.requests.samples(run)
    const panel = await run.rotations()
    this.pictures.record(began, now())
    if (grid.seeds === WALL_SEEDS) this.wall = structuredClone({ step: grid.step, wall: grid, panel }) // what is emitted is handed over
    emit({ type: 'samples', run: this.id, grid })
    emit({ type: 'rotations', run: this.id, panel })
  }

  /** The first pictures compile their kernels: later ones cost less. */
  forgetCost(): void {
    this.pictures.record(this.deps.now(), this.deps.now())
  }

  /** The pictures to be kept with this step, drawn and shown unless they are. */
  async picturesToKeep(run: Run): Promise<SnapshotPictures> {
    if (this.wall?.step !== run.step) await this.show(run)
    if (this.wall?.step !== run.step) this.wall = await drawWall(run) // the page shows other seeds
    return this.wall
  }

  /** The last that were drawn, perhaps of an earlier step. */
  get lastPictures(): SnapshotPictures | null {
    return this.wall
  }

  /** The run goes on from another state. @param report the last one before it */
  resumeAt(report: StepReport | null): void {
    this.last = report
    this.wall = null
  }

  /** Draws what the page has asked for. */
  async answer(run: Run): Promise<void> {
    for await (const event of this.requests.draw(run, this.id)) this.deps.emit(event)
  }
}

async function drawWall(run: Run): Promise<SnapshotPictures> {
  const wall: SampleGrid = await run.samples()
  return { step: run.step, wall, panel: await run.rotations() }
}

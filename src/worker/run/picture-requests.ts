// Pictures of a run that the page asks for: samples of other seeds, interpolations, and the pictures of a snapshot. Of each kind the latest request
// counts.
import { type Run, WALL_SEEDS } from '../../gan/run.ts'
import type { Command, TrainerEvent } from '../../protocol.ts'
import { pointBetween, seedPoint } from '../../spec/picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'
import type { SnapshotPictures } from '../../spec/runs.ts'
import type { StoredRun } from '../../store/stored-run.ts'

export type PictureCommand = Extract<Command, { type: 'interpolate' | 'show-samples' }>

/** What draws: a run, or a generator alone. */
type Drawing = Pick<Run, 'step' | 'classes' | 'samples' | 'pictures'>

export class PictureRequests {
  private interpolation: Extract<Command, { type: 'interpolate' }> | null = null
  /** Those that are drawn again and again while the run trains. */
  private seeds = WALL_SEEDS
  /** Of each seed its class; null: drawn by frequency. */
  private classes: readonly number[] | null = null
  private seedsHaveChanged = false

  handle(command: PictureCommand): void {
    switch (command.type) {
      case 'interpolate':
        this.interpolation = command
        return
      case 'show-samples':
        this.seeds = command.seeds
        this.classes = command.classes ?? null
        this.seedsHaveChanged = true
        return
      default:
        command satisfies never
    }
  }

  samples(run: Drawing): Promise<SampleGrid> {
    this.seedsHaveChanged = false
    return run.samples(this.seeds, { classes: classesFor(run, this.classes, this.seeds.length) })
  }

  /** Draws what has been asked for since the last time. */
  async *draw(run: Drawing, id: number): AsyncGenerator<TrainerEvent> {
    if (this.seedsHaveChanged) yield { type: 'samples', run: id, grid: await this.samples(run) }
    if (!this.interpolation) return
    const { request, a, b, classes = null, at, method } = this.interpolation
    this.interpolation = null
    const { step } = run
    const [ofA, ofB] = classesFor(run, classes, 2) ?? []
    const points = at.map((position) => pointBetween(seedPoint(a, ofA), seedPoint(b, ofB), position, method))
    yield { type: 'interpolation', run: id, request, interpolation: { step, a, b, points, pictures: await run.pictures(points) } }
  }
}

/** What was asked for may be about another run, which had other classes: then they are drawn by frequency. */
function classesFor<T extends readonly number[]>({ classes }: Pick<Run, 'classes'>, wanted: T | null, count: number): T | undefined {
  const isThere = (index: number) => classes?.names[index] !== undefined
  return wanted?.length === count && wanted.every(isThere) ? wanted : undefined
}

interface SnapshotPicturesDependencies {
  emit(event: TrainerEvent): void
  /** The files of the run as they are now; null where there are none. */
  stored(): Promise<Pick<StoredRun, 'record' | 'pictures'> | null>
}

/** Pictures of snapshots, as they were when they were kept. */
export class SnapshotPicturesRequests {
  private readonly deps: SnapshotPicturesDependencies
  private readonly run: number
  private wanted: string | null = null

  constructor(deps: SnapshotPicturesDependencies, run: number) {
    this.deps = deps
    this.run = run
  }

  /** Never rejects: a snapshot that is damaged or was deleted meanwhile has no pictures. */
  async show(file: string): Promise<void> {
    this.wanted = file
    const pictures = await this.read(file)
    if (this.wanted === file) this.deps.emit({ type: 'snapshot', run: this.run, file, pictures })
  }

  private async read(file: string): Promise<SnapshotPictures> {
    const stored = await this.deps.stored().catch(() => null)
    const step = stored?.record.snapshots.find((snapshot) => snapshot.file === file)?.step ?? 0
    const none = { step, wall: null, panel: null }
    return stored ? stored.pictures(file).catch(() => none) : none
  }
}

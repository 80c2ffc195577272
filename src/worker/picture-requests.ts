// Pictures of a run that the page asks for: samples of other seeds, and interpolations. Of each kind the latest request counts.
import { type Run, WALL_SEEDS } from '../gan/run.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import type { SampleGrid } from '../spec/report.ts'

export type PictureCommand = Extract<Command, { type: 'interpolate' | 'show-samples' }>

/** What draws: a run, or a generator alone. */
type Drawing = Pick<Run, 'step' | 'samples' | 'interpolation'>

export class PictureRequests {
  private interpolation: Extract<Command, { type: 'interpolate' }> | null = null
  /** Those that are drawn again and again while the run trains. */
  private seeds = WALL_SEEDS
  private seedsHaveChanged = false

  handle(command: PictureCommand): void {
    switch (command.type) {
      case 'interpolate':
        this.interpolation = command
        return
      case 'show-samples':
        this.seeds = command.seeds
        this.seedsHaveChanged = true
        return
      default:
        command satisfies never
    }
  }

  samples(run: Drawing): Promise<SampleGrid> {
    this.seedsHaveChanged = false
    return run.samples(this.seeds)
  }

  /** Draws what has been asked for since the last time. */
  async *draw(run: Drawing, id: number): AsyncGenerator<TrainerEvent> {
    if (this.seedsHaveChanged) yield { type: 'samples', run: id, grid: await this.samples(run) }
    if (!this.interpolation) return
    const { request, a, b, at, method } = this.interpolation
    this.interpolation = null
    const { step } = run
    yield { type: 'interpolation', run: id, request, interpolation: { step, a, b, pictures: await run.interpolation(a, b, at, method) } }
  }
}

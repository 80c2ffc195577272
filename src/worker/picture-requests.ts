// Pictures of a run that the page asks for: other samples, and those between two of them. Of each kind the latest request counts.
import { type Run, WALL_SEEDS } from '../gan/run.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import type { SampleGrid } from '../spec/report.ts'

export type PictureCommand = Extract<Command, { type: 'interpolate' | 'show-samples' }>

export class PictureRequests {
  private between: Extract<Command, { type: 'interpolate' }> | null = null
  /** Those that are drawn again and again while the run trains. */
  private seeds = WALL_SEEDS
  /** Other seeds than those drawn last are wanted. */
  private othersWanted = false

  take(command: PictureCommand): void {
    if (command.type === 'interpolate') {
      this.between = command
    } else {
      this.seeds = command.seeds
      this.othersWanted = true
    }
  }

  samples(run: Run): Promise<SampleGrid> {
    this.othersWanted = false
    return run.samples(this.seeds)
  }

  /** What is still to be answered. */
  async *answers(run: Run, id: number): AsyncGenerator<TrainerEvent> {
    if (this.othersWanted) yield { type: 'samples', run: id, grid: await this.samples(run) }
    if (!this.between) return
    const { request, a, b, at, method } = this.between
    this.between = null
    const { step } = run
    yield { type: 'interpolation', run: id, request, interpolation: { step, a, b, pictures: await run.interpolation(a, b, at, method) } }
  }
}

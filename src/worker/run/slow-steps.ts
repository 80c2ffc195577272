// Makes the steps of a run: now and then, where a person wants to look at one, in slow motion.
import type { Run } from '../../gan/run.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { messageOf } from '../../spec/words.ts'

export class SlowSteps {
  private readonly emit: (event: TrainerEvent) => void
  private readonly id: number
  private wanted = false

  /** @param id number of the run */
  constructor(emit: (event: TrainerEvent) => void, id: number) {
    this.emit = emit
    this.id = id
  }

  /** Whether the next step is to be made in slow motion. */
  get isWanted(): boolean {
    return this.wanted
  }

  want(): void {
    this.wanted = true
  }

  /** The run rests although one was wanted: it has made its last step meanwhile, or was told to go back to an earlier one. */
  dropAtRest(state: 'finished' | 'paused'): void {
    if (!this.wanted) return
    this.wanted = false
    const sentence = state === 'finished' ? 'The run is finished: train further first.' : 'The run has gone back to an earlier step.'
    this.emit({ type: 'slow-step-failed', run: this.id, sentence })
  }

  /** Makes the next step. Where it cannot be read what was seen of it, it is a step all the same. */
  advance(run: Run): Promise<void> | void {
    if (!this.wanted) return run.advance()
    this.wanted = false
    return run.slowStep().then(
      (slow) => this.emit({ type: 'slow-step', run: this.id, slow }),
      (error) => this.emit({ type: 'slow-step-failed', run: this.id, sentence: messageOf(error) }),
    )
  }
}

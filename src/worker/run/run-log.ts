// The history of the current run as it happens, by step: reports, scores, changed settings, returns, recoveries. What has happened waits here
// until a save keeps it.
import type { TrainerEvent } from '../../protocol.ts'
import type { RunEvent } from '../../spec/runs.ts'

export class RunLog {
  private readonly emit: (event: TrainerEvent) => void
  private readonly run: number
  private waiting: RunEvent[] = []

  /** @param run number of the run */
  constructor(emit: (event: TrainerEvent) => void, run: number) {
    this.emit = emit
    this.run = run
  }

  /** For what the page is told by an event of its own, such as a score. */
  add(event: RunEvent): void {
    this.waiting.push(event)
  }

  /** Tells the page, too. */
  announce(event: RunEvent): void {
    this.add(event)
    this.emit({ type: 'logged', run: this.run, event })
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** What no save has taken yet; it is taken with this call. */
  take(): readonly RunEvent[] {
    return this.waiting.splice(0)
  }

  /** Puts back what could not be kept. */
  putBack(events: readonly RunEvent[]): void {
    this.waiting.unshift(...events)
  }
}

// A kept run that is looked at while another tab may train it: what happens there is followed here, and this tab can take it over.
import type { TrainerEvent } from '../../protocol.ts'
import type { RunLocks } from './run-locks.ts'
import { RunWatching, type SharedEvent } from './run-sharing.ts'

interface WatchedRunDependencies {
  emit(event: TrainerEvent): void
  readonly locks: RunLocks
  /** The files of the run have changed. */
  onSaved(): void
}

/** Milliseconds in which a tab answers when it is asked for the run, unless it is frozen, and in which it saves the run. */
export const PATIENCE = { answer: 10_000, save: 60_000 }

export class WatchedRun {
  private readonly deps: WatchedRunDependencies
  private readonly run: number
  private readonly id: string
  private readonly watching: RunWatching
  /** What happens before the history is shown. */
  private early: SharedEvent[] | null = []
  private isLive = false
  /** It was asked for before it is known whether another tab trains it. */
  private isWanted = false
  private stealing: ReturnType<typeof setTimeout> | undefined
  private readonly ending = new AbortController()

  /** Listens from now on. @param run its number in this tab */
  constructor(deps: WatchedRunDependencies, run: number, id: string) {
    this.deps = deps
    this.run = run
    this.id = id
    this.watching = new RunWatching(id, {
      onEvent: (event) => this.follow(event),
      onOpened: () => {
        this.watching.ask()
        if (!this.early) void this.beLive()
      },
      onLettingGo: () => {
        if (this.stealing !== undefined) this.stealAfter(PATIENCE.save)
      },
    })
  }

  /** The history up to this step has been shown: what came later follows, if another tab trains the run. */
  async begin(step: number): Promise<void> {
    const isTrained = (await this.deps.locks.held()).has(this.id)
    const early = this.early ?? []
    this.early = null
    if (this.ending.signal.aborted) return
    if (isTrained) void this.beLive()
    else this.deps.emit({ type: 'watching', run: this.run, live: false })
    for (const event of early) if (stepOf(event) > step) this.follow(event)
    if (this.isWanted) this.takeOver()
  }

  /** Makes the tab that trains the run let go of it. */
  takeOver(): void {
    if (this.early) {
      this.isWanted = true
      return
    }
    if (!this.isLive) {
      this.deps.emit({ type: 'released', run: this.run })
      return
    }
    this.watching.takeOver()
    this.stealAfter(PATIENCE.answer)
  }

  end(): void {
    clearTimeout(this.stealing)
    this.ending.abort()
    this.watching.close()
  }

  /** Until the tab that trains the run lets go of it, or is closed. */
  private async beLive(): Promise<void> {
    if (this.isLive) return
    this.isLive = true
    const { run } = this
    this.deps.emit({ type: 'watching', run, live: true })
    await this.deps.locks.whenFree(this.id, this.ending.signal).catch(() => undefined) // rejects at the end
    this.isLive = false
    clearTimeout(this.stealing)
    this.stealing = undefined
    if (this.ending.signal.aborted) return
    this.deps.emit({ type: 'watching', run, live: false })
    this.deps.emit({ type: 'state', run, state: 'viewing' })
    this.deps.emit({ type: 'released', run })
  }

  private follow(event: SharedEvent): void {
    if (event.type === 'saved') this.deps.onSaved()
    if (this.early) this.early.push(event)
    else if (this.isLive) this.deps.emit({ ...event, run: this.run })
  }

  /** A tab that does not answer is frozen; when it wakes it finds that it has lost the run. */
  private stealAfter(milliseconds: number): void {
    clearTimeout(this.stealing)
    this.stealing = setTimeout(() => void this.deps.locks.steal(this.id).then((lock) => lock.release()), milliseconds)
  }
}

/** Infinite for what is no part of the history. */
function stepOf(event: SharedEvent): number {
  switch (event.type) {
    case 'step':
    case 'score':
      return event.report.step
    case 'logged':
      return event.event.step
    default:
      return Number.POSITIVE_INFINITY
  }
}

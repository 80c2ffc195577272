// Long work on one thread: between its pieces the event loop runs, so that messages arrive, among them that the work is cancelled.
import { type CancelSignal, throwIfCancelled } from '../spec/cancel.ts'

/** Cancelling and everything else must get a turn at least this often. */
const YIELD_EVERY_MS = 25

// The one thing of the platform that is needed here and that the language itself does not have.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

/** To be called between any two pieces of work. Throws CancelledError once the signal is aborted. */
export type YieldIfDue = () => Promise<void>

export function createYieldIfDue(signal: CancelSignal | undefined): YieldIfDue {
  let yieldedAt = Date.now()
  return async () => {
    if (Date.now() - yieldedAt >= YIELD_EVERY_MS) {
      await new Promise<void>((resume) => setTimeout(resume, 0))
      yieldedAt = Date.now()
    }
    throwIfCancelled(signal)
  }
}

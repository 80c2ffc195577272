// Long work in pieces: others get a turn, and the person who has cancelled it is heard.

/** The caller's signal was aborted. */
export class ImportCancelledError extends Error {
  override readonly name = 'ImportCancelledError'

  constructor() {
    super('The import was cancelled.')
  }
}

/** Cancelling and everything else must get a turn at least this often. */
const YIELD_EVERY_MS = 25

// The one thing of the platform that is needed here and that the language itself does not have.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

/** To be called between any two pieces of work. Throws ImportCancelledError once the signal is aborted. */
export type YieldIfDue = () => Promise<void>

export function createYieldIfDue(signal: { readonly aborted: boolean } | undefined): YieldIfDue {
  let yieldedAt = Date.now()
  return async () => {
    if (Date.now() - yieldedAt >= YIELD_EVERY_MS) {
      await new Promise<void>((resume) => setTimeout(resume, 0))
      yieldedAt = Date.now()
    }
    if (signal?.aborted) throw new ImportCancelledError()
  }
}

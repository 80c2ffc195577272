// Long work, everywhere in the program: its caller passes a callback for progress and a signal to cancel by, and work that is cancelled
// ends with a CancelledError.

/** An AbortSignal, or any object that says in the same way that the caller has given up. */
export interface CancelSignal {
  readonly aborted: boolean
}

export interface WorkOptions {
  /** @param share done so far, up to 1 */
  readonly onProgress?: ((share: number) => void) | undefined
  readonly signal?: CancelSignal | undefined
}

/** The caller's signal was aborted, or what the work belonged to has ended. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'

  constructor(message = 'Cancelled.') {
    super(message)
  }
}

/** @throws CancelledError */
export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError()
}

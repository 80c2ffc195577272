// What goes wrong while something is kept or opened again.

/** `missing`: there is no such file. `full`: no room left. `busy`: something else, such as another tab, is writing to it. */
export type FolderFault = 'missing' | 'full' | 'busy' | 'other'

export class FolderError extends Error {
  override readonly name = 'FolderError'
  readonly fault: FolderFault

  constructor(fault: FolderFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

export function hasFault(error: unknown, fault: FolderFault): boolean {
  return error instanceof FolderError && error.fault === fault
}

/** The files of a kept set are incomplete, damaged, or of another version. */
export class KeptSetError extends Error {
  override readonly name = 'KeptSetError'
}

/** A set could not be opened: why, and what to do. */
export class KeptSetUnavailableError extends Error {
  override readonly name = 'KeptSetUnavailableError'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

/**
 * `missing`: there is no such run. `unsaved`: it ended before its first save. `damaged`: its files are. `newer`: another version wrote them.
 * `busy`: something else, such as another tab, trains it. `full`: there is no room for another save.
 */
export type StoredRunFault = 'missing' | 'unsaved' | 'damaged' | 'newer' | 'busy' | 'full'

/** Why a kept run cannot be opened or written, as a sentence for a person. */
export class StoredRunError extends Error {
  override readonly name = 'StoredRunError'
  readonly fault: StoredRunFault

  constructor(fault: StoredRunFault, message: string) {
    super(message)
    this.fault = fault
  }
}

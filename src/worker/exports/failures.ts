// Why a file could not be made, in sentences that say what to do next.
import { ExportError } from '../../export/errors.ts'
import { CheckpointError } from '../../gan/errors.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { messageOf } from '../../spec/words.ts'
import { FolderError, hasFault, StoredRunError } from '../../store/errors.ts'
import { DeviceError } from '../../tensor/device-errors.ts'

/** `memory` ran out; the run `ended`. */
export type FileFault = 'memory' | 'ended'

export class FileFailure extends Error {
  override readonly name = 'FileFailure'
  readonly fault: FileFault

  constructor(fault: FileFault) {
    super(fault)
    this.fault = fault
  }
}

const MEMORY = 'Memory ran out while the file was made. Take fewer pictures, a smaller size or a shorter film, or close other tabs.'
const ENDED = 'The run ended before the file was done. Open it from the list of runs, and make the file again.'
const FULL =
  'There is no room left for the file where this browser keeps its data. Delete runs or images that you no longer need, or free space on the disk; then make it again.'

/** Null where the person has cancelled. @param cancelled whether they have */
export function describeFileFailure(error: unknown, cancelled: boolean): string | null {
  if (cancelled) return null
  if (error instanceof CancelledError) return ENDED // betweenSteps: only the run can have
  if (hasFault(error, 'full')) return FULL
  if (error instanceof FileFailure) return { memory: MEMORY, ended: ENDED }[error.fault]
  if (isOutOfMemory(error)) return MEMORY
  if (error instanceof ExportError || error instanceof CheckpointError || error instanceof StoredRunError) return error.message
  if (error instanceof DeviceError) return `${error.failure.message} ${error.failure.advice}`
  if (error instanceof FolderError) return `The file could not be written: ${error.message}. Make it again.`
  return `The file could not be made: ${messageOf(error)}`
}

/** Engines say it in their own words, with a RangeError. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /alloc|array length|out of memory|buffer/i.test(error.message)
}

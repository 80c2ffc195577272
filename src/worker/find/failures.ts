// Why no latent was found for a photo, in sentences that say what to do next.
import { NoImagesError } from '../../data/errors.ts'
import { CheckpointError } from '../../gan/errors.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { messageOf } from '../../spec/words.ts'
import { StoredRunError } from '../../store/errors.ts'
import { DeviceError } from '../../tensor/device-errors.ts'
import { isOutOfMemory } from '../exports/failures.ts'

/** The run `ended`; the file holds `many` pictures, or none; the state has `no networks`. */
export type SearchFault = 'ended' | 'many' | 'no networks'

const SENTENCES: Readonly<Record<SearchFault, string>> = {
  ended: 'The run ended before the search was done. Open it from the list of runs, and drop the photo again.',
  many: 'This file holds several pictures. Drop one picture alone.',
  'no networks': 'This step keeps its pictures only, no networks that could draw others. Choose another step.',
}

export class SearchFailure extends Error {
  override readonly name = 'SearchFailure'

  constructor(fault: SearchFault) {
    super(SENTENCES[fault])
  }
}

/** Null where the person has cancelled. @param cancelled whether they have */
export function describeSearchFailure(error: unknown, cancelled: boolean): string | null {
  if (cancelled) return null
  if (error instanceof CancelledError) return SENTENCES.ended // between two steps: only the run can have
  if (error instanceof DeviceError) return `${error.failure.message} ${error.failure.advice}`
  if (isOutOfMemory(error)) return 'Memory ran out during the search. Close other tabs, and drop the photo again.'
  const isKnown = [SearchFailure, NoImagesError, CheckpointError, StoredRunError].some((known) => error instanceof known)
  return isKnown ? messageOf(error) : `The search broke off: ${messageOf(error)}`
}

// What goes wrong in the Worker that trains: the one place that turns any error into a failure the page can show.
import { NoImagesError, Refusal } from '../data/errors.ts'
import { FeatureError } from '../eval/errors.ts'
import { CheckpointError, TrainingError } from '../gan/errors.ts'
import type { Failure } from '../spec/report.ts'
import { messageOf } from '../spec/words.ts'
import { FolderError, KeptSetUnavailableError, StoredRunError } from '../store/errors.ts'
import { DeviceError } from '../tensor/device-errors.ts'

export function asFailure(error: unknown): Failure {
  if (error instanceof TrainingError || error instanceof DeviceError) return error.failure
  if (error instanceof Refusal)
    return { reason: 'bad-data', message: error.message, advice: 'Shapes and Discs need no pictures: the page draws them.' }
  if (error instanceof NoImagesError || error instanceof KeptSetUnavailableError)
    return { reason: 'bad-data', message: error.message, advice: error.advice }
  if (error instanceof FeatureError)
    return { reason: 'bad-data', message: error.message, advice: 'Choose other classes in the settings, or label more images.' }
  if (error instanceof StoredRunError || error instanceof FolderError || error instanceof CheckpointError)
    return { reason: 'bad-data', message: error.message, advice: 'Nothing of the run was changed. Other runs are in the list of runs.' }
  return {
    reason: 'internal',
    message: 'The trainer met an error of its own.',
    advice: 'Restart it. If it happens again, please report it with the link of this run.',
    detail: messageOf(error),
  }
}

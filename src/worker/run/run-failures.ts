// What it means for a run that something has failed between two of its steps.
import { FeatureError } from '../../eval/errors.ts'
import { isNotFinite, TrainingError } from '../../gan/errors.ts'
import { yieldToEvents } from '../../tensor/scheduling.ts'
import type { ActiveRun } from './step-tasks.ts'

/** Of a device that is lost whatever waits for it fails, and only the device knows why. */
export async function failureOf(error: unknown, { device }: ActiveRun): Promise<unknown> {
  const lost = device.failed.then((failure) => new TrainingError(failure))
  return Promise.race([lost, yieldToEvents().then(() => error)])
}

/** Whether its classes could not be found for a reason that a person is told, and its networks are well. */
export function areClassesToBlame(error: unknown): boolean {
  return error instanceof FeatureError || (error instanceof TrainingError && !isNotFinite(error))
}

// What goes wrong in a run and in its files.
import type { Failure } from '../spec/report.ts'

/** Training cannot begin or go on; `failure` says why in plain words. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** @param value what was found to be infinite or not a number, such as “a loss” */
export function notFinite(step: number, value: string): TrainingError {
  return new TrainingError({
    reason: 'not-finite',
    message: `Training broke down at step ${step}: ${value} is no longer a number.`,
    advice: 'Reset and train with lower learning rates; keep spectral norm on.',
  })
}

/** Whether training broke down, so that an earlier state of the run may still be good. */
export function isNotFinite(error: unknown): error is TrainingError {
  return error instanceof TrainingError && error.failure.reason === 'not-finite'
}

/** The file is not a checkpoint of this program, or is damaged; the message is a sentence for a person. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
}

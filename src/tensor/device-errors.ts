// What goes wrong with devices, as errors that carry their sentences for people.
import type { Failure } from '../spec/report.ts'
import type { BackendProblem } from './device-messages.ts'

/** The device could not be had, computes wrongly or is used up. `failure` says so in plain words. */
export class DeviceError extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** A backend cannot be had, for a reason that has its own sentence. */
export class BackendError extends Error {
  readonly problem: BackendProblem
  constructor(problem: BackendProblem) {
    super(problem.message)
    this.problem = problem
  }
}

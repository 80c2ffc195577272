// The training loop. It yields after every step and its consumer decides what happens next: pausing is not pulling, stopping is
// `break`. Between steps the event loop runs and the device is never more than two steps behind; a step whose losses are not finite ends it
// within the next two.
import type { Device } from '../tensor/backend.ts'
import { yieldToEvents } from '../tensor/scheduling.ts'
import type { Run } from './run.ts'

/**
 * @param now seconds of a steady clock
 * @param advance makes a step of the run
 */
export async function* train(
  run: Run,
  device: Pick<Device, 'settle'>,
  now: () => number,
  advance: () => Promise<void> | void = () => run.advance(),
): AsyncGenerator<number, void> {
  let previous: Promise<unknown> | null = null
  let began = now()
  const count = () => {
    const time = now()
    run.addSeconds(time - began)
    began = time
  }
  try {
    while (run.step < run.config.steps) {
      await advance()
      const current = Promise.all([device.settle(), run.check()])
      current.catch(() => undefined) // thrown where it is awaited, a step later
      await (previous ?? current) // the first step is waited for, so that its time is known; then the device is never idle
      previous = current
      await yieldToEvents()
      count()
      yield run.step // what the consumer does before it pulls again (reports, pictures) counts as training too
    }
  } finally {
    await previous
    count()
  }
}

// Keeps what runs at the same time within bounds (tasks, bytes, pixels), and lets long work yield to others and be cancelled.
import { type CancelSignal, throwIfCancelled } from '../spec/cancel.ts'

/** Runs a task for each item, up to `concurrency` at the same time, started in order; the iterable is read as tasks start. The first error rejects. */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  concurrency: number,
  task: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  let count = 0
  let failed = false
  const runNext = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      try {
        await task(next.value, count++)
      } catch (error) {
        failed = true // tasks that are running finish, and no more are started
        throw error
      }
      if (failed) return
    }
  }
  await Promise.all(Array.from({ length: concurrency }, runNext))
}

/** Runs a task as soon as the weights of all running tasks leave room for its own. */
export type Semaphore = <T>(weight: number, task: () => Promise<T>) => Promise<T>

/** A counting semaphore, first come first served. A task that weighs more than `capacity` runs alone. */
export function createSemaphore(capacity: number): Semaphore {
  let available = capacity
  const waiting: { weight: number; start: () => void }[] = []
  const startWaiting = () => {
    for (let first = waiting[0]; first && first.weight <= available; first = waiting[0]) {
      waiting.shift()
      available -= first.weight
      first.start()
    }
  }
  return async (wanted, task) => {
    const weight = Math.min(wanted, capacity)
    await new Promise<void>((start) => {
      waiting.push({ weight, start })
      startWaiting()
    })
    try {
      return await task()
    } finally {
      available += weight
      startWaiting()
    }
  }
}

/** Other work, such as a request to cancel, must get a turn at least this often. */
const YIELD_EVERY_MS = 25

// Every platform has it; the language itself does not.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

/** Long work awaits this between its parts. @throws CancelledError once the signal is aborted */
export type YieldIfDue = () => Promise<void>

export function createYieldIfDue(signal: CancelSignal | undefined): YieldIfDue {
  let yieldedAt = Date.now()
  return async () => {
    if (Date.now() - yieldedAt >= YIELD_EVERY_MS) {
      await new Promise<void>((resume) => setTimeout(resume, 0))
      yieldedAt = Date.now()
    }
    throwIfCancelled(signal)
  }
}

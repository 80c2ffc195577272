// Keeps what runs at the same time within bounds (tasks, bytes, pixels), and lets long work yield to others and be cancelled.
import { type CancelSignal, throwIfCancelled } from '../spec/cancel.ts'

/** Runs a task for each item, `lanes` at a time, started in order; items are drawn when their turn comes. The first error ends it. */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  concurrency: number,
  task: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]()
  let count = 0
  let failed = false
  const runNext = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      try {
        await task(next.value, count++)
      } catch (error) {
        failed = true // the other lanes finish what they have begun, and begin no more
        throw error
      }
      if (failed) return
    }
  }
  await Promise.all(Array.from({ length: concurrency }, runNext))
}

/** Runs work as soon as there is room for its weight. */
export type Semaphore = <T>(weight: number, work: () => Promise<T>) => Promise<T>

/** Lets work in while the weights of all that is inside stay below `capacity`, first come first served; one item always fits. */
export function createSemaphore(capacity: number): Semaphore {
  let room = capacity
  const waiting: { need: number; enter: () => void }[] = []
  const admit = () => {
    for (let first = waiting[0]; first && first.need <= room; first = waiting[0]) {
      waiting.shift()
      room -= first.need
      first.enter()
    }
  }
  return async (weight, work) => {
    const need = Math.min(weight, capacity)
    await new Promise<void>((enter) => {
      waiting.push({ need, enter })
      admit()
    })
    try {
      return await work()
    } finally {
      room += need
      admit()
    }
  }
}

/** Cancelling and everything else must get a turn at least this often. */
const YIELD_EVERY_MS = 25

// The one thing of the platform that is needed here and that the language itself does not have.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

/** To be called between any two pieces of work. Throws CancelledError once the signal is aborted. */
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

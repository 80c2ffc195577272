// How a save gets on beside steps that block the thread.
import { expect, test } from 'vitest'
import { DEFAULTS } from '../../spec/config.ts'
import { yieldToEvents } from '../../tensor/scheduling.ts'
import { RunLog } from './run-log.ts'
import { SaveQueue, type TakenState } from './save-queue.ts'

/** A queue with a state that takes thousands of turns of the event loop, and a clock that each look at it moves on. */
function busyQueue() {
  let seconds = 0
  let turns = 0
  const now = () => {
    seconds += 0.01
    return seconds
  }
  const reading = async () => {
    for (; turns < 5000; turns++) await yieldToEvents()
    throw new Error('nothing is to be written')
  }
  const emit = () => undefined
  const create = () => Promise.reject(new Error('nothing is kept'))
  const queue = new SaveQueue({ emit, now, log: new RunLog(emit, 1), create, onBroken: emit }, 1)
  const device = { backend: 'wasm', name: 'processor', threads: 1 } as const
  const state = { step: 1, config: DEFAULTS, elapsedSeconds: 0, device }
  void queue.add({ state, bytes: reading(), began: 0, waited: 0 } as Partial<TakenState> as TakenState) // the run itself is not asked for
  /** Turns that writing gets after as many seconds. */
  const turnsAfter = async (passed: number) => {
    seconds += passed
    const before = turns
    await queue.letWrite()
    return turns - before
  }
  return turnsAfter
}

test('after a step that blocked the thread a save gets turns of the event loop, for a twentieth of the time', async () => {
  const turnsAfter = busyQueue()
  await turnsAfter(0)
  const turns = await turnsAfter(4) // 0.2 s, at 0.01 s a turn
  expect(turns).toBeGreaterThan(10)
  expect(turns).toBeLessThan(30)
})

test('a quick step is not made longer, and a rest before a step does not count', async () => {
  const turnsAfter = busyQueue()
  await turnsAfter(0)
  expect(await turnsAfter(0.01)).toBeLessThan(3)
  expect(await turnsAfter(600)).toBeLessThan(120)
})

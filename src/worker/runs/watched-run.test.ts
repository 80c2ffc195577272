import { afterEach, expect, test, vi } from 'vitest'
import type { TrainerEvent } from '../../protocol.ts'
import { MemoryLocks } from '../test-support.ts'
import { createRunLocks, type RunLock } from './run-locks.ts'
import { RunSharing } from './run-sharing.ts'
import { PATIENCE, WatchedRun } from './watched-run.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.useRealTimers()
})

const step = (number: number, run: number): TrainerEvent => ({
  type: 'step',
  run,
  report: { step: number, imagesSeen: 0, statistics: {}, stepsPerSecond: 1, elapsedSeconds: number },
})

const saved: TrainerEvent = { type: 'saved', run: 7, save: { step: 4, at: 0, bytes: 1, seconds: { waited: 0, total: 0 } } }

/** Two tabs: one trains run `id` as its run 7, the other looks at it as its run 3. */
async function twoTabs(id: string, trained = true) {
  const shared = new MemoryLocks()
  const [first, second] = [shared.tab(), shared.tab()]
  let ask = () => {}
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  const training = { sharing: new RunSharing(() => 0, ask), asked, lock: null as RunLock | null }
  const open = async () => {
    training.lock = await createRunLocks(first).lockNow(id)
    training.sharing.opened(7, id)
  }
  if (trained) await open()

  const events: TrainerEvent[] = []
  let check = () => {}
  const emit = (event: TrainerEvent) => {
    events.push(event)
    check()
  }
  const until = (type: TrainerEvent['type'], count = 1) =>
    new Promise<void>((resolve) => {
      check = () => events.filter((event) => event.type === type).length >= count && resolve()
      check()
    })
  const onSaved = vi.fn()
  const watched = new WatchedRun({ emit, locks: createRunLocks(second), onSaved }, 3, id)
  ends.push(
    () => watched.end(),
    () => training.sharing.closed(7),
  )
  return { training, open, close: () => first.die(), watched, events, until, onSaved }
}

const words = (events: readonly TrainerEvent[]) =>
  events.map((event) => {
    if (event.type === 'step') return event.report.step
    if (event.type === 'watching') return event.live ? 'live' : 'not live'
    return event.type === 'state' ? event.state : event.type
  })

test('what another tab does with the run follows its history, under the number that it has here', async () => {
  const { training, watched, events, until, onSaved } = await twoTabs('follows')
  await vi.waitFor(() => {
    training.sharing.publish(saved)
    expect(onSaved).toHaveBeenCalled() // so it is known there that this tab watches
  })
  onSaved.mockClear()
  for (const event of [step(4, 7), step(5, 7), saved]) training.sharing.publish(event)
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalled())
  await watched.begin(4) // the history was read when step 4 was saved
  training.sharing.publish(step(6, 7))
  await until('step', 2)
  expect(words(events).filter((word) => word !== 'saved')).toEqual(['live', 5, 6])
  expect(events.every((event) => 'run' in event && event.run === 3)).toBe(true)
})

test('a run whose tab is closed is free here, and followed again once another tab trains it', async () => {
  const { close, open, watched, events, until } = await twoTabs('closed')
  await watched.begin(0)
  close()
  await until('released')
  expect(words(events)).toEqual(['live', 'not live', 'viewing', 'released'])
  await open()
  await until('watching', 3)
  expect(words(events).at(-1)).toBe('live')
})

test('a run that nobody trains can be taken up at once', async () => {
  const { watched, events } = await twoTabs('idle', false)
  watched.takeOver() // asked for along with the view
  expect(events).toEqual([])
  await watched.begin(0)
  expect(words(events)).toEqual(['not live', 'released'])
  watched.takeOver()
  expect(words(events).at(-1)).toBe('released')
})

test('a tab that answers gets the time to save before the run is free', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { training, watched, events, until } = await twoTabs('answers')
  watched.takeOver()
  await watched.begin(0)
  await training.asked
  training.sharing.publish(step(1, 7))
  await until('step') // and so the answer, which came before
  await vi.advanceTimersByTimeAsync(PATIENCE.save - 1)
  expect(await training.lock?.isHeld()).toBe(true)
  await training.lock?.release()
  await until('released')
  expect(words(events)).toEqual(['live', 1, 'not live', 'viewing', 'released'])
  expect(vi.getTimerCount()).toBe(0)
})

test('from a tab that does not answer the run is taken away, which that tab can tell', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { training, watched, until } = await twoTabs('frozen')
  await watched.begin(0)
  training.sharing.closed(7) // hears nothing
  watched.takeOver()
  await vi.advanceTimersByTimeAsync(PATIENCE.answer - 1)
  expect(await training.lock?.isHeld()).toBe(true)
  await vi.advanceTimersByTimeAsync(1)
  await until('released')
  await training.lock?.lost
  expect(await training.lock?.isHeld()).toBe(false)
})

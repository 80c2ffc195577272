import { afterEach, expect, test, vi } from 'vitest'
import type { TrainerEvent } from '../../protocol.ts'
import { GREETING, RunChannel, type RunMessage, RunSharing, RunWatching, type SharedEvent } from './run-sharing.ts'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.useRealTimers()
})

const step = (number: number, run = 7): TrainerEvent => ({
  type: 'step',
  run,
  report: { step: number, imagesSeen: 0, statistics: {}, stepsPerSecond: 1, elapsedSeconds: number },
})
const saved = (number: number): TrainerEvent => ({
  type: 'saved',
  run: 7,
  save: { step: number, at: 0, bytes: 1, seconds: { waited: 0, total: 0 } },
})

function trainingTab(onTakeOver: (run: number) => void = () => undefined) {
  let time = 0
  const sharing = new RunSharing(() => time, onTakeOver)
  ends.push(() => sharing.closed(7))
  return { sharing, pass: (seconds: number) => (time += seconds) }
}

type Heard = SharedEvent | 'opened' | 'letting-go'

/** A watching tab, with what it has heard and a way to wait until it has heard something. */
function watchingTab(id: string) {
  const heard: Heard[] = []
  let check = () => {}
  const hear = (what: Heard) => {
    heard.push(what)
    check()
  }
  const watching = new RunWatching(id, { onEvent: hear, onOpened: () => hear('opened'), onLettingGo: () => hear('letting-go') })
  ends.push(() => watching.close())
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      check = () => heard.length >= count && resolve()
      check()
    })
  return { watching, heard, until }
}

const stepsOf = (heard: readonly Heard[]) =>
  heard.map((one) => (typeof one === 'string' ? one : one.type === 'step' ? one.report.step : one.type))

test('whoever begins to watch hears what has happened since the last save, and then all that happens', async () => {
  const { sharing } = trainingTab()
  sharing.opened(7, 'a')
  for (const event of [step(1), saved(1), { type: 'state', run: 7, state: 'running' } as const, step(2), step(3)]) sharing.publish(event)
  const { heard, until } = watchingTab('a')
  await until(3)
  expect(stepsOf(heard)).toEqual([2, 3, 'state'])
  sharing.publish(step(4, 8)) // of another run of that tab
  sharing.publish({ type: 'waiting', run: 7, for: 'score' }) // nothing for others
  sharing.publish(step(5))
  await until(4)
  expect(stepsOf(heard)).toEqual([2, 3, 'state', 5])
})

test('nothing is sent where nobody watches, or no longer does', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { sharing, pass } = trainingTab()
  sharing.opened(7, 'b')
  const messages: RunMessage[] = []
  let arrived = () => {}
  const listener = new RunChannel('b', (message) => {
    messages.push(message) // without having said hello
    arrived()
  })
  ends.push(() => listener.close())
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      arrived = () => messages.length >= count && resolve()
      arrived()
    })
  sharing.publish(step(1))
  const { watching, until: heardBy } = watchingTab('b')
  await heardBy(1)
  pass(GREETING.patience - 1)
  sharing.publish(step(2))
  vi.advanceTimersByTime(1000 * GREETING.pause) // a greeting
  await until(4)
  watching.close()
  pass(GREETING.patience + 1)
  sharing.publish(step(3))
  listener.post({ type: 'hello', first: true }) // its answer comes after whatever was sent before
  await until(7)
  const words = messages.map((message) => (message.type === 'event' ? stepsOf([message.event])[0] : message.type))
  expect(words).toEqual(['hello', 1, 2, 'hello', 1, 2, 3])
})

test('a tab that begins to train the run is heard of, and can be asked to let go of it', async () => {
  const { heard, until, watching } = watchingTab('c')
  const onTakeOver = vi.fn()
  const { sharing } = trainingTab(onTakeOver)
  sharing.opened(7, 'c')
  await until(1)
  expect(heard).toEqual(['opened'])
  watching.takeOver()
  await until(2)
  expect(heard).toEqual(['opened', 'letting-go'])
  expect(onTakeOver.mock.calls).toEqual([[7]])
})

test('a run that has ended is shared no more', async () => {
  const { sharing } = trainingTab()
  sharing.opened(7, 'd')
  const { heard, until } = watchingTab('d')
  sharing.closed(7)
  sharing.publish(step(1))
  sharing.opened(8, 'd')
  sharing.publish(step(2))
  await until(1)
  expect(heard).toEqual(['opened'])
})

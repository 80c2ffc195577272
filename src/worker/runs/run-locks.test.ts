import { afterEach, expect, test, vi } from 'vitest'
import { MemoryLocks } from '../test-support.ts'
import { createRunLocks, type RunLock } from './run-locks.ts'

afterEach(() => {
  vi.useRealTimers()
})

function twoTabs() {
  const shared = new MemoryLocks()
  const [first, second] = [shared.tab(), shared.tab()]
  return { here: createRunLocks(first), there: createRunLocks(second), closeFirst: () => first.die() }
}

test('a run is locked by one tab at a time, and all tabs know which runs are', async () => {
  const { here, there } = twoTabs()
  const lock = await here.lockNow('a')
  expect(await lock?.isHeld()).toBe(true)
  expect(await there.lockNow('a')).toBeNull()
  expect(await there.lockNow('b')).not.toBeNull()
  expect(await here.held()).toEqual(new Set(['a', 'b']))
  await lock?.release()
  expect(await lock?.isHeld()).toBe(false)
  expect(await there.lockNow('a')).not.toBeNull()
})

test('a lock is waited for while a page that is closed still holds it, but not for ever', async () => {
  vi.useFakeTimers()
  const { here, there, closeFirst } = twoTabs()
  await here.lock('a')
  const refused = there.lock('a')
  await vi.advanceTimersByTimeAsync(2000)
  expect(await refused).toBeNull()
  const granted = there.lock('a')
  await vi.advanceTimersByTimeAsync(1000)
  closeFirst()
  expect(await (await granted)?.isHeld()).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('a free lock is had by a thread that computes for longer than it would wait', async () => {
  vi.useFakeTimers()
  const free = new MemoryLocks().tab()
  // As in a browser: the time to wait is over before the news that the lock was granted is handled.
  const request: typeof free.request = (name, options, task) =>
    options.signal
      ? new Promise((_, reject) => options.signal?.addEventListener('abort', () => reject(options.signal?.reason)))
      : free.request(name, options, task)
  const granted = createRunLocks({ request, query: () => free.query() }).lock('a')
  await vi.advanceTimersByTimeAsync(2000)
  expect(await (await granted)?.isHeld()).toBe(true)
})

test('a tab whose lock was taken away knows it, and the thief holds it', async () => {
  const { here, there } = twoTabs()
  const lock = (await here.lockNow('a')) as RunLock
  const stolen = await there.steal('a')
  await lock.lost
  expect([await lock.isHeld(), await stolen.isHeld()]).toEqual([false, true])
  await lock.release() // too late, and without effect
  expect(await here.lockNow('a')).toBeNull()
})

test('everybody who waits for a run learns that its tab was closed, and waiting leaves it free', async () => {
  const { here, there, closeFirst } = twoTabs()
  await here.lockNow('a')
  const { signal } = new AbortController()
  const waiting = Promise.all([there.whenFree('a', signal), there.whenFree('a', signal)])
  expect(await there.held()).toEqual(new Set(['a']))
  closeFirst()
  await waiting
  expect(await there.held()).toEqual(new Set())
  expect(await there.lockNow('a')).not.toBeNull()
})

test('whoever no longer wants to wait for a run can stop', async () => {
  const { here, there } = twoTabs()
  const lock = await here.lockNow('a')
  const stopping = new AbortController()
  const waiting = there.whenFree('a', stopping.signal)
  stopping.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  await lock?.release()
})

test('where the browser has no locks, one counts in this tab alone', async () => {
  const locks = createRunLocks(null)
  const lock = await locks.lock('a')
  expect(await lock?.isHeld()).toBe(true)
  expect(await locks.lock('a')).toBeNull()
  expect(await locks.held()).toEqual(new Set(['a']))
  await lock?.release()
  expect(await locks.lockNow('a')).not.toBeNull()
})

// The semaphore and concurrent tasks: order, limits and errors.
import { expect, test } from 'vitest'
import { createSemaphore, forEachConcurrently } from './concurrency.ts'

/** Work whose end the test decides. */
function pending() {
  const ends: (() => void)[] = []
  return { ends, work: () => new Promise<void>((end) => ends.push(end)) }
}

const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

test('a semaphore starts tasks in order while their weights fit, and one that is too heavy alone', async () => {
  const within = createSemaphore(10)
  const { ends, work } = pending()
  const all = [6, 4, 99, 1].map((weight) => within(weight, work))
  await settle()
  expect(ends).toHaveLength(2)
  ends[0]?.()
  await settle()
  expect(ends).toHaveLength(2) // the large one needs all the room, and the small one behind it waits its turn
  ends[1]?.()
  await settle()
  expect(ends).toHaveLength(3)
  ends[2]?.()
  await settle()
  ends[3]?.()
  await Promise.all(all)
})

test('a task that fails releases its weight', async () => {
  const within = createSemaphore(1)
  await expect(within(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await within(1, async () => 'in')).toBe('in')
})

test('so many tasks run at the same time, each item once, and none starts after an error', async () => {
  let running = 0
  let most = 0
  const seen: number[] = []
  await forEachConcurrently([...Array(20).keys()], 4, async (item) => {
    most = Math.max(most, ++running)
    await settle()
    seen.push(item)
    running--
  })
  expect(most).toBe(4)
  expect(seen.sort((a, b) => a - b)).toEqual([...Array(20).keys()])
  const begun: number[] = []
  const failing = forEachConcurrently([...Array(20).keys()], 2, async (item) => {
    begun.push(item)
    await settle()
    if (item === 3) throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  await settle()
  expect(begun.length).toBeLessThan(6)
})

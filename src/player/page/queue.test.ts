// The picture that is steered comes first, and only where it is by then; what waits is drawn in what time is left, and is replaced by newer.
import { expect, test } from 'vitest'
import { createQueue } from './queue.ts'

/** A drawing that ends when it is told to. Codes are single numbers, and so are pictures. */
function steered(capacity = 2) {
  const calls: number[][] = []
  const shown: string[] = []
  const ends: ((error?: Error) => void)[] = []
  let target: number | null = null
  let idle = 0
  const draw = (codes: readonly Float32Array[]) => {
    const numbers = codes.map((code) => code[0] as number)
    calls.push(numbers)
    return new Promise<Uint8ClampedArray<ArrayBuffer>>((resolve, reject) =>
      ends.push((error) => (error ? reject(error) : resolve(Uint8ClampedArray.from(numbers)))),
    )
  }
  const live = () => {
    if (target === null) return null
    const code = Float32Array.of(target)
    target = null
    return { codes: [code], show: (pixels: Uint8ClampedArray) => shown.push(`live ${pixels}`) }
  }
  const failures: unknown[] = []
  const onIdle = () => {
    idle++
  }
  const queue = createQueue(draw, capacity, live, { onIdle, onFailure: (error) => failures.push(error) })
  return {
    calls,
    shown,
    failures,
    idle: () => idle,
    steer(to: number) {
      target = to
      queue.requestLive()
    },
    wait: (name: string, ...numbers: number[]) =>
      queue.setBackground(
        name,
        numbers.map((number) => Float32Array.of(number)),
        (i, pixels) => shown.push(`${name} ${i}: ${pixels}`),
      ),
    async end(error?: Error) {
      ends.shift()?.(error)
      for (let i = 0; i < 5; i++) await Promise.resolve()
    },
  }
}

test('of several targets only the last is drawn, before what waits', async () => {
  const { calls, shown, steer, wait, end } = steered()
  wait('map', 1, 2, 3)
  for (const to of [50, 51, 52]) steer(to)
  for (let i = 0; i < 3; i++) await end()
  expect(calls).toEqual([[1, 2], [52], [3]])
  expect(shown).toEqual(['map 0: 1', 'map 1: 2', 'live 52', 'map 2: 3'])
})

test('what waits gets its turn while the picture is steered all the time', async () => {
  const { calls, steer, wait, end } = steered()
  wait('wall', 1, 2, 3, 4)
  for (let i = 0; i < 8; i++) {
    steer(50 + i)
    await end()
  }
  expect(calls.flat()).toContain(4)
  expect(calls.flat().filter((number) => number >= 50).length).toBeGreaterThan(5)
})

test('newer pictures of a name replace those that wait, and the end is told', async () => {
  const { calls, idle, wait, end } = steered()
  wait('map', 1, 2, 3, 4)
  wait('strip', 10)
  wait('map', 5)
  for (let i = 0; i < 3; i++) await end()
  expect(calls).toEqual([[1, 2], [10], [5]])
  expect(idle()).toBe(1)
})

test('a drawing that fails is told once, drops what waits, and the next request draws again', async () => {
  const { calls, failures, shown, idle, wait, end } = steered()
  wait('map', 1, 2, 3, 4)
  const lost = new Error('lost')
  await end(lost)
  expect([failures, idle()]).toEqual([[lost], 0])
  wait('map', 5)
  await end()
  expect([calls, shown]).toEqual([[[1, 2], [5]], ['map 0: 5']])
})

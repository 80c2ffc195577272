import { expect, test } from 'vitest'
import { Cadence } from './cadence.ts'

test('is due at once, then after the pause', () => {
  const cadence = new Cadence({ pause: 2, share: 0.1 })
  expect(cadence.isDue(0)).toBe(true)
  cadence.record(0, 0)
  expect(cadence.isDue(1.9)).toBe(false)
  expect(cadence.isDue(2)).toBe(true)
})

test('what takes long comes seldom: never more than its share of the time', () => {
  const cadence = new Cadence({ pause: 0, share: 0.1 })
  let time = 0
  let spent = 0
  for (let steps = 0; steps < 1000; steps++) {
    time += 1
    if (cadence.isDue(time)) {
      cadence.record(time, time + 3)
      time += 3
      spent += 3
    }
  }
  expect(spent / time).toBeLessThanOrEqual(0.105)
  expect(spent / time).toBeGreaterThan(0.08)
})

test('what takes very long is due after the limit all the same', () => {
  const cadence = new Cadence({ pause: 10, share: 0.05, limit: 45 })
  cadence.record(0, 20)
  expect(cadence.isDue(20 + 44)).toBe(false)
  expect(cadence.isDue(20 + 45)).toBe(true)
})

// Decimation and smoothing of long series.
import { expect, test } from 'vitest'
import { decimate } from './decimate.ts'
import { smooth } from './smooth.ts'

test('a short series stays as it is, gaps become null', () => {
  const { x, series } = decimate(Float64Array.of(1, 2, 3), [Float32Array.of(5, Number.NaN, 7)])
  expect([Array.from(x), series]).toEqual([[1, 2, 3], [[5, null, 7]]])
})

test('a long series is reduced, and keeps its spikes and ends', () => {
  const count = 10_000
  const x = Float64Array.from({ length: count }, (_, i) => i)
  const values = new Float32Array(count)
  values[1234] = 9
  values[7777] = -9
  const thin = decimate(x, [values, values], 200)
  expect(thin.x.length).toBe(200)
  expect([thin.x[0], thin.x[199]]).toEqual([0, count - 1])
  expect(thin.series[1]).toHaveLength(200)
  expect(thin.series[0]).toContain(9)
  expect(thin.series[0]).toContain(-9)
  expect([...thin.x].every((step, i) => i === 0 || step > (thin.x[i - 1] ?? 0))).toBe(true)
})

test('lowest and highest values keep their order', () => {
  const x = Float64Array.from({ length: 8 }, (_, i) => i)
  const { series } = decimate(x, [Float32Array.of(3, 9, 1, 4, 1, 2, 8, 3)], 4)
  expect(series).toEqual([[9, 1, 1, 8]])
})

test('smoothing starts at the first value, dampens a jump and keeps gaps', () => {
  const [first, second, gap, last] = smooth(Float32Array.of(4, 8, Number.NaN, 8), 0.5)
  expect(first).toBe(4)
  expect(second).toBeCloseTo((0.5 * 4 + 8) / 1.5, 5)
  expect(gap).toBeNaN()
  expect(last).toBeGreaterThan(second ?? 0)
  const constant = smooth(new Float32Array(50).fill(2), 0.9)
  for (const value of constant) expect(value).toBeCloseTo(2, 5)
})

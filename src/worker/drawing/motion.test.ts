// How pictures move to where they are wanted.
import { expect, test } from 'vitest'
import { atRest, type Motion, moved } from './motion.ts'

const TARGET = Float32Array.of(2, -1, 0)
const start = () => atRest(Float32Array.of(0, 1, 0))

/** The positions after each of so many equal times. */
function course(motion: Motion, seconds: number, count: number): Float32Array[] {
  let now = motion
  return Array.from({ length: count }, () => {
    now = moved(now, TARGET, seconds)
    return now.position
  })
}

test('from rest it comes nearer all the time, never goes past, and lands exactly', () => {
  const positions = course(start(), 1 / 60, 60)
  const ways = positions.map((position) => Math.abs((position[0] as number) - 2))
  expect(ways.every((way, i) => i === 0 || way <= (ways[i - 1] as number))).toBe(true)
  expect(positions.every(([x = 0, y = 0]) => x <= 2 && y >= -1)).toBe(true)
  expect(positions.at(-1)).toEqual(TARGET)
  expect(ways.filter((way) => way > 0).length).toBeGreaterThan(10)
})

test('after 120 ms a tenth of the way is left', () => {
  const [{ position } = start()] = [moved(start(), TARGET, 0.12)]
  expect((2 - (position[0] as number)) / 2).toBeCloseTo(0.1, 2)
})

test('where it is depends on the time, not on the number of pictures', () => {
  const once = moved(start(), TARGET, 0.1).position
  const often = course(start(), 0.01, 10).at(-1) ?? once
  for (const [i, value] of once.entries()) expect(often[i]).toBeCloseTo(value, 5)
})

test('a target that moves is followed without a jump of the speed', () => {
  const underWay = moved(start(), TARGET, 0.05)
  const elsewhere = Float32Array.of(-2, -1, 0)
  const [before, soon] = [underWay.position[0] as number, moved(underWay, elsewhere, 0.001).position[0] as number]
  expect(soon).toBeGreaterThan(before) // it still goes where it went, and turns
  expect(moved(underWay, elsewhere, 1).position).toEqual(elsewhere)
})

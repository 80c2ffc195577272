import { expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { fillSquare } from './fill-square.ts'

const noise = new RandomStream(2, 'dataset').normals(800)
/** Two groups, as [x, y]. */
const groups = Array.from({ length: 400 }, (_, i) => [(i % 2) * 12 + (noise[2 * i] as number), noise[2 * i + 1] as number])

/** Share of a grid of 16 by 16 that holds a point. */
function filled(positions: Float32Array): number {
  const cells = Array.from({ length: positions.length / 2 }, (_, i) =>
    [positions[2 * i], positions[2 * i + 1]].map((value) => Math.min(15, Math.floor(16 * (value as number)))).join(),
  )
  return new Set(cells).size / 256
}

test('a few outliers do not squeeze all others into a corner', () => {
  const loners = [...groups, [300, 5], [-250, 40], [10, -200]]
  expect(filled(fillSquare(loners))).toBeGreaterThan(0.25)
  expect(filled(fillSquare(groups))).toBeGreaterThan(0.4)
})

test('the order along both axes stays, and the points lie in the square and reach its sides', () => {
  const positions = fillSquare(groups)
  for (const axis of [0, 1] as const) {
    const rank = (values: readonly number[]) => values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number))
    const after = groups.map((_, i) => positions[2 * i + axis] as number)
    expect(rank(after)).toEqual(rank(groups.map((point) => point[axis] as number)))
    expect(Math.min(...after)).toBeCloseTo(0, 5)
    expect(Math.max(...after)).toBeCloseTo(1, 5)
  }
})

test('points on a line stay on a line, and equal points stay equal', () => {
  const line = fillSquare(Array.from({ length: 9 }, (_, i) => [i, 3]))
  expect(line.filter((_, i) => i % 2 === 1)).toEqual(new Float32Array(9).fill(0.5))
  expect(fillSquare([[2, 2], [2, 2]])).toEqual(new Float32Array(4).fill(0.5)) // biome-ignore format: two points
})

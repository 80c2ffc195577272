import { expect, test } from 'vitest'
import fixture from './matching.fixture.json' with { type: 'json' }
import { bestMatching } from './matching.ts'

test.each(fixture)('the total of a matching is that of scipy, and no column is taken twice: $name', ({ values, total, matched }) => {
  const found = bestMatching(values)
  const taken = found.filter((column) => column !== null)
  expect(found).toHaveLength(values.length)
  expect(new Set(taken).size).toBe(Math.min(values.length, values[0]?.length ?? 0))
  expect(taken).toHaveLength(matched.filter((column) => column !== null).length)
  expect(found.reduce<number>((sum, column, row) => sum + (column === null ? 0 : (values[row]?.[column] as number)), 0)).toBeCloseTo(
    total,
    9,
  )
})

test('where only one matching is best it is that of scipy', () => {
  for (const { name, values, matched } of fixture) if (/square|rows/.test(name)) expect(bestMatching(values)).toEqual(matched)
})

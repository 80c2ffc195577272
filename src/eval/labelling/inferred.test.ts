// Which labelled images the classifier that infers labels learns from.
import { expect, test } from 'vitest'
import { NO_CLASS } from '../../spec/classes.ts'
import { rowsToLearnFrom } from './inferred.ts'

test('of few labels all are learnt from, of many a part of each class that fits into memory, at least one', () => {
  expect([...rowsToLearnFrom(Int32Array.of(NO_CLASS, 1, 0, NO_CLASS, 1), 2)]).toEqual([1, 2, 4])
  const given = Int32Array.from({ length: 50_000 }, (_, row) => (row === 49_999 ? 2 : row % 10 === 0 ? NO_CLASS : Number(row % 4 === 0)))
  const rows = rowsToLearnFrom(given, 3)
  const sizes = [0, 1, 2].map((label) => rows.filter((row) => given[row] === label).length)
  expect(sizes).toEqual([7778, 2223, 1])
  expect([...rows]).toEqual([...new Set(rows)].sort((one, other) => one - other))
})

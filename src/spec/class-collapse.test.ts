// When a class counts as collapsed, and what a person is told.
import { expect, test } from 'vitest'
import { collapsedClasses, describeCollapse, hasLowDiversity, worstFirst } from './class-collapse.ts'
import type { ClassScore, Scores } from './scores.ts'

/** A score with these diversities of classes a, b, c and so on. */
const score = (...diversities: readonly (number | null)[]): Pick<Scores, 'perClass'> => ({
  perClass: diversities.map((diversity, i) => ({ name: 'abcdef'[i], diversity }) as ClassScore),
})

test('a class has collapsed once it is low in three scores in a row, and no longer when it has recovered', () => {
  const low = score(0.9, 0.3, 0.59)
  expect(collapsedClasses([low, low])).toEqual([])
  expect(collapsedClasses([low, low, low])).toEqual(['b', 'c'])
  expect(collapsedClasses([score(0.1, 0.1), low, low, low])).toEqual(['b', 'c'])
  expect(collapsedClasses([low, score(0.9, 0.3, 0.6), low])).toEqual(['b'])
  expect(collapsedClasses([low, low, low, score(0.9, 0.7, 0.7)])).toEqual([])
})

test('a score that could not tell breaks the row', () => {
  const low = score(0.1)
  expect(collapsedClasses([low, score(null), low])).toEqual([])
  expect(collapsedClasses([low, { perClass: null }, low])).toEqual([])
  expect(collapsedClasses([{ perClass: null }, { perClass: null }, { perClass: null }])).toEqual([])
  expect([hasLowDiversity({ diversity: null }), hasLowDiversity({ diversity: 0.6 }), hasLowDiversity({ diversity: 0 })]).toEqual([
    false,
    false,
    true,
  ])
})

test('the worst come first: collapsed ones, then by accuracy, those that nobody can judge last', () => {
  const one = (name: string, accuracy: number | null, diversity: number) => ({ name, accuracy, diversity }) as ClassScore
  const all = [one('a', null, 1), one('b', 0.9, 1), one('c', 0.2, 1), one('d', 1, 0.1), one('e', 0.5, 0.1)]
  expect(
    worstFirst(all)
      .map(({ name }) => name)
      .join(''),
  ).toBe('edcba')
})

test('a class is known by its name, wherever it stands', () => {
  const named = (...names: readonly string[]) => ({ perClass: names.map((name) => ({ name, diversity: 0.1 }) as ClassScore) })
  expect(collapsedClasses([named('a', 'b'), named('b', 'a'), named('b')])).toEqual(['b'])
})

test('a person is told which classes, and what helps', () => {
  expect(describeCollapse([])).toBeNull()
  expect(describeCollapse(['cat'])).toMatch(
    /^Samples of “cat” show nearly the same picture again and again: in the last 3 scores they differed less than 60 %/,
  )
  expect(describeCollapse(['cat'])).toContain('let the classes count later')
  expect(describeCollapse(['a', 'b'])).toMatch(/^Samples of “a” and “b” show/)
  expect(describeCollapse([...'abcde'])).toMatch(/^Samples of “a”, “b”, “c” and 2 others show/)
  expect(describeCollapse([...'abcd'])).toMatch(/^Samples of “a”, “b”, “c” and “d” show/)
})

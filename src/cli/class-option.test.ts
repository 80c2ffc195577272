// The class that `sample` is asked for.
import { expect, test } from 'vitest'
import { classesOf, findClass } from './class-option.ts'
import { UsageError } from './errors.ts'

test('a class is named as it is called, in any case, or by its number from 1; a name goes before a number', () => {
  const shapes = { names: ['circle', 'Square', 'square'] }
  expect(['circle', 'square', 'Square', 'CIRCLE', '3'].map((text) => findClass(text, shapes))).toEqual([0, 2, 1, 0, 2])
  expect(findClass('1', { names: ['0', '1', '2'] })).toBe(1)
})

test('a class that is not there is refused with those that are', () => {
  const shapes = { names: ['circle', 'square'] }
  for (const text of ['triangle', '0', '3', '-1', '1.0', '', 'circle '])
    expect(() => findClass(text, shapes)).toThrow(
      new UsageError(`There is no class “${text}” in this run. It has 2 classes: 1 “circle”, 2 “square”.`),
    )
  const many = { names: Array.from({ length: 300 }, (_, i) => `kind ${i}`) }
  expect(() => findClass('other', many)).toThrow(
    /^There is no class “other” in this run\. It has 300 classes: .*20 “kind 19”, and 280 more\.$/,
  )
})

test('a run without classes says so', () => {
  expect(() => classesOf(null, '--class')).toThrow('This run has no classes, so --class cannot choose one')
})

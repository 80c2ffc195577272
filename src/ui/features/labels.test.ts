// Labels that the person gives to images.
import { expect, test } from 'vitest'
import { changeLabels, countsOf, type LabelChange, labelledImages, labelsBlocker, NO_LABELS } from './labels.ts'

const after = (...changes: readonly LabelChange[]) => changes.reduce(changeLabels, NO_LABELS)
const add = (name: string): LabelChange => ({ type: 'add-class', name })
const choose = (name: string): LabelChange => ({ type: 'choose-class', name })
const label = (...images: readonly number[]): LabelChange => ({ type: 'label', images, first: images[0] ?? -1 })

test('a click assigns the chosen class, another class replaces it, a second click removes it', () => {
  expect([...after(add('cat'), label(4)).of]).toEqual([[4, 'cat']])
  expect([...after(add('cat'), label(4), add('dog'), label(4)).of]).toEqual([[4, 'dog']])
  expect([...after(add('cat'), label(4), label(4)).of]).toEqual([])
})

test('a range gets the label of its first image', () => {
  const both = after(add('cat'), label(2), label(1, 2, 3))
  expect([...both.of.keys()].sort()).toEqual([1, 2, 3])
  expect(changeLabels(both, label(3, 2)).of.size).toBe(1)
})

test('without a class nothing is labelled; class names are unique and not empty', () => {
  expect(after(label(1)).of.size).toBe(0)
  expect(after(add('  '), add(' cat '), add('dog'), add('cat'))).toMatchObject({ classes: ['cat', 'dog'], chosen: 'cat' })
  expect(after(add('cat'), choose('none')).chosen).toBe('cat')
})

test('removing a class removes its labels', () => {
  const left = after(add('cat'), label(1), add('dog'), label(2), { type: 'remove-class', name: 'dog' })
  expect(left).toMatchObject({ classes: ['cat'], chosen: 'cat' })
  expect([...left.of]).toEqual([[1, 'cat']])
})

test('missing labels are reported; labelled images are in order', () => {
  expect(labelsBlocker(after(add('cat')))).toBe('Make at least two classes first.')
  const few = after(add('cat'), label(9, 8, 7, 6, 5), add('dog'), label(1, 2))
  expect(labelsBlocker(few)).toBe('Label at least 5 images of each class: “dog” has 2.')
  expect(countsOf(few)).toEqual([
    { name: 'cat', count: 5 },
    { name: 'dog', count: 2 },
  ])
  const enough = changeLabels(few, label(3, 4, 0))
  expect(labelsBlocker(enough)).toBeNull()
  expect(labelledImages(enough).images).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(labelledImages(enough).classes.slice(4, 6)).toEqual(['dog', 'cat'])
})

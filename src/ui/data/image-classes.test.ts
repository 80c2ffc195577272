// The classes of images in the review.
import { expect, test } from 'vitest'
import { NO_CLASS, type RunClasses } from '../../spec/classes.ts'
import { initialState, type State } from '../app/store.ts'
import { classCounts, classOfImage, imageClasses } from './image-classes.ts'

const found: RunClasses = {
  conditioning: 'inferred',
  names: ['circle', 'square', 'star'],
  counts: [2, 1, 0],
  step: 0,
  ofImages: Int32Array.of(0, 1, 0, NO_CLASS),
  confidence: Float32Array.of(1, 0.934, 0.5, 0),
  accuracy: null,
}

test('an inferred class comes with how sure it is, a given one without, and an image that training does not see has none', () => {
  expect([0, 1, 2, 3, 4].map((image) => classOfImage(found, image))).toEqual([
    { badge: 'circle', words: 'class circle' },
    { badge: 'square 93 %', words: 'predicted: square 93 %' },
    { badge: 'circle 50 %', words: 'predicted: circle 50 %' },
    null,
    null,
  ])
})

test('what is inferred is never called certain', () => {
  const sure = { ...found, confidence: Float32Array.of(0.999, 0.999, 0.999, 0) }
  expect(classOfImage(sure, 1)).toEqual({ badge: 'square 99 %', words: 'predicted: square 99 %' })
})

test('the classes that have images can be filtered by, and those without a class, too', () => {
  expect(classCounts(found).map(({ name, count }) => [name, count])).toEqual([
    ['circle', 2],
    ['square', 1],
    ['No class', 1],
  ])
})

test('the classes of a run on other images are not shown on these', () => {
  const withImages = (prepared: number, changes: Partial<State['run']> = {}): State => {
    const opened = { id: 1, summary: { prepared } } as unknown as State['data']['opened']
    const { data, run } = initialState
    return { ...initialState, classes: { found, finding: null }, data: { ...data, opened }, run: { ...run, state: 'paused', ...changes } }
  }
  expect(imageClasses(withImages(4))).toBe(found)
  const ended = (['viewing', 'failed'] as const).map((state) => imageClasses(withImages(4, { state }))) // then others of the same number may be open
  expect([imageClasses(withImages(5)), imageClasses(initialState), ...ended]).toEqual([null, null, null, null])
})

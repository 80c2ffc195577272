// The classes of a run by the images of the open set.
import { expect, test } from 'vitest'
import type { ClassLabels } from '../../gan/class-labels.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import { placesWithout, runClasses } from './run-classes.ts'

const CLASSES: ClassLabels = {
  names: ['circle', 'square'],
  ofImages: Int32Array.of(1, NO_CLASS, 0),
  confidence: Float32Array.of(1, 0, 0.5),
  counts: [1, 1],
  step: 30,
  given: Int32Array.of(1, NO_CLASS, NO_CLASS),
}

test('images that are left out have no class, and those behind them keep theirs', () => {
  const places = placesWithout([0, 2], 3)
  expect(places).toEqual({ numbers: [1, 3, 4], count: 5 })
  expect(runClasses({ conditioning: 'inferred' }, CLASSES, places, 0.75)).toEqual({
    conditioning: 'inferred',
    names: ['circle', 'square'],
    counts: [1, 1],
    step: 30,
    ofImages: Int32Array.of(NO_CLASS, 1, NO_CLASS, NO_CLASS, 0),
    confidence: Float32Array.of(0, 1, 0, 0, 0.5),
    accuracy: 0.75,
  })
})

test('a run without conditioning has no classes, and one whose classes are not found yet has none either', () => {
  expect(runClasses({ conditioning: 'none' }, CLASSES, placesWithout([], 3), null)).toBeNull()
  expect(runClasses({ conditioning: 'clusters' }, null, placesWithout([], 3), null)).toBeNull()
})

// Which classes of real images samples are held to.
import { expect, test } from 'vitest'
import type { ImageLabels } from '../data/dataset.ts'
import type { ClassLabels } from '../gan/class-labels.ts'
import { NO_CLASS } from '../spec/classes.ts'
import type { RunConfig } from '../spec/config.ts'
import { DEFAULTS } from '../spec/config.ts'
import { classesByName, classesOfRows, trueClasses } from './score-classes.ts'

const LABELS: ImageLabels = { names: ['cat', 'dog'], ofImages: [0, 1, NO_CLASS, 1] }
/** Training was told but the first, and took the last for a cat. */
const classes: ClassLabels = {
  names: ['cat', 'dog'],
  ofImages: Int32Array.of(0, NO_CLASS, NO_CLASS, 0),
  confidence: Float32Array.of(1, 0, 0, 0.7),
  counts: [2, 0],
  step: 0,
  given: Int32Array.of(0, NO_CLASS, NO_CLASS, NO_CLASS),
}
const truth = (conditioning: RunConfig['conditioning'], labels: ImageLabels | undefined = LABELS, found: ClassLabels | null = classes) =>
  trueClasses({ config: { ...DEFAULTS, conditioning }, classes: found }, labels)

test.each(['random', 'inferred', 'co-trained', 'given'] as const)(
  '%s: all labels of the set, those too that training was not told',
  (conditioning) => {
    expect(truth(conditioning)).toEqual({ names: ['cat', 'dog'], ofImages: LABELS.ofImages })
  },
)

test('clusters are their own truth, whatever labels there are', () => {
  expect(truth('clusters')).toBe(classes)
})

test('there is no truth without classes, of one class for all, or of random classes that mean nothing', () => {
  expect([truth('none'), truth('single')]).toEqual([null, null])
  expect(trueClasses({ config: { ...DEFAULTS, conditioning: 'random' }, classes }, undefined)).toBeNull()
  expect(truth('given', LABELS, null)).toBeNull()
})

test('labels that were changed since are found by their names, others mean nothing', () => {
  const changed: ImageLabels = { names: ['bird', 'dog', 'cat'], ofImages: [2, 1, 0, NO_CLASS] }
  expect(truth('given', changed)).toEqual({ names: ['cat', 'dog'], ofImages: [0, 1, NO_CLASS, NO_CLASS] })
  expect(classesByName(changed, ['dog'])).toEqual([NO_CLASS, 0, NO_CLASS, NO_CLASS])
})

test('each row has the class of its image', () => {
  const rows = { real: [3, 0], training: [3, 2, 0], heldOut: [1] }
  expect(classesOfRows(LABELS, rows, [1, 1, 0])).toEqual({
    names: ['cat', 'dog'],
    rows: { real: [1, 0], training: [1, NO_CLASS, 0], heldOut: [1], fake: [1, 1, 0] },
  })
})

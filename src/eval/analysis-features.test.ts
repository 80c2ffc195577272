// Which labelled images a probe learns from and which test it.
import { expect, test } from 'vitest'
import { type Collection, collectionOf, withImages, withLabels } from '../data/collection.ts'
import { splitImages } from '../data/sampling.ts'
import { NO_CLASS } from '../spec/classes.ts'
import { labelledImages } from './analysis-features.ts'
import { ENOUGH_TESTED } from './features/probe-split.ts'

const config = { seed: 3, heldOut: 0.25 }

/** Every third image is unlabelled, the others are a and b in turn. */
function setOf(count: number): Collection {
  const block = { images: new Uint8Array(count), count, size: 1, channels: 1 } as const
  const set = collectionOf({ name: 'mine', label: 'mine', ...block })
  return withLabels(set, { source: 'hand', names: ['a', 'b'], ofImages: Int32Array.from({ length: count }, (_, i) => (i % 3) - 1) })
}

test('images without a label, and those that are left out, take no part', () => {
  const { images, labels, heldOut } = labelledImages(withImages(setOf(12), [1, 5], false), config)
  expect(Array.from(images)).toEqual([2, 4, 7, 8, 10, 11])
  expect([labels, heldOut]).toEqual([['b', 'a', 'a', 'b', 'a', 'b'], null])
})

test('images that training never sees test, where enough of them have a label', () => {
  const count = 6 * ENOUGH_TESTED + 100
  const { images, labels, heldOut } = labelledImages(setOf(count), config)
  const split = splitImages(count, config)
  const tested = Array.from(images).filter((_, i) => heldOut?.[i])
  expect(tested).toEqual([...split.heldOut].filter((image) => image % 3 !== 0))
  expect(Array.from(images).filter((_, i) => !heldOut?.[i])).toEqual([...split.training].filter((image) => image % 3 !== 0))
  expect(labels).toEqual(Array.from(images, (image) => (image % 3 === 1 ? 'a' : 'b')))
  const few = labelledImages(setOf(5 * ENOUGH_TESTED), config) // as many are held out, but not as many have a label
  expect(few.heldOut).toBeNull()
})

test('a set of which no image that is taken has a label is refused in a sentence', () => {
  const set = withLabels(setOf(2), { source: 'hand', names: ['a', 'b'], ofImages: Int32Array.of(0, NO_CLASS) })
  for (const none of [withLabels(set, null), withImages(set, [0], false)])
    expect(() => labelledImages(none, config)).toThrow('These images have no labels')
})

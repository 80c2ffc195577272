// The order in which a person looks at suggestions, and which image is asked about next.
import { expect, test } from 'vitest'
import type { LabelSuggestions } from '../../spec/feature-analyses.ts'
import { beginSession, changeSession, noLabels, type Session } from './session.ts'
import { firstQuestions, NO_STRIPS, nextAfter, stripInUse, stripsOf } from './strips.ts'

const names = ['cat', 'dog']
/** Images 0 to 5; 0 and 1 are labelled cat, the others not. */
const session: Session = changeSession(changeSession(beginSession(noLabels(6)), { type: 'add-class', name: 'cat' }), {
  type: 'label',
  images: [0, 1],
  name: 'cat',
})
const withDog = changeSession(session, { type: 'add-class', name: 'dog' })
const suggestions: LabelSuggestions = {
  kind: 'suggestions',
  images: [0, 1, 2, 3, 4, 5],
  predicted: Int32Array.of(1, 1, 0, 1, 1, 0),
  confidence: Float32Array.of(0.9, 0.7, 0.99, 0.96, 0.6, 0.8),
  margin: Float32Array.of(0.8, 0.4, 0.98, 0.92, 0.2, 0.6),
  givenProbability: Float32Array.of(0.1, 0.3, Number.NaN, Number.NaN, Number.NaN, Number.NaN),
  accuracy: null,
  gainsMost: null,
  milliseconds: 1,
}
const strips = (of: Session, threshold = 0.95, asked = names) => stripsOf(of, suggestions, asked, threshold)
const images = (strip: readonly { readonly image: number }[]) => strip.map(({ image }) => image)

test('images without a label are sure, the surest first, or unsure, those of the smallest margin first', () => {
  const { sure, unsure } = strips(withDog)
  expect([images(sure), images(unsure)]).toEqual([[2, 3], [4, 5]]) // biome-ignore format: one line says it
  expect(images(strips(withDog, 0.97).sure)).toEqual([2])
  expect(sure[0]?.name).toBe('cat')
})

test('between two likely classes lies more doubt than where no class is likely', () => {
  const between = { ...suggestions, confidence: Float32Array.of(0.9, 0.7, 0.99, 0.96, 0.5, 0.4), margin: Float32Array.of(0.8, 0.4, 0.98, 0.92, 0.02, 0.2) } // biome-ignore format: one line says it
  expect(images(stripsOf(withDog, between, names, 0.95).unsure)).toEqual([4, 5])
})

test('labels that the classifier doubts look mislabelled, the least likely first, until the person confirms or passes over them', () => {
  expect(images(strips(withDog).mislabelled)).toEqual([0, 1])
  const confirmed = changeSession(withDog, { type: 'label', images: [0], name: 'cat', one: true })
  expect(images(strips(confirmed).mislabelled)).toEqual([1])
  expect(images(strips(changeSession(withDog, { type: 'skip', image: 1 })).mislabelled)).toEqual([0])
})

test('a label that the classifier would give, too, is doubted where it is not sure of it', () => {
  const agreeing = { ...suggestions, predicted: Int32Array.of(0, 0, 0, 1, 1, 0), givenProbability: Float32Array.of(0.9, 0.6, Number.NaN, Number.NaN, Number.NaN, Number.NaN) } // biome-ignore format: one line says it
  expect(images(stripsOf(withDog, agreeing, names, 0.95).mislabelled)).toEqual([1])
})

test('images that were passed over come last', () => {
  expect(images(strips(changeSession(withDog, { type: 'skip', image: 4 })).unsure)).toEqual([5, 4])
})

test('an image that was labelled meanwhile is no longer suggested', () => {
  const labelled = changeSession(withDog, { type: 'label', images: [2, 4], name: 'dog' })
  const now = strips(labelled)
  expect([images(now.sure), images(now.unsure)]).toEqual([[3], [5]])
})

test('a class that was removed or renamed since the suggestions were made is not suggested under its old index', () => {
  const without = changeSession(withDog, { type: 'remove-class', name: 'cat' })
  expect(images(strips(without).sure)).toEqual([3]) // a dog, which is the first class now
  expect(strips(without).sure[0]?.name).toBe('dog')
})

test('the next question is the first of the unsure ones, elsewhere the one after that which was answered', () => {
  expect(nextAfter([4, 5, 6], 5, false)).toBe(4)
  expect(nextAfter([4, 5, 6], 5, true)).toBe(6)
  expect(nextAfter([4, 5, 6], 6, true)).toBe(4)
  expect(nextAfter([4], 4, true)).toBeNull()
  expect(nextAfter([], null, false)).toBeNull()
})

test('where a strip is empty, questions come from another', () => {
  expect(stripInUse(strips(withDog), 'sure')).toBe('sure')
  expect(stripInUse({ ...strips(withDog), unsure: [] }, 'unsure')).toBe('mislabelled')
  expect(stripInUse(NO_STRIPS, 'unsure')).toBe('unsure')
})

test('before there are suggestions the typical images of the clusters are asked about first, then the others', () => {
  expect(firstQuestions(session, [0, 1, 2, 3, 4, 5], [5, 1, 3])).toEqual([5, 3, 2, 4])
  expect(firstQuestions(changeSession(session, { type: 'skip', image: 5 }), [0, 1, 2, 3, 4, 5], [5, 3])).toEqual([3, 2, 4, 5])
})

test('the first questions about many images are spread over the set', () => {
  const taken = Array.from({ length: 50_000 }, (_, image) => image)
  const asked = firstQuestions(beginSession(noLabels(50_000)), taken, [])
  expect([asked.length, asked[0], asked.at(-1)]).toEqual([200, 0, 49_750])
})

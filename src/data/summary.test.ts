// What the page shows of a set.
import { expect, test } from 'vitest'
import { NO_CLASS } from '../spec/classes.ts'
import type { Finding } from '../spec/files.ts'
import { type Collection, collectionOf, trainingSet, withImages, withLabels } from './collection.ts'
import { identify, whyOtherImages } from './fingerprint.ts'
import { summarise } from './summary.ts'

const setOf = (count: number, channels: 1 | 3 = 1): Collection =>
  collectionOf({
    name: 'mine',
    label: 'mine',
    images: Uint8Array.from({ length: count * 4 * channels }, (_, i) => i % 256),
    count,
    size: 2,
    channels,
  })

test('shows at most 24 images as RGBA, grey as three equal channels', () => {
  expect(summarise(setOf(100)).preview.count).toBe(24)
  const { preview } = summarise(setOf(3))
  expect(preview.count).toBe(3)
  expect([...preview.pixels.subarray(4, 8)]).toEqual([1, 1, 1, 255])
  expect([...summarise(setOf(1, 3)).preview.pixels.subarray(4, 8)]).toEqual([3, 4, 5, 255])
})

test('an image that is left out is neither shown nor counted nor trained on, until it is taken again', () => {
  const without = withImages(setOf(3), [0], false)
  const summary = summarise(without)
  expect([summary.count, summary.prepared, summary.preview.count, summary.preview.pixels[0]]).toEqual([2, 3, 2, 4])
  expect([...trainingSet(without).images]).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
  expect(trainingSet(withImages(without, [0], true))).toMatchObject({ count: 3, images: setOf(3).images })
})

test('findings are counted by kind, and the list of them is cut', () => {
  const findings = Array.from(
    { length: 6000 },
    (_, i): Finding => ({ path: `${i}`, kind: 'damaged', sentence: 'Empty file.', image: null }),
  )
  const summary = summarise({ ...setOf(1), findings })
  expect(summary.findingCounts).toEqual({ damaged: 6000 })
  expect(summary.findings).toHaveLength(2000)
  expect(summarise({ ...setOf(1), findings }, 4000).findings).toEqual(findings.slice(0, 4000))
})

const labelsIn = (...paths: string[]) => summarise({ ...setOf(paths.length), paths }).labels

test('sub-folders are labels where there are two of them; an image that lies in neither has none', () => {
  expect(labelsIn('a/1', 'a/x/2', 'b/3')).toEqual({ source: 'folders', names: ['a', 'b'], counts: [2, 1], unlabelled: 0 })
  expect(labelsIn('a/1', '3', 'b/2')).toEqual({ source: 'folders', names: ['a', 'b'], counts: [1, 1], unlabelled: 1 })
  for (const paths of [
    ['a/1', 'a/2'],
    ['1', '2'],
    ['a/1', '2'],
    ['a/b/1', 'a/b/2'],
  ])
    expect([labelsIn(...paths), trainingSet({ ...setOf(2), paths }).labels]).toEqual([null, undefined])
})

test('a folder that all images lie in says nothing of them', () => {
  expect(labelsIn('set/b/1', 'set/a/2', 'set/3')).toEqual({ source: 'folders', names: ['a', 'b'], counts: [1, 1], unlabelled: 1 })
})

test('names that are numbers stand by their value, before all others', () => {
  expect(labelsIn('10/1', '9/1', 'a/1', '-1/1', '007/1')?.names).toEqual(['007', '9', '10', '-1', 'a'])
})

test('labels are counted over the images that are taken, without names that none of them has', () => {
  const set = { ...setOf(4), paths: ['a/1', 'a/2', 'b/3', '4'] }
  expect(summarise(withImages(set, [0], false)).labels).toMatchObject({ names: ['a', 'b'], counts: [1, 1], unlabelled: 1 })
  expect(summarise(withImages(set, [2], false)).labels).toBeNull() // both lie in the same folder
  const given = withLabels(set, { source: 'hand', names: ['x', 'y', 'z'], ofImages: Int32Array.of(2, 2, 1, NO_CLASS) })
  const without = withImages(given, [2], false)
  expect(summarise(without).labels).toEqual({ source: 'hand', names: ['z'], counts: [2], unlabelled: 1 })
  expect(trainingSet(without).labels).toEqual({ names: ['z'], ofImages: [0, 0, NO_CLASS] })
  expect(summarise(withImages(without, [2], true)).labels).toMatchObject({ names: ['y', 'z'], counts: [1, 2] })
  expect(summarise(withLabels(given, null)).labels).toMatchObject({ source: 'folders', names: ['a', 'b'] })
})

test('names of folders are cleaned as labels are, so that a label typed or read later is the same one, and a long one is taken, too', () => {
  const long = 'x'.repeat(120)
  expect(labelsIn('cafe\u0301/1', `${long}/2`, 'caf\u00e9/3', ' /4')).toEqual({
    source: 'folders',
    names: ['caf\u00e9', 'x'.repeat(100)],
    counts: [2, 1],
    unlabelled: 1,
  })
})

test('labels that a set comes with count more than its folders, and those of a person most', () => {
  const builtin = { ...setOf(3), paths: ['a/1', 'a/2', 'b/3'], labels: { names: ['one', 'two'], ofImages: [1, 0, 1] } }
  expect(summarise(builtin).labels).toEqual({ source: 'builtin', names: ['one', 'two'], counts: [1, 2], unlabelled: 0 })
  const none = withLabels(builtin, { source: 'hand', names: [], ofImages: new Int32Array(3).fill(NO_CLASS) })
  expect([summarise(none).labels, trainingSet(none).labels]).toEqual([null, undefined])
})

test('other labels are no other images: a run knows its images by their pixels', () => {
  const set = { ...setOf(3), paths: ['a/1', 'a/2', 'b/3'] }
  const relabelled = withLabels(set, { source: 'file', names: ['x'], ofImages: Int32Array.of(0, NO_CLASS, 0) })
  expect(whyOtherImages(identify(trainingSet(set)), identify(trainingSet(relabelled)))).toBeNull()
  expect(trainingSet(relabelled).labels).not.toEqual(trainingSet(set).labels)
})

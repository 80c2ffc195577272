// What the page shows of a set.
import { expect, test } from 'vitest'
import type { Finding } from '../spec/files.ts'
import { type Collection, collectionOf, trainingSet, withImages } from './collection.ts'
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

test('sub-folders are labels where there are two of them and every image lies in one', () => {
  const paths = ['a/1', 'a/x/2', 'b/3']
  expect(summarise(withImages({ ...setOf(3), paths }, [0], false)).labels).toEqual({ names: ['a', 'b'], counts: [1, 1] })
  expect(summarise(withImages({ ...setOf(3), paths }, [2], false)).labels).toBeNull()
  expect(summarise({ ...setOf(3), paths: ['a/1', 'a/2', 'a/3'] }).labels).toBeNull()
  expect(summarise({ ...setOf(3), paths: ['a/1', 'b/2', '3'] }).labels).toBeNull()
})

// Filters of the review dialog.
import { expect, test } from 'vitest'
import type { Finding } from '../../spec/files.ts'
import { chipsOf, findingsByImage, type ImageFilter, rangeOf, rejectedCount, shownFindings, shownImages } from './shown.ts'

const finding = (path: string, kind: Finding['kind'], image: number | null): Finding => ({ path, kind, sentence: 'So it is.', image })
const findings = [
  finding('notes.txt', 'unknown', null),
  finding('beach/7.jpg', 'similar', 7),
  finding('beach/3.jpg', 'duplicate', 3),
  finding('beach/3.jpg', 'changed', 3),
  finding('City/5.jpg', 'duplicate', 5),
]
const summary = { prepared: 10, count: 7, findings, findingCounts: { unknown: 1, similar: 1, duplicate: 2, changed: 1 } }
const leftOut = new Set([7, 3, 9])
const pathOf = (image: number) => (image === 8 ? undefined : `${image % 2 ? 'City' : 'beach'}/${image}.jpg`)
const images = (filter: ImageFilter, text = '') => shownImages(summary, { filter, text, leftOut }, pathOf)
const paths = (filter: ImageFilter, text = '') => shownFindings(findings, { filter, text, leftOut }).map(({ path }) => path)

test('a filter shows its images in their order', () => {
  expect(images('all')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(images('left-out')).toEqual([3, 7, 9])
  expect(images('duplicate')).toEqual([3, 5])
  expect(images('unknown')).toEqual([])
})

test('text is matched case-insensitively; an unknown path matches none', () => {
  expect(images('all', 'BEACH')).toEqual([0, 2, 4, 6])
  expect(images('left-out', 'city/7')).toEqual([7])
})

test('images of one class, within the other filters', () => {
  const inClass = { index: 1, ofImages: Int32Array.of(0, 1, 0, 1, 0, -1, 0, 1, 0, -1) }
  const ofClass = (filter: ImageFilter) => shownImages(summary, { filter, text: '', leftOut, inClass }, pathOf)
  expect([ofClass('all'), ofClass('left-out')]).toEqual([
    [1, 3, 7],
    [3, 7],
  ])
})

test('findings follow the same filter', () => {
  expect(paths('all')).toHaveLength(5)
  expect(paths('left-out')).toEqual(['beach/7.jpg', 'beach/3.jpg', 'beach/3.jpg'])
  expect(paths('duplicate', 'city')).toEqual(['City/5.jpg'])
})

test('the filters are the kinds that occur, in a fixed order', () => {
  expect(chipsOf(summary).map(({ value, count }) => [value, count])).toEqual([
    ['all', 10],
    ['left-out', 3],
    ['unknown', 1],
    ['duplicate', 2],
    ['similar', 1],
    ['changed', 1],
  ])
  expect(rejectedCount(summary)).toBe(1)
})

test('a range includes both ends, in either direction', () => {
  expect(rangeOf([2, 4, 6, 8], 1, 3)).toEqual([4, 6, 8])
  expect(rangeOf([2, 4, 6, 8], 3, 1)).toEqual([4, 6, 8])
  expect(rangeOf([2, 4, 6, 8], 2, 2)).toEqual([6])
})

test('of several findings of an image the first counts', () => {
  expect(findingsByImage(findings).get(3)?.kind).toBe('duplicate')
  expect([...findingsByImage(findings).keys()]).toEqual([7, 3, 5])
})

// The message on the sample wall before there are samples.
import { expect, test } from 'vitest'
import type { DatasetSummary } from '../../spec/image-set.ts'
import { describeWall } from './describe-wall.ts'

const summary = { label: 'moths', count: 120, findingCounts: {}, warnings: [] } as unknown as DatasetSummary
const warning = { title: 'Bars' } as DatasetSummary['warnings'][number]

test('before a run the wall says how many images are ready, with warnings and findings', () => {
  const { title, text, found } = describeWall('idle', null, summary)
  expect([title, found]).toEqual(['Press Train', null])
  expect(text).toContain('120 images of moths are ready')
  const describedWith = (changes: Partial<DatasetSummary>) => describeWall('idle', null, { ...summary, ...changes }).found?.sentence
  expect(describedWith({ findingCounts: { damaged: 4, similar: 10 }, warnings: [warning, warning] })).toBe(
    'Worth a look first: 2 warnings and 14 findings.',
  )
  expect(describedWith({ findingCounts: { damaged: 1 } })).toBe('Worth a look first: 1 finding.')
  expect(describeWall('idle', null, { ...summary, findingCounts: { damaged: 4 } }).found?.links).toEqual([
    { to: 'findings', label: 'Show them' },
  ])
  expect(describeWall('idle', null, { ...summary, findingCounts: { damaged: 4 }, warnings: [warning] }).found?.links).toEqual([
    { to: 'warnings', label: 'Show warnings' },
    { to: 'findings', label: 'Show findings' },
  ])
  expect(describeWall('running', null, { ...summary, warnings: [warning] }).found).toBeNull()
})

test('too few images are called too few', () => {
  const titleOf = (count: number) => describeWall('idle', null, { ...summary, count }).title
  expect([1, 3, 49, 50].map(titleOf)).toEqual(['1 image is too few', '3 images are very few', '49 images are very few', 'Press Train'])
  expect(describeWall('idle', null, { ...summary, count: 3 }).text).toContain('50 or more')
})

test('during an import the wall mentions the new images, not the open ones', () => {
  const wall = describeWall('idle', { kind: 'files', name: 'holiday', files: [] }, { ...summary, warnings: [warning] })
  expect([wall.title, wall.found]).toEqual(['holiday is being prepared', null])
  expect(wall.text).not.toContain('moths')
  expect(describeWall('idle', { kind: 'builtin', name: 'shapes' }, null).title).toBe('Shapes is being prepared')
  expect(describeWall('idle', null, null).title).toBe('No images yet')
})

test('while the classes of a run are found, the wall says how far that is', () => {
  const finding = { words: 'Grouping the images', share: 0.4, left: 12 }
  expect(describeWall('preparing', null, null, { finding })).toEqual({
    title: 'Finding the classes',
    text: 'Grouping the images, 40 %, about 0:12 left. Then training begins.',
    found: null,
  })
})

test('where the settings need labels that the images lack, the wall says that instead of how to begin', () => {
  expect(describeWall('idle', null, summary, { blocked: 'Label some.' })).toEqual({
    title: 'Labels are missing',
    text: 'Label some.',
    found: null,
  })
})

// The classes of a run in words.
import { expect, test, vi } from 'vitest'
import type { RunClasses } from '../../spec/classes.ts'
import { open } from '../app/test-support.ts'
import { describeAccuracy, describeFinding, describeNewClasses, describeOrigin, describeSizes, listClasses } from './describe-classes.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const classes = (changes: Partial<RunClasses> = {}): RunClasses => ({
  conditioning: 'clusters',
  names: ['group 1', 'group 2'],
  counts: [30, 12],
  step: 0,
  ofImages: new Int32Array(0),
  confidence: new Float32Array(0),
  accuracy: null,
  ...changes,
})

test('the search for classes has its words, its share and the time left once that is known', () => {
  expect(describeFinding({ words: 'Grouping the images', share: 0.4, left: null })).toBe('Grouping the images, 40 %')
  expect(describeFinding({ words: 'Grouping the images', share: 0.4, left: 72 })).toBe('Grouping the images, 40 %, about 1:12 left')
})

test('each kind of class says where it comes from', () => {
  expect(describeOrigin(classes())).toBe('2 groups of similar images, found before the first step.')
  expect(describeOrigin(classes({ step: 3000 }))).toBe('2 groups of similar images, last found at step 3,000.')
  expect(describeOrigin(classes({ conditioning: 'inferred' }))).toContain('has its likeliest kind')
  const all = (['single', 'random', 'clusters', 'inferred', 'co-trained', 'given'] as const).map((conditioning) =>
    describeOrigin(classes({ conditioning })),
  )
  expect(new Set(all).size).toBe(6)
  expect(describeOrigin(classes({ conditioning: 'co-trained', step: 1200 }))).toContain('as it learns, last at step 1,200.')
})

test('the accuracy of inferred labels is said only where labels were hidden', () => {
  expect(describeAccuracy(0.934)).toBe('Of the images whose label training did not see, 93 % are in the right class.')
  expect(describeAccuracy(null)).toBeNull()
})

test('the sizes of classes are summed up, and a long list is folded', () => {
  const sizes = (counts: readonly number[], conditioning: RunClasses['conditioning'] = 'given') => describeSizes({ conditioning, counts })
  expect([sizes([30, 12, 1]), sizes([7, 7]), sizes([1])]).toEqual(['From 1 to 30 images each.', '7 images each.', '1 image.'])
  expect([sizes([7, 7], 'co-trained'), sizes([7, 7], 'random')]).toEqual(['7 labelled images each.', '']) // by chance no image is of a class
  const many = {
    conditioning: 'given' as const,
    names: Array.from({ length: 100 }, (_, i) => `kind ${i}`),
    counts: Array<number>(100).fill(3),
  }
  expect(listClasses(many)).toMatchObject({ listed: [], folded: { length: 100 } })
  expect(listClasses({ ...many, conditioning: 'random' })).toEqual({ listed: [], folded: [] })
  expect(listClasses(classes()).listed).toEqual([
    { name: 'group 1', index: 0, count: 30 },
    { name: 'group 2', index: 1, count: 12 },
  ])
})

test('classes are announced when they are found and found anew, and forgotten with the run', () => {
  expect(describeNewClasses(null, classes())).toBe('The run has 2 classes.')
  expect(describeNewClasses(classes(), classes({ step: 100 }))).toBe('The classes were found anew.')
  expect([describeNewClasses(classes(), classes()), describeNewClasses(classes(), null)]).toEqual([null, null])
  expect(describeNewClasses(null, classes({ conditioning: 'single', names: ['all'], counts: [42] }))).toBeNull() // a single one says nothing
  const predicted = classes({ conditioning: 'co-trained', step: 100 })
  expect([describeNewClasses(null, predicted), describeNewClasses(classes(), predicted)]).toEqual(['The run has 2 classes.', null]) // they come again and again
  const page = open()
  page.ready()
  page.actions.train()
  const run = page.store.getState().run.number
  page.emit({ type: 'labelling', run, progress: { words: 'grouping', share: 0.5, left: null } })
  page.emit({ type: 'classes', run, classes: classes() })
  expect(page.store.getState()).toMatchObject({
    classes: { found: { counts: [30, 12] } },
    announcement: { sentence: 'The run has 2 classes.' },
  })
  page.emit({ type: 'state', run, state: 'paused' })
  page.actions.reset()
  expect(page.store.getState().classes).toEqual({ found: null, finding: null })
})

// Kept runs in words.
import { expect, test } from 'vitest'
import {
  describeBest,
  describeImages,
  describeOrigin,
  describeRoom,
  describeRunsChange,
  describeSteps,
  describeWall,
  largestRuns,
} from './describe-runs.ts'
import { initialRuns, type RunsSlice } from './runs-slice.ts'
import { summary } from './test-support.ts'

test('a run says where it came from', () => {
  const from = (kind: 'branch' | 'weights' | 'again') => describeOrigin({ kind, id: 'a', name: 'Cats', step: 12_400 })
  expect(from('branch')).toBe('Branch of “Cats” at step 12,400')
  expect(from('weights')).toBe('Started from the weights of “Cats” at step 12,400')
  expect(from('again')).toBe('Repeats “Cats”')
  expect(describeOrigin(null)).toBeNull()
})

test('a run says what images it learnt, how far it is and how good it was', () => {
  const { images, config } = summary('a')
  expect(describeImages(images)).toBe('Shapes, 3,686 images, 16 px, colour')
  expect(describeImages({ ...images, identity: null, channels: 1, preparation: { ...images.preparation, framing: 'smart' } })).toBe(
    'Shapes, 16 px, grey, smart framing',
  )
  expect(describeSteps({ step: 120, config })).toBe('120 of 300 steps')
  expect(describeSteps({ step: 300, config })).toBe('300 steps')
  expect(describeBest({ best: { file: 'f', step: 4000, kid: 23.14, network: 'MobileNetV2' } })).toBe('KID-MobileNetV2 23.1 at step 4,000')
})

test('where space is short the largest runs come first, with what deleting their snapshots frees', () => {
  const runs = [1, 5, 3, 4].map((bytes) => summary(`${bytes}`, { bytes: bytes * 1e6 }))
  expect(largestRuns(runs).map(({ id }) => id)).toEqual(['5', '4', '3'])
  expect(describeRoom({ name: 'Cats', bytes: 5e6, thinnable: 0 })).toBe('“Cats” takes 5 MB; deleting it frees that.')
  expect(describeRoom({ name: 'Cats', bytes: 5e6, thinnable: 3e6 })).toBe(
    '“Cats” takes 5 MB; its snapshots between the last and the best one are 3 MB of that.',
  )
})

test('deleting, undoing and problems are announced', () => {
  const withRuns = (ids: readonly string[], changes: Partial<RunsSlice> = {}): RunsSlice => ({
    ...initialRuns,
    listed: true,
    stored: { runs: ids.map((id) => summary(id)), damaged: [], storage: null, problem: null },
    ...changes,
  })
  const deleted = [{ id: 'b', name: 'b' }]
  expect(describeRunsChange(withRuns(['a', 'b'], { deleted }), withRuns(['a'], { deleted }))).toBe('“b” is deleted. Undo brings it back.')
  expect(describeRunsChange(withRuns(['a'], { deleted }), withRuns(['a', 'b'], { deleted }))).toBe('“b” is back.')
  expect(describeRunsChange(withRuns(['a']), withRuns(['a', 'c']))).toBeNull()
  expect(describeRunsChange(withRuns([]), withRuns([], { fileProblem: 'This zip is cut off.' }))).toBe('This zip is cut off.')
})

test('a wall of samples says which seeds it has, and that they are of each class or of one', () => {
  const inRow = [1, 2, 3, 4, 5, 6, 7, 8]
  const rows = { step: 1200, seeds: [...inRow, ...inRow], classes: [...inRow.map(() => 0), ...inRow.map(() => 1)] }
  expect(describeWall({ step: 1200, seeds: inRow })).toBe('step 1,200, seeds 1 to 8')
  expect(describeWall(rows)).toBe('step 1,200, seeds 1 to 8 by class')
  const one = { step: 5, seeds: Array.from({ length: 64 }, (_, i) => i + 1), classes: Array<number>(64).fill(2) }
  expect(describeWall(one)).toBe('step 5, seeds 1 to 64 of one class')
})

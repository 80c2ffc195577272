// The buttons of the feature analyses: their labels, why they are blocked, and what they ask first.
import { expect, test } from 'vitest'
import type { FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { viewOf } from '../app/action.ts'
import { initialState, type State } from '../app/store.ts'
import { analysisActions } from './actions.ts'

const { layOutMap, findClusters, measureProbe, leaveOutCluster } = analysisActions
const opened = { id: 1, summary: { count: 9 } } as unknown as State['data']['opened']
const withAnalyses = (changes: Partial<State['analyses']>): State => ({
  ...initialState,
  data: { ...initialState.data, opened },
  run: { ...initialState.run, device: { backend: 'webgpu' } as State['run']['device'] },
  analyses: { ...initialState.analyses, ...changes },
})
const going = (analysis: FeatureAnalysis) => ({ id: 1, analysis, share: 0, words: '', left: null })
const source = initialState.analyses.source

test('the first map is waited for; a later one can be requested again while it is made', () => {
  const underWay = going({ kind: 'map', source, samples: 0 })
  const results = { map: {} } as State['analyses']['results']
  expect(viewOf(layOutMap, withAnalyses({}), 0)).toMatchObject({ label: 'Lay out the map', blocked: null })
  expect(viewOf(layOutMap, withAnalyses({ underWay }), 0).blocked).toBe('It is being made.')
  expect(viewOf(layOutMap, withAnalyses({ underWay, results }), 0)).toMatchObject({ label: 'Lay out again', blocked: null })
})

test('clusters with names are replaced only after confirmation', () => {
  expect(findClusters.question?.(initialState, { k: null, named: 0 })).toBeNull()
  expect(findClusters.question?.(initialState, { k: 3, named: 2 })?.text).toContain('2 names that you gave are lost')
})

test('a linear probe needs labels, and is measured once at a time', () => {
  const analysis = { kind: 'probe', labelled: null } as const
  const blocked = (state: State, missing: string | null) => viewOf(measureProbe, state, { analysis, missing }).blocked
  expect(blocked(withAnalyses({}), null)).toBeNull()
  expect(blocked(withAnalyses({}), 'Name two classes.')).toBe('Name two classes.')
  expect(blocked(withAnalyses({ underWay: going(analysis) }), null)).toBe('It is being measured.')
  expect(blocked(withAnalyses({ underWay: going({ kind: 'rotations' }) }), null)).toContain('wait for it or cancel it first')
})

test('leaving a cluster out can be undone for the images that it left out', () => {
  const taken: [readonly number[], boolean][] = []
  const noted: (readonly number[] | null)[] = []
  const actions = { takeImages: (images: readonly number[], include: boolean) => void taken.push([images, include]) }
  const cluster = { name: 'cats', images: [1, 2, 3], noteLeftOut: (images: readonly number[] | null) => void noted.push(images) }
  const leave = { ...cluster, taken: [1, 2], undo: undefined }
  const undo = { ...cluster, taken: [], undo: [1, 2] }
  expect([viewOf(leaveOutCluster, initialState, leave).label, viewOf(leaveOutCluster, initialState, undo).label]).toEqual([
    'Leave out of training',
    'Undo',
  ])
  leaveOutCluster.run(actions as never, leave)
  leaveOutCluster.run(actions as never, undo)
  expect([taken, noted]).toEqual([
    [
      [[1, 2], false],
      [[1, 2], true],
    ],
    [[1, 2], null],
  ])
})

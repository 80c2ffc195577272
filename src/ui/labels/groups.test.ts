// Clusters that a person splits and merges before naming them.
import { expect, test } from 'vitest'
import type { Clusters } from '../../spec/feature-analyses.ts'
import { groupsOf, mergeGroups, splitGroup } from './groups.ts'

const clusters: Clusters = {
  kind: 'clusters',
  images: [10, 11, 12, 13, 14],
  assignment: [0, 1, 0, 0, 1],
  k: 2,
  typical: [[12, 10, 13], [11, 14]], // biome-ignore format: one line says it
  silhouettes: [],
}
const groups = groupsOf(clusters)
const members = ({ list }: typeof groups) => list.map(({ images }) => images)

test('groups begin as the clusters', () => {
  expect(members(groups)).toEqual([[10, 12, 13], [11, 14]]) // biome-ignore format: one line says it
})

test('the parts of a split group take its place, and the other groups keep theirs', () => {
  const parts = { images: [10, 12, 13], assignment: [1, 0, 0], k: 2, typical: [[13, 12], [10]] }
  const split = splitGroup(groups, 0, parts)
  expect(members(split)).toEqual([[12, 13], [10], [11, 14]])
  expect(split.list[0]?.typical).toEqual([13, 12])
  expect(new Set(split.list.map(({ id }) => id)).size).toBe(3)
})

test('parts of a group that is gone meanwhile change nothing', () => {
  const parts = { images: [10], assignment: [0], k: 1, typical: [[10]] }
  expect(splitGroup(groups, 7, parts)).toBe(groups)
})

test('two groups are merged into one, with typical images of both in turn', () => {
  const merged = mergeGroups(groups, 0, 1)
  expect(members(merged)).toEqual([[10, 11, 12, 13, 14]])
  expect(merged.list[0]?.typical).toEqual([11, 12, 14, 10, 13])
  expect(mergeGroups(groups, 1, 1)).toBe(groups)
})

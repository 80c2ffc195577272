// Edits of a path: which keys there are in which order, and which picture is shown afterwards.
import { expect, test } from 'vitest'
import { PATH_LIMITS, pathSeconds } from '../../../spec/paths.ts'
import { initialStudio, type PathState } from '../state/studio-state.ts'
import { addKeys, changeKey, duplicateKey, moveKey, removeKey, withClosed, withTotal } from './path-edits.ts'

const EMPTY = initialStudio.path
const path = (...seeds: number[]) =>
  addKeys(
    EMPTY,
    seeds.map((seed) => ({ seed })),
  )
const seeds = ({ keys }: PathState) => keys.map(({ point }) => point.seed)
const idOf = ({ keys }: PathState, place: number) => keys[place]?.id as number

test('keys are added at the end, shown at once, and never more than there may be', () => {
  const three = addKeys(path(5), [{ seed: 8 }, { seed: 2 }])
  expect([seeds(three), three.at]).toEqual([[5, 8, 2], 1])
  const many = Array.from({ length: 70 }, (_, seed) => ({ seed }))
  const full = addKeys(three, many)
  expect([full.keys.length, full.keys.at(-1)?.point.seed]).toEqual([PATH_LIMITS.keys.max, 60])
  expect(addKeys(full, many)).toBe(full)
  expect(duplicateKey(full, idOf(full, 0))).toBe(full)
})

test('every key can be told from the others, also after some were removed and doubled', () => {
  const edited = duplicateKey(removeKey(path(1, 2, 3), 2), 1)
  const more = addKeys(edited, [{ seed: 4 }])
  expect(new Set(more.keys.map(({ id }) => id)).size).toBe(4)
})

test('a key is doubled behind itself, with its seconds, and the copy is shown', () => {
  const twice = duplicateKey(changeKey(path(1, 2, 3), 2, { seconds: 7, easing: 'slow at keys' }), 2)
  expect([seeds(twice), twice.at]).toEqual([[1, 2, 2, 3], 2])
  expect(twice.keys[2]).toMatchObject({ seconds: 7, easing: 'slow at keys' })
})

test('a key is moved earlier and later, but not past the ends; the picture shown stays where it is this key', () => {
  const four = { ...path(1, 2, 3, 4), at: 2 }
  const third = idOf(four, 2)
  expect(seeds(moveKey(four, third, 0))).toEqual([3, 1, 2, 4])
  expect(moveKey(four, third, 0).at).toBe(0)
  expect(seeds(moveKey(four, third, 3))).toEqual([1, 2, 4, 3])
  expect(seeds(moveKey(four, third, 99))).toEqual([1, 2, 4, 3])
  expect(seeds(moveKey(four, idOf(four, 0), -1))).toEqual([1, 2, 3, 4])
  expect(moveKey({ ...four, at: 1.5 }, third, 0).at).toBe(1.5)
})

test('where the place was behind the last key it goes to it; on the way back of a closed path it stays', () => {
  const three = { ...path(1, 2, 3), at: 2.5 }
  expect(withClosed(three, true).at).toBe(2.5)
  expect(withClosed(three, false).at).toBe(2)
  expect(removeKey(three, 1).at).toBe(1)
  expect(removeKey({ ...path(1, 2), at: 1.5 }, 1).at).toBe(0)
  expect(removeKey({ ...path(1), at: 0 }, 1)).toMatchObject({ keys: [], at: 0 })
})

test('all seconds are stretched to the total that is wanted; those of one key are its own', () => {
  const three = changeKey(path(1, 2, 3), 2, { seconds: 4 })
  expect(pathSeconds(three)).toBe(8)
  expect(withTotal(three, 4).keys.map(({ seconds }) => seconds)).toEqual([1, 2, 1])
  const open = withClosed(three, false)
  expect(pathSeconds(withTotal(open, 12))).toBe(12)
  expect(withTotal(path(1), 4)).toEqual(path(1))
})

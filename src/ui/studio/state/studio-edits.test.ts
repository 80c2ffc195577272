// What a person does in the studio.
import { expect, test } from 'vitest'
import { chooseTool, nameStar, removeStar, setCorner, shuffle, swapCorners, toggleLock, toggleStar } from './studio-edits.ts'
import { initialStudio, type StudioState, shownBlend } from './studio-state.ts'

const after = (change: Partial<StudioState>, state = initialStudio): StudioState => ({ ...state, ...change })

test('shuffling leaves locked corners, and the class of the others', () => {
  const locked = after(toggleLock(initialStudio, 1))
  const classed = after(setCorner(locked, 2, { seed: 3, class: 4 }), locked)
  const drawn = after(
    shuffle(classed, ({ class: index }) => ({ seed: 99, ...(index !== undefined && { class: index }) })),
    classed,
  )
  expect(drawn.pad.corners).toEqual([{ seed: 99 }, { seed: 2 }, { seed: 99, class: 4 }, { seed: 99 }])
})

test('corners are swapped with their locks', () => {
  const { pad } = after(swapCorners(after(toggleLock(initialStudio, 0)), 0, 3))
  expect(pad.corners.map(({ seed }) => seed)).toEqual([4, 2, 3, 1])
  expect(pad.locked).toEqual([false, false, false, true])
})

test('a star is named and removed, and starring its picture again takes it away', () => {
  const one = after(toggleStar(initialStudio, { seed: 1 }))
  const two = after(toggleStar(one, { seed: 2 }), one)
  expect(two.stars).toEqual([
    { point: { seed: 1 }, name: null },
    { point: { seed: 2 }, name: null },
  ])
  expect(after(toggleStar(two, { seed: 1 }), two).stars).toEqual([{ point: { seed: 2 }, name: null }])
  const named = after(nameStar(one, 0, '  a face '), one)
  expect(named.stars).toEqual([{ point: { seed: 1 }, name: 'a face' }])
  expect(after(nameStar(named, 0, ' '), named).stars[0]?.name).toBeNull()
  expect(after(removeStar(named, 0), named).stars).toEqual([])
})

test('the time machine goes on with the picture of the tool that it is opened from', () => {
  const loop = after(chooseTool(initialStudio, 'loop'))
  const time = after(chooseTool(loop, 'time'), loop)
  expect(time.tool).toBe('time')
  expect(shownBlend(time)).toEqual(shownBlend(loop))
  expect(after(chooseTool(time, 'time'), time)).toEqual(time)
})

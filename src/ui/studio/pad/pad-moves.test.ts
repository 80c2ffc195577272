// Where pointers and keys move the position on the pad.
import { expect, test } from 'vitest'
import { clampToPad, describePosition, moveByKey, positionAt } from './pad-moves.ts'

const BOX = { left: 100, top: 50, width: 200, height: 400 }

test('a pointer is at its share of the square, and at its edge outside of it', () => {
  expect(positionAt(BOX, 150, 250)).toEqual({ x: 0.25, y: 0.5 })
  expect(positionAt(BOX, -10, 900)).toEqual({ x: 0, y: 1 })
})

test('arrows move a hundredth, with Shift and by page keys ten, and no key leaves the pad', () => {
  const middle = { x: 0.5, y: 0.5 }
  const press = (key: string, shiftKey = false) => moveByKey(middle, { key, shiftKey })
  expect(press('ArrowRight')).toEqual({ x: 0.51, y: 0.5, axis: 'x' })
  expect(press('ArrowUp')).toEqual({ x: 0.5, y: 0.49, axis: 'y' })
  expect(press('ArrowLeft', true)).toEqual({ x: 0.4, y: 0.5, axis: 'x' })
  expect(press('PageDown')).toEqual({ x: 0.5, y: 0.6, axis: 'y' })
  expect(press('Home')).toEqual({ x: 0, y: 0.5, axis: 'x' })
  expect(press('End')).toEqual({ x: 1, y: 0.5, axis: 'x' })
  expect(press('Tab')).toBeNull()
  expect(moveByKey({ x: 1, y: 0.05 }, { key: 'PageUp', shiftKey: false })).toEqual({ x: 1, y: 0, axis: 'y' })
  expect(moveByKey({ x: 0.995, y: 0 }, { key: 'ArrowRight', shiftKey: false })).toEqual({ x: 1, y: 0, axis: 'x' })
})

test('a hundred presses lead from one edge exactly to the other', () => {
  let at = { x: 0, y: 0 }
  for (let i = 0; i < 100; i++) at = moveByKey(at, { key: 'ArrowRight', shiftKey: false }) ?? at
  expect(at.x).toBe(1)
  expect(clampToPad(0.1 + 0.2)).toBe(0.3)
})

test('the position is said in shares of the way, with the nearest picture', () => {
  const corners = [{ seed: 1 }, { seed: 2 }, { seed: 3 }, { seed: 1042, loop: { radius: 1, at: 0 } }] as const
  expect(describePosition({ x: 0.6, y: 0.2, corners })).toBe('60 % towards B, 20 % towards C; nearest to B, seed 2')
  expect(describePosition({ x: 0.6, y: 0.8, corners })).toContain('nearest to D, seed 1042, edited')
})

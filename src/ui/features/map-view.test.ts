// Geometry of the map: zooming, panning, hit testing and arrow keys.
import { expect, test } from 'vitest'
import {
  extent,
  inSight,
  LARGEST_SIDE,
  nextPoint,
  panBy,
  pointUnder,
  toScreen,
  WHOLE,
  withPointInSight,
  zoomAt,
  zoomPlace,
} from './map-view.ts'

const size = { width: 372, height: 272 } // 300 by 200 pixels for the map
const corners = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1, 0.5, 0.5)
const RIGHT = { x: 1, y: 0 }
const UP = { x: 0, y: -1 }

test('the whole map fills the canvas, stretched at most to a ratio of two', () => {
  expect(toScreen(WHOLE, size, { x: 0, y: 0 })).toEqual({ x: 36, y: 36 })
  expect(toScreen(WHOLE, size, { x: 1, y: 1 })).toEqual({ x: 336, y: 236 })
  expect(extent({ width: 1072, height: 272 }, 1)).toEqual({ width: 400, height: 200 })
  expect(extent({ width: 272, height: 1072 }, 3)).toEqual({ width: 600, height: 1200 })
})

test('no thumbnail at the edge of the whole map is cut off', () => {
  expect(toScreen(WHOLE, size, { x: 0, y: 0 }).x).toBeGreaterThan(LARGEST_SIDE / 2)
})

test('zooming keeps the point under the pointer in place, within limits', () => {
  const at = { x: 111, y: 86 } // 0.25, 0.25
  const near = zoomAt(WHOLE, size, 3, at)
  const place = toScreen(near, size, { x: 0.25, y: 0.25 })
  expect(near.zoom).toBe(3)
  expect(place.x).toBeCloseTo(at.x, 9)
  expect(place.y).toBeCloseTo(at.y, 9)
  expect(zoomAt(WHOLE, size, 0.5, at)).toEqual(WHOLE)
  expect(zoomAt(WHOLE, size, 1e9, at).zoom).toBe(64)
})

test('panning follows the pointer and never leaves the map', () => {
  const near = { zoom: 2, x: 0.5, y: 0.5 }
  const moved = panBy(near, size, 50, -25)
  const before = toScreen(near, size, { x: 0.5, y: 0.5 })
  expect(toScreen(moved, size, { x: 0.5, y: 0.5 })).toEqual({ x: before.x + 50, y: before.y - 25 })
  expect(panBy(near, size, 1e6, -1e6)).toEqual({ zoom: 2, x: 0, y: 1 })
})

test('hit testing finds the nearest point, or none', () => {
  expect(pointUnder(corners, WHOLE, size, { x: 332, y: 40 }, 8)).toBe(1)
  expect(pointUnder(corners, WHOLE, size, { x: 332, y: 50 }, 8)).toBeNull()
  const close = Float32Array.of(0.5, 0.5, 0.52, 0.5)
  expect(pointUnder(close, WHOLE, size, { x: 190, y: 136 }, 8)).toBe(1)
})

test('buttons zoom at the current point, else at the one nearest to the middle, if visible', () => {
  expect(zoomPlace(corners, WHOLE, size, 1)).toEqual({ x: 336, y: 36 })
  expect(zoomPlace(corners, WHOLE, size, null)).toEqual({ x: 186, y: 136 })
  const corner = { zoom: 8, x: 0.05, y: 0.05 } // only the first point is in sight
  expect(zoomPlace(corners, corner, size, 3)).toEqual(toScreen(corner, size, { x: 0, y: 0 }))
  expect(zoomPlace(corners, { zoom: 64, x: 0.25, y: 0.25 }, size, 3)).toEqual({ x: 186, y: 136 })
})

test('invisible points are not drawn, those at the edge are', () => {
  expect(inSight(corners, WHOLE, size, 0)).toEqual([0, 1, 2, 3, 4])
  const near = { zoom: 4, x: 0.5, y: 0.5 }
  expect(inSight(corners, near, size, 0)).toEqual([4])
  expect(inSight(corners, near, size, 600)).toEqual([0, 1, 2, 3, 4])
})

test('arrow keys go to the nearest point in a direction, and stop at the edge', () => {
  expect(nextPoint(corners, 0, RIGHT)).toBe(1)
  expect(nextPoint(corners, 4, RIGHT)).toBe(1)
  expect(nextPoint(corners, 3, UP)).toBe(1)
  expect(nextPoint(corners, 1, RIGHT)).toBeNull()
  const row = Float32Array.of(0, 0.5, 0.3, 0.5, 0.2, 0.35)
  expect(nextPoint(row, 0, RIGHT)).toBe(1) // straight ahead before nearer and aside
})

test('panning shows an invisible point, and does nothing for a visible one', () => {
  const near = { zoom: 8, x: 0.1, y: 0.1 }
  const far = { x: 0.9, y: 0.1 }
  const moved = withPointInSight(near, size, far)
  expect(toScreen(moved, size, far).x).toBeCloseTo(size.width - 64, 6)
  expect(withPointInSight(near, size, { x: 0.1, y: 0.1 })).toBe(near)
})

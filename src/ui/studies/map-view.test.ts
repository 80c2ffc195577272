import { expect, test } from 'vitest'
import {
  inSight,
  MOST_THUMBNAILS,
  nextPoint,
  panBy,
  pointMeant,
  pointUnder,
  thumbnailSide,
  toScreen,
  WHOLE,
  withPointInSight,
  zoomAt,
  zoomPlace,
} from './map-view.ts'

const size = { width: 472, height: 272 } // 200 pixels for the map
const corners = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1, 0.5, 0.5)
const RIGHT = { x: 1, y: 0 }
const UP = { x: 0, y: -1 }

test('the whole map fits, in the middle and undistorted', () => {
  expect(toScreen(WHOLE, size, { x: 0, y: 0 })).toEqual({ x: 136, y: 36 })
  expect(toScreen(WHOLE, size, { x: 1, y: 1 })).toEqual({ x: 336, y: 236 })
})

test('no thumbnail at the rim of the whole map is cut off', () => {
  const side = thumbnailSide(corners.length / 2, corners.length / 2, WHOLE, size) ?? 0
  expect(side).toBe(64)
  expect(toScreen(WHOLE, size, { x: 0, y: 0 }).y).toBeGreaterThan(side / 2)
})

test('zooming keeps what is under the pointer there, and has an end on both sides', () => {
  const at = { x: 186, y: 86 } // 0.25, 0.25
  const near = zoomAt(WHOLE, size, 3, at)
  const place = toScreen(near, size, { x: 0.25, y: 0.25 })
  expect(near.zoom).toBe(3)
  expect(place.x).toBeCloseTo(at.x, 9)
  expect(place.y).toBeCloseTo(at.y, 9)
  expect(zoomAt(WHOLE, size, 0.5, at)).toEqual(WHOLE)
  expect(zoomAt(WHOLE, size, 1e9, at).zoom).toBe(64)
})

test('the map follows the hand and never leaves the screen', () => {
  const near = { zoom: 2, x: 0.5, y: 0.5 }
  const moved = panBy(near, size, 50, -25)
  const before = toScreen(near, size, { x: 0.5, y: 0.5 })
  expect(toScreen(moved, size, { x: 0.5, y: 0.5 })).toEqual({ x: before.x + 50, y: before.y - 25 })
  expect(panBy(near, size, 1e6, -1e6)).toEqual({ zoom: 2, x: 0, y: 1 })
})

test('the nearest point under the pointer is found, and none where none is near', () => {
  expect(pointUnder(corners, WHOLE, size, { x: 332, y: 40 }, 8)).toBe(1)
  expect(pointUnder(corners, WHOLE, size, { x: 332, y: 50 }, 8)).toBeNull()
  const close = Float32Array.of(0.5, 0.5, 0.52, 0.5)
  expect(pointUnder(close, WHOLE, size, { x: 239, y: 136 }, 8)).toBe(1)
})

test('a dot is meant from nearby, a thumbnail by its corners too', () => {
  const many = new Float32Array(10_000).fill(0.5)
  expect(pointMeant(many, WHOLE, size, { x: 236, y: 145 })).not.toBeNull()
  expect(pointMeant(many, WHOLE, size, { x: 236, y: 147 })).toBeNull()
  expect(pointMeant(corners, WHOLE, size, { x: 236 + 30, y: 136 + 30 })).toBe(4)
})

test('buttons zoom at the point that is looked at, else at the nearest to the middle, as far as they are in sight', () => {
  expect(zoomPlace(corners, WHOLE, size, 1)).toEqual({ x: 336, y: 36 })
  expect(zoomPlace(corners, WHOLE, size, null)).toEqual({ x: 236, y: 136 })
  const corner = { zoom: 8, x: 0.05, y: 0.05 } // only the first point is in sight
  expect(zoomPlace(corners, corner, size, 3)).toEqual(toScreen(corner, size, { x: 0, y: 0 }))
  expect(zoomPlace(corners, { zoom: 64, x: 0.25, y: 0.25 }, size, 3)).toEqual({ x: 236, y: 136 })
})

test('points out of sight are not drawn, those at the edge are', () => {
  expect(inSight(corners, WHOLE, size, 0)).toEqual([0, 1, 2, 3, 4])
  const near = { zoom: 4, x: 0.5, y: 0.5 }
  expect(inSight(corners, near, size, 0)).toEqual([4])
  expect(inSight(corners, near, size, 400)).toEqual([0, 1, 2, 3, 4])
})

test('thumbnails are drawn where there is room for them, else dots', () => {
  expect(thumbnailSide(5000, 5000, WHOLE, size)).toBeNull()
  expect(thumbnailSide(100, 100, WHOLE, size)).toBeCloseTo(18, 9)
  expect(thumbnailSide(5000, 100, { ...WHOLE, zoom: 8 }, size)).toBeCloseTo(0.9 * (1600 / Math.sqrt(5000)), 9)
  expect(thumbnailSide(5000, 200, { ...WHOLE, zoom: 32 }, size)).toBeCloseTo(0.9 * Math.sqrt((472 * 272) / 200), 9)
  expect(thumbnailSide(5000, MOST_THUMBNAILS + 1, { ...WHOLE, zoom: 8 }, size)).toBeNull()
  expect(thumbnailSide(4, 4, { ...WHOLE, zoom: 9 }, size)).toBe(64)
})

test('arrow keys walk from point to point, to the nearest that way, and stop at the rim', () => {
  expect(nextPoint(corners, 0, RIGHT)).toBe(1)
  expect(nextPoint(corners, 4, RIGHT)).toBe(1)
  expect(nextPoint(corners, 3, UP)).toBe(1)
  expect(nextPoint(corners, 1, RIGHT)).toBeNull()
  const row = Float32Array.of(0, 0.5, 0.3, 0.5, 0.2, 0.35)
  expect(nextPoint(row, 0, RIGHT)).toBe(1) // straight ahead before nearer and aside
})

test('a point out of sight is brought in, one in sight moves nothing', () => {
  const near = { zoom: 8, x: 0.1, y: 0.1 }
  const far = { x: 0.9, y: 0.1 }
  const moved = withPointInSight(near, size, far)
  expect(toScreen(moved, size, far).x).toBeCloseTo(size.width - 64, 6)
  expect(withPointInSight(near, size, { x: 0.1, y: 0.1 })).toBe(near)
})

// Which points of a map are drawn as thumbnails.
import { expect, test } from 'vitest'
import { type Positions, pointAt, toScreen, WHOLE } from './map-view.ts'
import { makePlacement, pointHit } from './thumbnail-places.ts'

const size = { width: 872, height: 472 } // 800 by 400 pixels for the map

/** Points in a few tight clusters, as UMAP gives them. */
const heaps = Float32Array.from({ length: 4000 }, (_, i) => {
  const [heap, within] = [(i >> 1) % 7, (i >> 1) / 7]
  return 0.05 + 0.13 * heap + 0.03 * Math.sin((i % 2 === 0 ? 1.3 : 2.1) * within)
})

const placesOf = (positions: Positions, zoom = 1) => makePlacement(positions)({ ...WHOLE, zoom }, size)

function overlaps(positions: Positions, zoom = 1): number {
  const { side, shown } = placesOf(positions, zoom)
  const at = [...shown].map((point) => toScreen({ ...WHOLE, zoom }, size, pointAt(positions, point)))
  return at.flatMap((a, i) => at.slice(i + 1).filter((b) => Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < side)).length
}

test('no thumbnail overlaps another in dense clusters, and zooming in shows more', () => {
  expect(overlaps(heaps)).toBe(0)
  expect(overlaps(heaps, 8)).toBe(0)
  expect(placesOf(heaps).shown.size).toBeGreaterThan(7)
  expect(placesOf(heaps, 8).shown.size).toBeGreaterThan(4 * placesOf(heaps).shown.size)
})

test('evenly spread points all get a thumbnail, none too small', () => {
  const even = Float32Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? ((i >> 1) % 20) / 19 : Math.floor(i / 40) / 9))
  expect(placesOf(even).shown.size).toBe(200)
  expect(placesOf(even).side).toBeCloseTo(36, 0)
  expect(placesOf(heaps).side).toBe(32)
})

test('early and late points are chosen alike, since samples come after all images', () => {
  const half = heaps.length / 4
  const late = [...placesOf(heaps, 4).shown].filter((point) => point >= half).length
  expect(late / placesOf(heaps, 4).shown.size).toBeGreaterThan(0.35)
  expect(late / placesOf(heaps, 4).shown.size).toBeLessThan(0.65)
})

test('another canvas size recomputes the places', () => {
  const place = makePlacement(heaps)
  const wide = place(WHOLE, size)
  expect(place(WHOLE, { width: 2 * size.width, height: 2 * size.height }).shown.size).toBeGreaterThan(wide.shown.size)
  expect(place(WHOLE, { ...size })).toEqual(wide)
})

test('panning keeps the places', () => {
  const place = makePlacement(heaps)
  expect(place({ zoom: 2, x: 0.3, y: 0.9 }, size)).toBe(place({ zoom: 2, x: 0.5, y: 0.5 }, size))
})

test('hit testing prefers a thumbnail up to its corners, then a dot nearby', () => {
  const pair = Float32Array.of(0.5, 0.5, 0.52, 0.5, 0, 0)
  const places = placesOf(pair)
  const [first = -1] = [0, 1].filter((point) => places.shown.has(point))
  const { x, y } = toScreen(WHOLE, size, pointAt(pair, first))
  expect(pointHit(pair, WHOLE, size, places, { x: x + 31, y: y + 31 })).toBe(first)
  expect(pointHit(pair, WHOLE, size, places, toScreen(WHOLE, size, pointAt(pair, 1 - first)))).toBe(first)
  expect(pointHit(pair, WHOLE, size, places, { x: x + 60, y: y + 60 })).toBeNull()
  const none = { side: 32, shown: new Set<number>() }
  expect(pointHit(pair, WHOLE, size, none, { x, y: y + 9 })).toBe(first)
  expect(pointHit(pair, WHOLE, size, none, { x, y: y + 12 })).toBeNull()
})

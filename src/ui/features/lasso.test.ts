// Which images of the map a lasso encloses.
import { expect, test } from 'vitest'
import { pointsWithin } from './lasso.ts'
import { toScreen, WHOLE, zoomAt } from './map-view.ts'

const size = { width: 400, height: 400 }
const positions = Float32Array.of(0.1, 0.1, 0.5, 0.5, 0.9, 0.9, 0.5, 0.1)
const at = (x: number, y: number, view = WHOLE) => toScreen(view, size, { x, y })

test('a lasso encloses the images inside it, however it is drawn, and no samples', () => {
  const square = [at(0.3, 0.3), at(0.7, 0.3), at(0.7, 0.7), at(0.3, 0.7)]
  expect(pointsWithin(positions, 4, WHOLE, size, square)).toEqual([1])
  expect(pointsWithin(positions, 4, WHOLE, size, [...square].reverse())).toEqual([1])
  expect(pointsWithin(positions, 1, WHOLE, size, square)).toEqual([])
})

test('a lasso may be hollow: a bend around an image does not enclose it', () => {
  const bend = [at(0, 0), at(1, 0), at(1, 1), at(0.8, 1), at(0.8, 0.2), at(0, 0.2)]
  expect(pointsWithin(positions, 4, WHOLE, size, bend)).toEqual([0, 2, 3])
})

test('a lasso on a part of the map that is shown larger encloses what is seen inside it', () => {
  const near = zoomAt(WHOLE, size, 4, at(0, 0)) // where image 0 is now, 1 would be on the whole map
  const around = [at(0.05, 0.05, near), at(0.15, 0.05, near), at(0.15, 0.15, near), at(0.05, 0.15, near)]
  expect(pointsWithin(positions, 4, near, size, around)).toEqual([0])
})

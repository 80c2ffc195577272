// The quick rotation classifier on sets whose answer is known.
import { expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { createYieldIfDue } from '../concurrency.ts'
import { drawShape, type ShapeName } from '../shapes.ts'
import { type Planes, rotationAccuracy, SIDE } from './rotations.ts'

const yieldIfDue = createYieldIfDue(undefined)
const COUNT = 200
const plane = () => new Float32Array(SIDE * SIDE)

/** A small shape somewhere in each image, alternately brighter or darker than the background. */
function scattered(name: ShapeName): (i: number) => Planes {
  return (i) => {
    const random = new RandomStream(7, 'dataset', i)
    const at = () => 0.5 * (2 * random.uniform() - 1)
    const shares = drawShape(name, { x: at(), y: at(), scale: 0.45 }, SIDE)
    const light = plane().map((_, pixel) => 100 + 120 * ((shares[2 * pixel] as number) + (shares[2 * pixel + 1] as number)))
    return [light, plane(), plane()]
  }
}

test('the rotation of a shape is predicted at any position', async () => {
  for (const name of ['arrow', 'L'] as const) expect(await rotationAccuracy(COUNT, scattered(name), yieldIfDue), name).toBeGreaterThan(0.7)
})

test('the rotation is predicted from colour alone, and from brightness alone', async () => {
  const fading = (i: number) => plane().map((_, pixel) => 60 + 8 * Math.floor(pixel / SIDE) + (i % 7))
  const noisy = (i: number) => new RandomStream(8, 'dataset', i).normals(SIDE * SIDE).map((value) => 100 + 20 * value)
  expect(await rotationAccuracy(COUNT, (i) => [noisy(i), plane(), fading(i)], yieldIfDue)).toBeGreaterThan(0.8)
  expect(await rotationAccuracy(COUNT, (i) => [fading(i), plane(), plane()], yieldIfDue)).toBeGreaterThan(0.95)
})

test('on noise the accuracy is that of chance', async () => {
  const noise = (i: number): Planes => {
    const random = new RandomStream(8, 'dataset', i)
    const one = () => random.normals(SIDE * SIDE).map((value) => 100 + 20 * value)
    return [one(), one(), one()]
  }
  const margin = 3 * Math.sqrt(0.1875 / COUNT) // three standard errors
  expect(Math.abs((await rotationAccuracy(COUNT, noise, yieldIfDue)) - 0.25)).toBeLessThan(margin)
})

test('pictures that are the same in every rotation count as a quarter each, exactly', async () => {
  const ring = (i: number) => plane().map((_, at) => 10 * i + 3 * Math.hypot((at % SIDE) - 7.5, Math.floor(at / SIDE) - 7.5))
  expect(await rotationAccuracy(20, (i) => [ring(i % 9), plane(), plane()], yieldIfDue)).toBe(0.25)
})

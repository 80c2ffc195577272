import { expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { createYieldIfDue } from '../concurrency.ts'
import { drawShape, type ShapeName } from '../shapes.ts'
import { type Planes, SIDE, turnAccuracy } from './rotations.ts'

const breathe = createYieldIfDue(undefined)
const COUNT = 200
const plane = () => new Float32Array(SIDE * SIDE)

/** A small shape somewhere in each image, brighter or darker than the ground by turns. */
function scattered(name: ShapeName): (i: number) => Planes {
  return (i) => {
    const random = new RandomStream(7, 'dataset', i)
    const at = () => 0.5 * (2 * random.uniform() - 1)
    const shares = drawShape(name, { x: at(), y: at(), scale: 0.45 }, SIDE)
    const light = plane().map((_, pixel) => 100 + 120 * ((shares[2 * pixel] as number) + (shares[2 * pixel + 1] as number)))
    return [light, plane(), plane()]
  }
}

test('a shape is told upright wherever it lies', async () => {
  for (const name of ['arrow', 'L'] as const) expect(await turnAccuracy(COUNT, scattered(name), breathe), name).toBeGreaterThan(0.7)
})

test('colour alone tells the turn, and so does brightness alone', async () => {
  const fading = (i: number) => plane().map((_, pixel) => 60 + 8 * Math.floor(pixel / SIDE) + (i % 7))
  const noisy = (i: number) => new RandomStream(8, 'dataset', i).normals(SIDE * SIDE).map((value) => 100 + 20 * value)
  expect(await turnAccuracy(COUNT, (i) => [noisy(i), plane(), fading(i)], breathe)).toBeGreaterThan(0.8)
  expect(await turnAccuracy(COUNT, (i) => [fading(i), plane(), plane()], breathe)).toBeGreaterThan(0.95)
})

test('noise is told by chance', async () => {
  const noise = (i: number): Planes => {
    const random = new RandomStream(8, 'dataset', i)
    const one = () => random.normals(SIDE * SIDE).map((value) => 100 + 20 * value)
    return [one(), one(), one()]
  }
  const margin = 3 * Math.sqrt(0.1875 / COUNT) // three standard errors
  expect(Math.abs((await turnAccuracy(COUNT, noise, breathe)) - 0.25)).toBeLessThan(margin)
})

test('pictures that are the same in every turn count as guesses, to the last one', async () => {
  const ring = (i: number) => plane().map((_, at) => 10 * i + 3 * Math.hypot((at % SIDE) - 7.5, Math.floor(at / SIDE) - 7.5))
  expect(await turnAccuracy(20, (i) => [ring(i % 9), plane(), plane()], breathe)).toBe(0.25)
})

// Confusion matrices small enough to count by hand.
import { expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import { countRotations } from './rotation-confusion.ts'

/** The four rotations of an image, each predicted as the one given with that probability; the rest is shared evenly. */
function predictions(...views: [turn: number, confidence: number][]): number[] {
  return views.flatMap(([turn, confidence]) => [0, 1, 2, 3].map((other) => (other === turn ? confidence : (1 - confidence) / 3)))
}

const RIGHT = predictions([0, 0.9], [1, 0.9], [2, 0.9], [3, 0.9])
const probabilities = Float32Array.from([
  ...RIGHT,
  ...predictions([0, 0.9], [3, 0.7], [2, 0.9], [1, 0.85]), // takes 1 and 3 for one another
  ...predictions([2, 0.97], [1, 0.9], [0, 0.6], [3, 0.9]), // upside down
])

test('rows are true rotations, columns predicted ones', () => {
  const { matrix, accuracy, images } = countRotations(probabilities, [5, 8, 2], 10)
  expect(matrix).toEqual([
    [2, 0, 1, 0],
    [0, 2, 0, 1],
    [1, 0, 2, 0],
    [0, 1, 0, 2],
  ])
  expect(accuracy).toBe(8 / 12)
  expect(images).toBe(3)
})

test('each image is listed once, with its most confident mistake, the most confident first', () => {
  const { mistakes } = countRotations(probabilities, [5, 8, 2], 10)
  expect(mistakes.map(({ image, turn, predicted: predictions }) => [image, turn, predictions])).toEqual([
    [2, 0, 2],
    [8, 3, 1],
  ])
  expect(mistakes[0]?.confidence).toBeCloseTo(0.97, 6)
  expect(countRotations(probabilities, [5, 8, 2], 1).mistakes).toHaveLength(1)
  expect(countRotations(Float32Array.from(RIGHT), [0], 10).mistakes).toEqual([])
})

test('probabilities that are not finite are an error', () => {
  expect(() => countRotations(probabilities, [1, 2], 1)).toThrow(/48 probabilities are not those of 2 images/)
  expect(() => countRotations(new Float32Array(), [], 1)).toThrow(FeatureError)
  expect(() => countRotations(new Float32Array(16).fill(Number.NaN), [0], 1)).toThrow(FeatureError)
})

import { expect, test } from 'vitest'
import { takeRows } from './feature-table.ts'
import { minimise } from './lbfgs.ts'
import { fitLogistic, probabilities } from './logistic.ts'
import { scaled, scalingOf } from './normalise.ts'
import { fixture, fixtureTable } from './test-support.ts'

const { trained, blobs, width } = fixture
const table = fixtureTable()
const seen = takeRows(
  table,
  Array.from({ length: trained }, (_, i) => i),
)
const held = takeRows(
  table,
  Array.from({ length: fixture.rows - trained }, (_, i) => trained + i),
)
const scaling = scalingOf(seen)
const classes = Uint32Array.from({ length: trained }, (_, i) => i % blobs)

test.each(fixture.logistic)(
  'the fit is that of scikit-learn: strength $strength',
  ({ strength, objective, accuracy, probabilities: wanted }) => {
    const fit = fitLogistic(scaled(seen, scaling), width, classes, blobs, strength)
    expect(Math.abs(fit.objective / objective - 1)).toBeLessThan(1e-6)
    const predicted = probabilities(fit, scaled(held, scaling), width)
    wanted.flat().forEach((probability, i) => {
      expect(Math.abs((predicted[i] as number) - probability)).toBeLessThan(2e-3)
    })
    const right = Array.from({ length: held.rows }, (_, row) => {
      const chances = [...predicted.subarray(row * blobs, (row + 1) * blobs)]
      return chances.indexOf(Math.max(...chances)) === (trained + row) % blobs
    })
    expect(Math.abs(right.filter(Boolean).length / held.rows - accuracy)).toBeLessThan(0.01)
  },
)

test('logits of hundreds do not overflow', () => {
  const predicted = probabilities({ weights: Float64Array.of(900, -900), biases: new Float64Array(2) }, Float64Array.of(1, -1), 1)
  expect([...predicted]).toEqual([1, 0, 0, 1])
})

test('L-BFGS finds the exact minimum of a badly scaled quadratic', () => {
  const scales = [1, 100, 1e4, 0.01]
  const { at, value } = minimise(
    (point, gradient) =>
      point.reduce((sum, x, i) => {
        const scale = scales[i] as number
        gradient[i] = scale * (x - i)
        return sum + (scale / 2) * (x - i) ** 2
      }, 0),
    new Float64Array(4).fill(5),
    (_, squaredGradient) => squaredGradient < 1e-20,
  )
  at.forEach((x, i) => {
    expect(x).toBeCloseTo(i, 6)
  })
  expect(value).toBeLessThan(1e-15)
})

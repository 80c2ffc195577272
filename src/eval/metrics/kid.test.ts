import { expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { takeRows } from '../features/feature-table.ts'
import { type KernelDistance, observeKernel } from './kid.ts'
import { observePairs, type TwoSets } from './pairs.ts'
import { gaussianTable } from './test-support.ts'

function kernelDistance(sets: TwoSets): KernelDistance {
  const kernel = observeKernel(sets)
  observePairs(sets, [kernel])
  return kernel.result()
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const WIDTH = 8

test('of two draws of one distribution, of different counts, it is 0 in the mean, and its error is that of new draws', () => {
  const draws = Array.from({ length: 80 }, (_, i) => {
    const [real, fake] = [gaussianTable(2 * i, { rows: 70, width: WIDTH }), gaussianTable(2 * i + 1, { rows: 40, width: WIDTH })]
    return kernelDistance({ real, fake })
  })
  const kids = draws.map(({ kid }) => kid)
  const deviation = Math.sqrt(mean(kids.map((kid) => (kid - mean(kids)) ** 2)))
  expect(Math.abs(mean(kids))).toBeLessThan((3 * deviation) / Math.sqrt(draws.length))
  expect(Math.min(...kids)).toBeLessThan(0)
  const ratio = mean(draws.map(({ kidStderr }) => kidStderr)) / deviation
  expect(ratio).toBeGreaterThan(0.9)
  expect(ratio).toBeLessThan(1.6) // the jackknife overestimates by up to √2 when the sets are alike
})

test('of two distributions its error is that of new draws too', () => {
  const draws = Array.from({ length: 80 }, (_, i) => {
    const [real, fake] = [gaussianTable(2 * i, { rows: 70, width: WIDTH }), gaussianTable(2 * i + 1, { rows: 40, width: WIDTH })]
    return kernelDistance({ real, fake: { ...fake, values: fake.values.map((value) => value + 0.5) } })
  })
  const kids = draws.map(({ kid }) => kid)
  const deviation = Math.sqrt(mean(kids.map((kid) => (kid - mean(kids)) ** 2)))
  expect(Math.abs(mean(draws.map(({ kidStderr }) => kidStderr)) / deviation - 1)).toBeLessThan(0.25)
})

test('it is what random subsets give in the mean', () => {
  const [real, fake] = [gaussianTable(1, { rows: 60, width: WIDTH }), gaussianTable(2, { rows: 45, width: WIDTH })]
  const random = new RandomStream(1, 'scoring')
  const subset = (count: number) => random.permutation(count).subarray(0, 20)
  const ofSubsets = Array.from({ length: 400 }, () => {
    return kernelDistance({ real: takeRows(real, subset(60)), fake: takeRows(fake, subset(45)) }).kid
  })
  const deviation = Math.sqrt(mean(ofSubsets.map((kid) => (kid - mean(ofSubsets)) ** 2)))
  const error = deviation / Math.sqrt(ofSubsets.length)
  expect(Math.abs(mean(ofSubsets) - kernelDistance({ real, fake }).kid)).toBeLessThan(3 * error)
})

test('it does not depend on the order of the images', () => {
  const [real, fake] = [gaussianTable(1, { rows: 60, width: WIDTH }), gaussianTable(2, { rows: 45, width: WIDTH })]
  const shuffled = takeRows(real, new RandomStream(1, 'scoring').permutation(60))
  expect(kernelDistance({ real: shuffled, fake }).kid).toBeCloseTo(kernelDistance({ real, fake }).kid, 12)
})

test('refuses fewer than three images a side', () => {
  const [two, three] = [gaussianTable(1, { rows: 2, width: WIDTH }), gaussianTable(1, { rows: 3, width: WIDTH })]
  expect(() => kernelDistance({ real: two, fake: three })).toThrow(
    '2 real images are too few for the kernel distance: at least 3 are needed.',
  )
  expect(() => kernelDistance({ real: three, fake: two })).toThrow('2 generated images are too few')
  expect(kernelDistance({ real: three, fake: three }).kidStderr).not.toBeNaN()
})

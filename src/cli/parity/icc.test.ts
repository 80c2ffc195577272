// Reading ICC profiles that the test writes itself.
import { expect, test } from 'vitest'
import { readProfile } from '../../data/formats/icc.ts'
import { curve, greyProfile, matrixProfile, parametric, tableProfile } from './icc-writer.ts'

const read = (trc: Buffer) => {
  const space = readProfile(matrixProfile('p3', trc))?.space
  if (!space) throw new Error('not read')
  return space.curves[0]
}

/** ICC.1:2010, 10.16: each type at a dark and at a light value. */
test.each([
  [0, [2], 0.1, 0.01],
  [1, [2, 0.8, 0.2], 0.5, 0.36],
  [1, [2, 0.8, -0.2], 0.1, 0],
  [2, [2, 0.8, 0.2, 0.05], 0.5, 0.41],
  [2, [2, 0.8, -0.2, 0.05], 0.1, 0.05],
  [3, [2, 0.8, 0.2, 0.3, 0.25], 0.1, 0.03],
  [3, [2, 0.8, 0.2, 0.3, 0.25], 0.5, 0.36],
  [4, [2, 0.8, 0.2, 0.3, 0.25, 0.05, 0.02], 0.1, 0.05],
  [4, [2, 0.8, 0.2, 0.3, 0.25, 0.05, 0.02], 0.5, 0.41],
] as const)('a parametric curve of type %i with %o', (type, parameters, value, light) => {
  expect(read(parametric(type, ...parameters))(value)).toBeCloseTo(light, 3)
})

test('a curve is a straight line, a gamma or a table', () => {
  expect(read(curve())(0.3)).toBeCloseTo(0.3, 5)
  expect(read(curve(2 * 256))(0.5)).toBeCloseTo(0.25, 5)
  const table = read(curve(0, 13_107, 65_535))
  expect([0, 0.25, 0.5, 0.75, 1].map(table)).toEqual([0, 0.1, 0.2, 0.6, 1].map((light) => expect.closeTo(light, 4)))
})

test('the kind of a profile is read, and what is not a matrix has no colour space', () => {
  expect(readProfile(matrixProfile('p3', curve(563)))).toMatchObject({ of: 'RGB', hasTable: false })
  expect(readProfile(greyProfile(curve(563)))).toMatchObject({ of: 'GRAY', hasTable: false })
  expect(readProfile(tableProfile())).toEqual({ of: 'RGB', space: null, hasTable: true })
  expect(readProfile(matrixProfile('p3', parametric(9, 1)))?.space).toBeNull()
  expect(readProfile(matrixProfile('p3', parametric(0, -2)))?.space).toBeNull()
  expect(readProfile(Buffer.from('nonsense'))).toBeNull()
})

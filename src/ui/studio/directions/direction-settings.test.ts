import { expect, test } from 'vitest'
import { nameOfDirection, settingsElsewhere, sigmasAt, withName, withSigmas } from './direction-settings.ts'

const place = { set: 'pc', index: 2, zone: null } as const

test('each slider has its own number, and one at 0 leaves nothing behind', () => {
  const late = { ...place, zone: 'late' } as const
  const both = withSigmas(withSigmas([], place, 1.5), late, -2)
  expect([place, late, { ...place, set: 'cf' } as const].map((each) => sigmasAt(both, each))).toEqual([1.5, -2, 0])
  expect(withSigmas(both, place, 0.5)).toHaveLength(2)
  expect(settingsElsewhere(both, 'pc', null)).toEqual([{ ...late, sigmas: -2 }])
  expect(withSigmas(withSigmas(both, place, 0), late, 0)).toEqual([])
})

test('a direction is called by its place until it is given a name, and again once the name is taken away', () => {
  const named = withName({}, 'pc', 2, '  brighter ')
  expect([nameOfDirection(named, 'pc', 2), nameOfDirection(named, 'cf', 2)]).toEqual(['brighter', 'Direction 3'])
  expect(named).toEqual({ pc3: 'brighter' })
  expect(withName(named, 'pc', 2, ' ')).toEqual({})
  expect(withName(named, 'pc', 2, 'Direction 3')).toEqual({})
  expect(withName({}, 'pc', 0, 'x'.repeat(99)).pc1).toHaveLength(40)
})

import { expect, test } from 'vitest'
import { DEFAULTS } from '../spec/config.ts'
import { isBest, isScoreDue } from './scoring.ts'

test('the lowest kernel distance is the best, the first of equal ones, and only in the features of one network', () => {
  const best = { step: 100, kid: 2, network: 'A' }
  expect(isBest({ kid: 9, network: 'A' }, null)).toBe(true)
  expect([1.9, 2, 2.1].map((kid) => isBest({ kid, network: 'A' }, best))).toEqual([true, false, false])
  expect(isBest({ kid: 9, network: 'B' }, best)).toBe(true)
})

test('a score is due at every so many steps, and never where that is off', () => {
  const due = (step: number, scoreEvery: typeof DEFAULTS.scoreEvery) => isScoreDue({ step, config: { ...DEFAULTS, scoreEvery } })
  expect([due(500, 500), due(501, 500), due(1000, 500), due(0, 0), due(500, 0)]).toEqual([true, false, true, false, false])
})

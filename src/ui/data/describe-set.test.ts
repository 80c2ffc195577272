import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { KeptSet } from '../../spec/report.ts'
import { describeImport, describePreparation, keptSetName } from './describe-set.ts'

test('one sentence describes the result of an import', () => {
  const say = (prepared: number, count: number, rejected: number, leftOutByHand = 0) =>
    describeImport({ prepared, count, leftOutByHand, findingCounts: { damaged: rejected } })
  expect(say(147, 143, 3)).toBe('147 of 150 files became images, 4 are left out.')
  expect(say(2100, 1000, 1500)).toBe('2,100 of 3,600 files became images, 1,100 are left out.')
  expect(say(147, 143, 3, 3)).toBe('147 of 150 files became images, 4 are left out, 3 of them by hand.')
  expect(say(20, 19, 0, 1)).toBe('All 20 files became images, 1 is left out by hand.')
  expect(say(1200, 1200, 0)).toBe('All 1,200 files became images.')
  expect(say(20, 19, 0)).toBe('All 20 files became images, 1 is left out.')
  expect(say(1, 1, 0)).toBe('The file became an image.')
  expect(say(1, 1, 1)).toBe('1 of 2 files became an image.')
  expect(say(5, 0, 0)).toBe('All 5 files became images, all are left out.')
})

test('only differences from the default preparation are described', () => {
  expect(describePreparation({ ...DEFAULT_PREPARATION, size: 64 })).toBe('')
  const all = { ...DEFAULT_PREPARATION, framing: 'smart', cropFraction: 0.55, trimBars: true, background: 'grey' } as const
  expect(describePreparation(all)).toBe('smart framing, middle 55 %, bars trimmed, on grey')
  expect(describePreparation({ ...DEFAULT_PREPARATION, framing: 'squash' })).toBe('squashed')
  expect(describePreparation({ ...DEFAULT_PREPARATION, blackLevel: 2, whiteLevel: 15.9 })).toBe('black at 2, white at 15.9')
})

test('kept sets of the same name get distinct names', () => {
  const preparations = [{}, { size: 64 }, { trimBars: true }] as const
  const sets = preparations.map((changes, key) => {
    const preparation = { ...DEFAULT_PREPARATION, ...changes }
    return { key: `${key}`, name: 'pets', size: preparation.size, preparation } as unknown as KeptSet
  })
  expect(sets.map((set) => keptSetName(set, sets))).toEqual(['pets, 32 px', 'pets, 64 px', 'pets, 32 px, bars trimmed'])
  expect(keptSetName(sets[0] as KeptSet, sets.slice(0, 1))).toBe('pets')
})

import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { KeptSet } from '../../spec/report.ts'
import { callKept, describePreparation } from './describe-preparation.ts'

test('only what differs from the usual preparation is told', () => {
  expect(describePreparation({ ...DEFAULT_PREPARATION, size: 64 })).toBe('')
  const all = { ...DEFAULT_PREPARATION, framing: 'smart', cropFraction: 0.55, trimBars: true, background: 'grey' } as const
  expect(describePreparation(all)).toBe('smart framing, middle 55 %, bars trimmed, on grey')
  expect(describePreparation({ ...DEFAULT_PREPARATION, framing: 'squash' })).toBe('squashed')
  expect(describePreparation({ ...DEFAULT_PREPARATION, blackLevel: 2, whiteLevel: 15.9 })).toBe('black at 2, white at 15.9')
})

test('kept sets of the same name are called differently', () => {
  const preparations = [{}, { size: 64 }, { trimBars: true }] as const
  const sets = preparations.map((changes, key) => {
    const preparation = { ...DEFAULT_PREPARATION, ...changes }
    return { key: `${key}`, name: 'pets', size: preparation.size, preparation } as unknown as KeptSet
  })
  expect(sets.map((set) => callKept(set, sets))).toEqual(['pets, 32 px', 'pets, 64 px', 'pets, 32 px, bars trimmed'])
  expect(callKept(sets[0] as KeptSet, sets.slice(0, 1))).toBe('pets')
})

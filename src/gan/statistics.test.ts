// Means of named statistics over steps, of which some may measure more than others.
import { beforeEach, describe, expect, test } from 'vitest'
import { openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { concatStatistics, meanStatistics, type Statistics, StatisticsTotals } from './statistics.ts'

beforeEach(async () => {
  await openDevice('cpu')
})

function statistics(values: Readonly<Record<string, number>>, unmeasured: readonly string[] = []): Statistics {
  return { names: Object.keys(values), values: tf.tensor1d(Object.values(values)), unmeasured }
}

function totalsOf(steps: readonly (readonly [structure: string, statistics: Statistics])[]): StatisticsTotals {
  const totals = new StatisticsTotals()
  for (const [structure, measured] of steps) {
    totals.of(structure).add(measured)
    totals.countStep(structure)
  }
  return totals
}

describe('a report has', () => {
  test('the mean of every statistic under its name', async () => {
    const totals = totalsOf([
      ['plain', statistics({ lossD: 1, dReal: -2 })],
      ['plain', statistics({ lossD: 3, dReal: 0 })],
    ])
    expect(await totals.read()).toEqual({ lossD: 2, dReal: -1 })
    totals.dispose()
  })

  test('of what only some steps measure the mean over these steps', async () => {
    const totals = totalsOf([
      ['plain', statistics({ lossD: 1 })],
      ['with penalty', statistics({ penaltyD: 5, lossD: 2 })],
      ['plain', statistics({ lossD: 6 })],
    ])
    expect(await totals.read()).toEqual({ lossD: 3, penaltyD: 5 })
    totals.dispose()
  })

  test('null for what is not measured', async () => {
    const totals = totalsOf([['plain', statistics({ lossD: 1, accuracy: 0 }, ['accuracy'])]])
    expect(await totals.read()).toEqual({ lossD: 1, accuracy: null })
    totals.dispose()
  })

  test('the mean over all labelled images of what is summed up over those of a batch, and null where no batch had any', async () => {
    const ofBatch = (hits: number, labelled: number): Statistics => ({ ...statistics({ hits, labelled }), countedBy: { hits: 'labelled' } })
    const totals = totalsOf([
      ['plain', ofBatch(0, 0)],
      ['with penalty', concatStatistics([ofBatch(1, 1), statistics({ lossG: 4 })])],
      ['plain', meanStatistics([ofBatch(1, 4), ofBatch(1, 4)])],
    ])
    expect(await totals.read()).toEqual({ hits: 0.4, labelled: 5 / 3, lossG: 4 })
    totals.dispose()
    const none = totalsOf([['plain', ofBatch(0, 0)]])
    expect(await none.read()).toEqual({ hits: null, labelled: 0 })
    none.dispose()
  })

  test('nothing of the steps before the last one', async () => {
    const totals = totalsOf([
      ['plain', statistics({ lossD: 9 })],
      ['with penalty', statistics({ penaltyD: 9 })],
    ])
    totals.clear()
    expect(await totals.read()).toEqual({})
    totals.of('plain').add(statistics({ lossD: 1 }))
    totals.countStep('plain')
    expect(await totals.read()).toEqual({ lossD: 1 })
    totals.dispose()
  })
})

test('statistics of passes are joined in their order, or averaged where they are of one kind', async () => {
  const [one, other] = [statistics({ a: 1, b: 2 }, ['b']), statistics({ a: 3, b: 6 }, ['b'])]
  const joined = concatStatistics([meanStatistics([one, other]), statistics({ c: 7 })])
  expect([joined.names, joined.unmeasured, Array.from(await joined.values.data())]).toEqual([['a', 'b', 'c'], ['b'], [2, 4, 7]])
})

test('a name too few or too many is refused', () => {
  const { values } = statistics({ a: 1, b: 2 })
  expect(() => new StatisticsTotals().of('plain').add({ names: ['a'], values })).toThrow(/1 names for 2 statistics/)
})

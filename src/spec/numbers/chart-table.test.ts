// Which charts a run has.
import { expect, test } from 'vitest'
import { chartsOf } from './chart-table.ts'

test('the chart of a penalty is shown once a run has reported it, the others always', () => {
  const always = ['losses', 'loss-parts', 'logits', 'rotation']
  const idsOf = (statistics: readonly string[]) => chartsOf(statistics).map(({ id }) => id)
  expect(idsOf([])).toEqual(always)
  expect(idsOf(['lossD', 'lossG'])).toEqual(always)
  expect(idsOf(['lossD', 'penaltyR1'])).toEqual([...always, 'penalty'])
})

test('the charts of classes are shown for runs that report them: two with a ramp, two where D predicts classes', () => {
  const idsOf = (statistics: readonly string[]) => chartsOf(statistics).map(({ id }) => id)
  expect(idsOf(['lossDConditional', 'lossGConditional', 'ramp']).slice(4)).toEqual(['conditional-losses', 'ramp'])
  expect(idsOf(['lossDClass', 'classAccuracyReal']).slice(4)).toEqual(['class-accuracy', 'class-loss'])
})

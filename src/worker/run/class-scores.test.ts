// Scores of a run with classes: its samples are held to the labels of the set, those too that training was not told.
import { beforeAll, expect, test } from 'vitest'
import { splitImages } from '../../data/sampling.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { begin, connectOnWasm, darkAndBright, endRun, isBright, makeSteps, tiny } from '../trainer-test-support.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
beforeAll(async () => {
  connect = await connectOnWasm()
})

const COUNT = 80
const config: RunConfig = { ...tiny, discriminatorSteps: 1, heldOut: 0.25, scoreCount: 300 }

async function scoreOf(changes: Partial<RunConfig>): Promise<ScoreReport> {
  const trainer = connect({ prepare: async (_, { size }) => darkAndBright(size, COUNT) })
  await begin(trainer, { ...config, ...changes })
  await makeSteps(trainer, 1)
  trainer.send({ type: 'score', run: 1 })
  const event = await trainer.until(({ type }) => type === 'score' || type === 'score-failed')
  await endRun(trainer, 1)
  if (event.type !== 'score') throw new Error(JSON.stringify(event))
  return event.report
}

test('a run that was told one label in ten is held to all of them', async () => {
  const { perClass, classAccuracy, classAccuracyReal, missing } = await scoreOf({ conditioning: 'given', labelShare: 0.1 })
  const { training } = splitImages(COUNT, config)
  const bright = training.filter(isBright).length
  expect(perClass?.map(({ name, real }) => [name, real])).toEqual([
    ['dark', training.length - bright],
    ['bright', bright],
  ])
  expect(perClass?.reduce((sum, { fake }) => sum + fake, 0)).toBe(300)
  expect(classAccuracyReal).toBe(1)
  const right = (perClass ?? []).reduce((sum, { accuracy, fake }) => sum + (accuracy ?? 0) * fake, 0)
  expect(right / 300).toBeCloseTo(classAccuracy as number, 9)
  expect(missing.classAccuracy).toBeUndefined()
})

test('the scores of a run without classes say nothing of them', async () => {
  const { perClass, classAccuracy, missing } = await scoreOf({ conditioning: 'none' })
  expect([perClass, classAccuracy]).toEqual([null, null])
  expect(Object.keys(missing).filter((name) => name === 'classAccuracy' || name === 'perClass')).toEqual([])
})

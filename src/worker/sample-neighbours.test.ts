// The training images nearest to a sample of a run with classes.
import { expect, test } from 'vitest'
import { collectionOf } from '../data/collection.ts'
import type { FeatureAnalysis } from '../spec/feature-analyses.ts'
import { begin, connectOnWasm, endRun, makeSteps, noise, tiny } from './trainer-test-support.ts'

test('they are those of the class that is asked for, or else of the class that follows from the seed', async () => {
  const connect = await connectOnWasm()
  const trainer = connect({
    prepare: async (_, { size }) => {
      const set = noise(size, 60)
      return { ...collectionOf(set), labels: { names: ['dark', 'bright'], ofImages: Array.from({ length: 60 }, (_, i) => i % 2) } }
    },
  })
  await begin(trainer, { ...tiny, conditioning: 'given' })
  await makeSteps(trainer, 1)
  let id = 0
  const near = async (of: number | null) => {
    const [mine, source] = [++id, { kind: 'network', name: 'mobilenet-v2' } as const]
    const analysis: FeatureAnalysis = { kind: 'sample-neighbours', source, seed: 4, class: of, count: 5 }
    trainer.send({ type: 'analyse', id: mine, analysis })
    const answer = await trainer.until(({ type, ...event }) => (type === 'analysis' || type === 'analysis-failed') && 'id' in event && event.id === mine) // biome-ignore format: one line says it
    if (answer.type === 'analysis-failed') return answer.sentence
    return answer.type === 'analysis' && answer.result.kind === 'sample-neighbours' ? answer.result : null
  }
  const wall = trainer.events.findLast((event) => event.type === 'samples')
  const own = wall?.type === 'samples' ? (wall.grid.classes?.[3] as number) : -1
  const mixed = await near(null)
  expect(mixed).toMatchObject({ seed: 4, class: null, nearest: { length: 5 } })
  expect(await near(own)).toEqual({ ...(mixed as object), class: own })
  const other = await near(1 - own)
  expect(other).toMatchObject({ seed: 4, class: 1 - own })
  expect(other).not.toEqual({ ...(mixed as object), class: 1 - own })
  expect(await near(2)).toBe('The run does not have this class: close the sample and choose another.')
  await endRun(trainer, 1)
})

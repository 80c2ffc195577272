// What the page is told of the images that a co-trained run has no label of: at rest, while it trains, and after it was taken up again.
import { beforeAll, expect, test } from 'vitest'
import { collectionOf } from '../../data/collection.ts'
import { findClasses } from '../../eval/labelling/labelling.ts'
import { createRun, type Run } from '../../gan/run.ts'
import { orientableImages, TINY } from '../../gan/test-support.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { NO_CLASS, type RunClasses } from '../../spec/classes.ts'
import type { RunConfig } from '../../spec/config.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import { begin, connectOnWasm, endRun, goOn, isState, keptId, makeSteps, memoryRuns, noise, tiny } from '../trainer-test-support.ts'
import { RunPredictions } from './run-predictions.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
beforeAll(async () => {
  connect = await connectOnWasm()
})

const COUNT = 60
const config: RunConfig = { ...tiny, conditioning: 'co-trained', labelShare: 0.2 }
const prepare = async (_: unknown, { size }: { readonly size: number }) => ({
  ...collectionOf(noise(size, COUNT)),
  labels: { names: ['even', 'odd'], ofImages: Array.from({ length: COUNT }, (_, image) => image % 2) },
})

const told = (events: readonly TrainerEvent[]) =>
  events.flatMap((event) => (event.type === 'classes' && event.classes ? [event.classes] : []))
const isPrediction = (event: TrainerEvent) =>
  event.type === 'classes' && event.classes !== null && !event.classes.ofImages.includes(NO_CLASS)

/** Share of the hidden labels that are right. */
function rightIn({ ofImages, confidence }: RunClasses): number {
  const hidden = [...ofImages.keys()].filter((image) => (confidence[image] as number) < 1)
  return hidden.filter((image) => ofImages[image] === image % 2).length / hidden.length
}

test('a run that rests tells what each image is taken for and how many hidden labels are right, once for each step, and so does it when taken up', async () => {
  const keeping = memoryRuns()
  const first = connect({ prepare, keeping })
  await begin(first, config)
  expect(told(first.events).map(({ accuracy }) => accuracy)).toEqual([null]) // before the first step nothing is predicted
  await makeSteps(first, 1)
  await first.until(isPrediction)
  const predicted = told(first.events).at(-1) as RunClasses
  expect(predicted.step).toBe(1)
  const given = told(first.events)[0]?.ofImages.map((label) => Number(label !== NO_CLASS)) ?? []
  expect([...predicted.confidence].map((sure) => Number(sure === 1))).toEqual([...given])
  expect(new Set(given)).toEqual(new Set([0, 1]))
  expect(predicted.accuracy).toBeCloseTo(rightIn(predicted), 10)
  const mark = first.events.length
  first.send({ type: 'show-samples', run: 1, seeds: [4] })
  await first.until((event) => event.type === 'samples', mark)
  await endRun(first, 1)
  expect(told(first.events.slice(mark))).toEqual([]) // it woke, at the same step

  const second = connect({ prepare, keeping })
  await goOn(second, { id: keptId(first.events), file: null })
  await second.until(isPrediction)
  expect(told(second.events).at(-1)).toEqual(predicted)
  await endRun(second, 2)
})

test('a run that is finished tells what its last step predicts', async () => {
  const trainer = connect({ prepare })
  await begin(trainer, { ...config, steps: 3 })
  trainer.send({ type: 'resume' })
  await trainer.until(isState('finished', 1))
  await trainer.until(isPrediction)
  expect(told(trainer.events).at(-1)?.step).toBe(3)
  await endRun(trainer, 1)
})

const labels = { names: ['a', 'b'], ofImages: Array.from({ length: 256 }, (_, i) => i % 2) }
const dataset = { ...orientableImages(256), labels } // four batches

/** Predictions of a run by a clock that stands still unless it is set, or by `perLook` seconds a look. */
async function predicting() {
  await openTestDevice('wasm')
  const run = createRun({ ...TINY, conditioning: 'co-trained', labelShare: 0.1 }, dataset)
  run.setClasses(await findClasses(run, dataset, { analyse: () => Promise.reject(), now: () => 0, network: () => Promise.reject() }))
  const clock = { now: 0, perLook: 0 }
  const steps: number[] = []
  const now = () => {
    clock.now += clock.perLook
    return clock.now
  }
  const announce = ({ classes }: Pick<Run, 'config' | 'classes'>) => void steps.push(classes?.step ?? -1)
  const predictions = new RunPredictions({ now, labelling: { announce } })
  const at = (step: number) => ({ run: Object.defineProperty(run, 'step', { value: step, configurable: true }), dataset })
  return { predictions, clock, steps, at }
}

test('beside training they come as often as they may cost, and not before there is something to tell', async () => {
  const { predictions, clock, steps, at } = await predicting()
  clock.now = 19
  expect(predictions.isDue(at(5))).toBe(false)
  clock.now = 20
  expect([predictions.isDue(at(0)), predictions.isDue(at(5))]).toEqual([false, true])
  clock.perLook = 0.05
  await predictions.predict(at(5), () => false)
  clock.perLook = 0
  const took = clock.now - 20
  expect(steps).toEqual([5])
  clock.now = 1000
  expect([predictions.isDue(at(5)), predictions.isDue(at(6))]).toEqual([false, true])
  clock.now = 20 + took + Math.max(20, took / 0.03) - took - 0.1
  expect(predictions.isDue(at(6))).toBe(false)
})

test('where one takes longer than was thought it is given up until so much may be spent, but at rest it is made all the same', async () => {
  const { predictions, clock, steps, at } = await predicting()
  clock.now = 20
  clock.perLook = 0.4
  await predictions.predict(at(5), () => false)
  clock.perLook = 0
  expect(steps).toEqual([])
  const spent = clock.now - 20
  expect(spent).toBeLessThan(4)
  clock.now += 20 + spent / 0.03 // as if it had been done
  expect(predictions.isDue(at(6))).toBe(false)
  clock.perLook = 0.4
  await predictions.predictAtRest(at(6), () => false)
  expect(steps).toEqual([6])
})

test('one that is given up by a person is not told, and is due again', async () => {
  const { predictions, clock, steps, at } = await predicting()
  clock.now = 20
  await predictions.predict(at(5), () => true)
  expect(steps).toEqual([])
  expect(predictions.isDue(at(5))).toBe(true)
})

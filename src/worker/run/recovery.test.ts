// Training that breaks down is brought back to the last state that is kept, with lower learning rates.
import { beforeAll, expect, test } from 'vitest'
import { trainingSet } from '../../data/collection.ts'
import { analyseHere } from '../../eval/analysis.ts'
import { notFinite } from '../../gan/errors.ts'
import { stateOf } from '../../gan/models.ts'
import type { Run } from '../../gan/run.ts'
import { type Numbers, valuesOf } from '../../gan/test-support.ts'
import type { TrainerEvent } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { RunEvent } from '../../spec/runs.ts'
import type { Device } from '../../tensor/backend.ts'
import { setValues } from '../../tensor/stream.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { forgetful, isState, memoryRuns, noise, preparation, statisticsOf, tiny } from '../trainer-test-support.ts'
import { CurrentRun } from './current-run.ts'
import { keptRuns } from './run-keeping.ts'

let device: Device
beforeAll(async () => {
  device = await openTestDevice('wasm')
})

/** A run without a trainer around it, so that a test can reach into it between two steps. */
function openRun(config: RunConfig = tiny) {
  const events: TrainerEvent[] = []
  let check = () => {}
  const { runs, locks } = memoryRuns()
  const source = { kind: 'builtin', name: 'shapes' } as const
  const described = { source, label: 'Noise', preparation, channels: 3, leftOut: [] } as const
  const current = new CurrentRun(
    {
      emit(event) {
        events.push(event)
        if (isRecovered(event)) opened.late()
        check()
      },
      now: () => performance.now() / 1000,
      tunings: forgetful,
      analyse: analyseHere,
      costs: new WeakMap(),
      runs: keptRuns(runs, locks),
      network: () => Promise.reject(new Error('nothing is scored here')),
      shippedNetwork: () => Promise.reject(new Error('nothing is labelled here')),
      imagePlaces: () => ({ numbers: [], count: 0 }),
      device: async () => device,
      images: {
        forRun: async ({ size }) => trainingSet(noise(size)),
        describe: () => ({ images: described, keptSource: Promise.resolve(null) }),
      },
    },
    1,
    true,
  )
  const until = (wanted: (event: TrainerEvent) => boolean, after = 0) =>
    new Promise<TrainerEvent>((resolve) => {
      check = () => {
        const found = events.slice(after).find(wanted)
        if (found) resolve(found)
      }
      check()
    })
  const step = async () => {
    const mark = events.length
    current.handle({ type: 'step' })
    await until(isState('paused'), mark)
  }
  const stateNow = () => current.controller.betweenSteps(({ run }) => valuesOf(stateOf(run.models)))
  current.play({ type: 'start', run: 1, config, paused: true }, Promise.resolve())
  /** `late` is called while the run is being brought back. */
  const opened = { current, events, until, step, stateNow, started: until(isState('paused')), late: () => {} }
  return opened
}

function poison({ models }: Run): void {
  const [weight] = Object.values(models.generator.weights)
  if (weight) setValues(weight, new Float32Array(weight.size).fill(Number.NaN))
}

type Opened = ReturnType<typeof openRun>

const poisoned = ({ current }: Opened) => current.controller.betweenSteps(async ({ run }) => poison(run))
const logged = (events: readonly TrainerEvent[], wanted: RunEvent['event']) =>
  events.flatMap((event) => (event.type === 'logged' && event.event.event === wanted ? [event.event] : []))
const isRecovered = (event: TrainerEvent) => event.type === 'logged' && event.event.event === 'recovered'
const halved = { learningRateD: tiny.learningRateD / 2, learningRateG: tiny.learningRateG / 2 }

test('a run whose weights are poisoned goes on from its last save as one that had halved its learning rates there', async () => {
  const before = tf.memory().numTensors
  const broken = openRun()
  await broken.started
  for (let i = 0; i < 2; i++) await broken.step()
  await poisoned(broken)
  const mark = broken.events.length
  broken.current.handle({ type: 'step' })
  await broken.until(isState('paused'), broken.events.indexOf(await broken.until(isRecovered, mark))) // the step that was asked for is made
  await broken.step()
  const state: Numbers = await broken.stateNow()
  await broken.current.end()

  const lowered = openRun()
  await lowered.started
  for (let i = 0; i < 2; i++) await lowered.step()
  lowered.current.handle({ type: 'tune', changes: halved })
  for (let i = 0; i < 2; i++) await lowered.step()
  const expected = await lowered.stateNow()
  await lowered.current.end()

  expect(logged(broken.events, 'recovered')).toEqual([{ event: 'recovered', step: 2, from: 3, reason: 'not-finite' }])
  expect(logged(broken.events, 'change')).toEqual([{ event: 'change', step: 2, changes: halved }])
  expect(statisticsOf(broken.events)).toEqual(statisticsOf(lowered.events))
  expect(state).toEqual(expected)
  expect(tf.memory().numTensors).toBe(before)
})

test('poison in a run that trains is noticed within two steps, and training goes on by itself', async () => {
  const opened = openRun()
  await opened.started
  opened.current.handle({ type: 'resume' })
  await opened.until((event) => event.type === 'saved')
  const poisonedAt = await opened.current.controller.betweenSteps(async ({ run }) => {
    poison(run)
    return run.step
  })
  await opened.until(isRecovered)
  const [recovered] = logged(opened.events, 'recovered')
  expect(recovered?.event === 'recovered' && recovered.from - poisonedAt).toBeLessThanOrEqual(2)
  const at = opened.events.findIndex(isRecovered)
  await opened.until((event) => event.type === 'step' && event.report.step > poisonedAt, at)
  await opened.current.end()
})

test('weights that are poisoned before a save are not kept: the run goes on from the save before', async () => {
  const opened = openRun()
  await opened.started
  await opened.step()
  await opened.until((event) => event.type === 'saved')
  await poisoned(opened)
  opened.current.handle({ type: 'tune', changes: { alpha: 0.9 } })
  const mark = opened.events.length
  opened.current.handle({ type: 'save-now', run: 1 })
  await opened.until(isRecovered, mark)
  await opened.until((event) => event.type === 'saved', mark)
  expect(logged(opened.events, 'recovered')).toEqual([{ event: 'recovered', step: 1, from: 1, reason: 'not-finite' }])
  const weights = Object.values(await opened.stateNow())
  expect(weights.every((values) => values.every(Number.isFinite))).toBe(true)
  await opened.current.end()
})

test('what was taken of the broken networks and turns out so while the run is brought back does not bring it back again', async () => {
  const opened = openRun()
  await opened.started
  for (let i = 0; i < 2; i++) await opened.step()
  await poisoned(opened)
  opened.late = () => opened.current.controller.breakDown(notFinite(3, 'a weight'))
  const mark = opened.events.length
  opened.current.handle({ type: 'step' })
  await opened.until(isState('paused'), opened.events.indexOf(await opened.until(isRecovered, mark)))
  await opened.step()
  expect(logged(opened.events, 'recovered')).toHaveLength(1)
  expect(opened.current.config).toMatchObject(halved)
  await opened.current.end()
})

test('a run that breaks down before its first save begins anew, and after three recoveries the fourth breakdown ends it with advice', async () => {
  const opened = openRun()
  await opened.started
  for (let breakdown = 1; breakdown <= 4; breakdown++) {
    await poisoned(opened)
    const mark = opened.events.length
    opened.current.handle({ type: 'step' })
    await opened.until((event) => isRecovered(event) || event.type === 'failed', mark)
    if (breakdown <= 3) await opened.until(isState('paused'), opened.events.findLastIndex(isRecovered))
  }
  expect(logged(opened.events, 'recovered').map(({ step }) => step)).toEqual([0, 1, 2]) // each time the step that was asked for is made and kept
  const failed = await opened.until((event) => event.type === 'failed')
  expect(failed.type === 'failed' && failed.failure).toMatchObject({
    reason: 'not-finite',
    advice: expect.stringContaining('learning rates'),
  })
  expect(opened.current.config).toMatchObject({ learningRateD: tiny.learningRateD / 8 })
  await opened.current.end()
})

test('a run with classes that is brought back has those that it had, and they are not looked for again', async () => {
  const opened = openRun({ ...tiny, conditioning: 'random', classCount: 3 })
  await opened.started
  const classesNow = () => opened.current.controller.betweenSteps(async ({ run }) => run.classes)
  const before = await classesNow()
  for (const breakdown of [1, 2]) {
    await poisoned(opened)
    const mark = opened.events.length
    opened.current.handle({ type: 'step' })
    await opened.until(isRecovered, mark)
    await opened.until(isState('paused'), opened.events.findLastIndex(isRecovered))
    expect(await classesNow(), `breakdown ${breakdown}`).toEqual(before)
  }
  expect(before?.counts).toHaveLength(3)
  expect(logged(opened.events, 'recovered').map(({ step }) => step)).toEqual([0, 1]) // before anything was kept, and after
  expect(logged(opened.events, 'labelled').map(({ step }) => step)).toEqual([0])
  await opened.current.end()
})

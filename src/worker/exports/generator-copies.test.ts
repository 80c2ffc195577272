// Copies of generators: they draw what the run draws, whether it trains, rests or is only shown, and whatever step it goes on to.
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { pointCode } from '../../gan/latent/codes.ts'
import { createPlainPainter } from '../../player/painter.ts'
import { createPlan } from '../../player/plan.ts'
import { readCopy } from '../../player/stored-model.ts'
import { transferables } from '../../protocol.ts'
import type { GeneratorCopy } from '../../spec/drawing.ts'
import { pointsOfGrid } from '../../spec/picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'
import * as tf from '../../tensor/tf.ts'
import {
  begin,
  type Connection,
  connectOnWasm,
  darkAndBright,
  endRun,
  isState,
  keptId,
  makeSavedSteps,
  makeSteps,
  memoryRuns,
  opened,
  snapshotsOf,
  tiny,
} from '../trainer-test-support.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
let tensors: number

beforeAll(async () => {
  connect = await connectOnWasm()
})
beforeEach(() => {
  tensors = tf.memory().numTensors
})

async function copied({ events, until, send }: Connection, run: number, snapshot: string | null = null): Promise<GeneratorCopy> {
  const id = events.length
  send({ type: 'copy-generator', id, source: { run, snapshot } })
  const answer = await until((event) => (event.type === 'generator-copied' || event.type === 'generator-not-copied') && event.id === id)
  if (answer.type !== 'generator-copied') throw new Error(answer.type === 'generator-not-copied' ? `${answer.sentence}` : 'no copy')
  expect(transferables(answer)).toEqual([answer.copy.numbers])
  return answer.copy
}

/** Largest difference of a channel between what the copy draws and these samples. */
async function difference(copy: GeneratorCopy, grid: SampleGrid): Promise<number> {
  expect(copy.step).toBe(grid.step)
  const model = readCopy(copy)
  const drawn = await createPlainPainter(createPlan(model)).draw(pointsOfGrid(grid).map((point) => pointCode(point, model)))
  return drawn.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (grid.pictures.pixels[i] as number))), 0)
}

/** Of each step the last samples that were drawn. */
function walls({ events }: Connection): Map<number, SampleGrid> {
  return new Map(events.flatMap((event) => (event.type === 'samples' ? [[event.grid.step, event.grid] as const] : [])))
}

test('a run at rest is copied as it is, its snapshots as they were, and so is one that is only shown', async () => {
  const keeping = memoryRuns()
  const trainer = connect({ keeping, prepare: async (_, { size }) => darkAndBright(size, 40) })
  await begin(trainer, { ...tiny, conditioning: 'given', rampFrom: 0, rampUntil: 0 })
  await makeSavedSteps(trainer, 2)
  const wall = (step: number) => walls(trainer).get(step) as SampleGrid
  expect(new Set(wall(2).classes)).toEqual(new Set([0, 1]))
  expect(await difference(await copied(trainer, 1), wall(2))).toBeLessThanOrEqual(1)
  const first = snapshotsOf(trainer.events).find(({ step }) => step === 1)?.file ?? ''
  expect(await difference(await copied(trainer, 1, first), wall(1))).toBeLessThanOrEqual(1)
  await endRun(trainer, 1)
  expect(tf.memory().numTensors).toBe(tensors)
  trainer.send({ type: 'view', run: 2, source: { kind: 'stored', id: keptId(trainer.events) } })
  await trainer.until(isState('viewing', 2))
  expect(await difference(await copied(trainer, 2), wall(2))).toBeLessThanOrEqual(1)
  expect(await difference(await copied(trainer, 2, first), wall(1))).toBeLessThanOrEqual(1)
  await endRun(trainer, 2)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('a run that trains is copied between two steps, and goes on', async () => {
  const trainer = connect()
  trainer.send(...opened, { type: 'start', run: 1, config: tiny, paused: false })
  await trainer.until((event) => event.type === 'step')
  const copy = await copied(trainer, 1)
  await trainer.until((event) => event.type === 'step' && event.report.step > copy.step)
  await endRun(trainer, 1)
  const again = connect()
  await begin(again)
  await makeSteps(again, copy.step)
  expect(await difference(copy, walls(again).get(copy.step) as SampleGrid)).toBeLessThanOrEqual(1)
  await endRun(again, 1)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('one copy is made at a time: of commands for the same source that wait the newest counts, and a run that is gone is told', async () => {
  const trainer = connect()
  await begin(trainer)
  const live = { run: 1, snapshot: null }
  const mark = trainer.events.length
  for (const id of [1, 2, 3]) trainer.send({ type: 'copy-generator', id, source: live })
  trainer.send({ type: 'copy-generator', id: 4, source: { run: 7, snapshot: null } })
  trainer.send({ type: 'copy-generator', id: 5, source: { run: 1, snapshot: 'none' } })
  await trainer.until((event) => event.type === 'generator-not-copied' && event.id === 5)
  const answers = trainer.events.slice(mark).flatMap((event) => {
    if (event.type === 'generator-copied') return [[event.id, 'copied']]
    return event.type === 'generator-not-copied' ? [[event.id, event.sentence]] : []
  })
  expect(answers).toEqual([
    [2, null],
    [1, 'copied'],
    [3, 'copied'],
    [4, 'The run has ended: nothing new is drawn from it.'],
    [5, expect.stringMatching(/\.$/)],
  ])
  await endRun(trainer, 1)
})

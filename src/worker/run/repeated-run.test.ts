// Runs that come from other runs: repeated with all their changes, begun with their weights, and scored as they were.
import { beforeAll, expect, test } from 'vitest'
import type { Command } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import { scheduledChanges } from '../../spec/run-log.ts'
import type { RunHistory, ScheduledChange } from '../../spec/runs.ts'
import * as tf from '../../tensor/tf.ts'
import {
  begin,
  checkpointOf,
  connectOnWasm,
  endRun,
  goOn,
  isState,
  keptId,
  makeSavedSteps,
  makeSteps,
  memoryRuns,
  opened,
  snapshotsOf,
  statisticsOf,
  tiny,
} from '../trainer-test-support.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
beforeAll(async () => {
  connect = await connectOnWasm()
})

/** Every change that is part of a run, as the page repeats it. */
function repeat({ summary, events }: RunHistory): Command {
  const changes: readonly ScheduledChange[] = scheduledChanges(events)
  const origin = { kind: 'again', id: summary.id, name: summary.name, step: 0 } as const
  return { type: 'start', run: 2, config: summary.config, paused: true, beginning: { origin, weights: null, changes } }
}

test('a run that is repeated makes the same steps, also where it was tuned and had returned to an earlier snapshot', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await makeSavedSteps(first, 1)
  first.send({ type: 'tune', changes: { learningRateD: 1e-3, flip: true } as Partial<RunConfig> })
  await makeSavedSteps(first, 2)
  const mark = first.events.length
  first.send({ type: 'return-to-snapshot', run: 1, file: snapshotsOf(first.events)[1]?.file as string })
  await first.until((event) => event.type === 'saved', mark)
  first.send({ type: 'tune', changes: { alpha: 0.1 } })
  await makeSavedSteps(first, 2)
  const { tensors } = await checkpointOf(first, 1)
  await endRun(first, 1)

  const again = connect({ keeping })
  again.send(...opened, repeat(await keeping.runs.history(keptId(first.events))))
  await again.until(isState('paused', 2))
  await makeSteps(again, 4)
  expect((await checkpointOf(again, 2)).tensors).toEqual(tensors)
  expect(statisticsOf(again.events)).toEqual(statisticsOf(first.events))
  await endRun(again, 2)
  const repeated = await keeping.runs.history(keptId(again.events))
  expect(scheduledChanges(repeated.events)).toEqual(scheduledChanges((await keeping.runs.history(keptId(first.events))).events))
})

test('a planned change is made at its step also after the run went back before it, in the same tab and in another', async () => {
  const keeping = memoryRuns()
  const planned: Command = {
    type: 'start',
    run: 1,
    config: tiny,
    paused: true,
    beginning: {
      origin: { kind: 'again', id: 'other', name: 'Noise', step: 0 },
      weights: null,
      changes: [{ step: 2, changes: { alpha: 0.1 } }],
    },
  }
  const first = connect({ keeping })
  first.send(...opened, planned)
  await first.until(isState('paused', 1))
  await makeSavedSteps(first, 3)
  const expected = (await checkpointOf(first, 1)).tensors
  const file = snapshotsOf(first.events)[0]?.file as string
  const mark = first.events.length
  first.send({ type: 'return-to-snapshot', run: 1, file })
  await first.until((event) => event.type === 'saved', mark)
  await makeSavedSteps(first, 2)
  expect((await checkpointOf(first, 1)).tensors).toEqual(expected)
  await endRun(first, 1)
  const second = connect({ keeping })
  await goOn(second, { id: keptId(first.events), file: snapshotsOf(first.events)[0]?.file as string })
  await makeSteps(second, 2)
  expect((await checkpointOf(second, 2)).tensors).toEqual(expected)
  await endRun(second, 2)
})

test('a run that begins with the weights of another stands at step 0 and draws its samples', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await makeSavedSteps(first, 2)
  const wall = first.events.findLast((event) => event.type === 'samples')
  await endRun(first, 1)
  const id = keptId(first.events)
  const other = connect({ keeping })
  const origin = { kind: 'weights', id, name: 'Noise', step: 2 } as const
  const beginning = { origin, weights: { id, file: null }, changes: [] }
  other.send(...opened, { type: 'start', run: 2, config: { ...tiny, seed: 7 }, paused: true, beginning })
  const drawn = await other.until((event) => event.type === 'samples')
  expect(drawn).toMatchObject({ grid: { step: 0 } })
  expect(drawn.type === 'samples' && wall?.type === 'samples' && drawn.grid.pictures).toEqual(
    wall?.type === 'samples' && wall.grid.pictures,
  )
  await other.until(isState('paused', 2))
  await makeSavedSteps(other, 1)
  expect((await keeping.runs.history(keptId(other.events))).summary).toMatchObject({ step: 1, origin })
  await endRun(other, 2)
})

test('a kept snapshot is scored as the step that it is of, may be the best, and the run stays as it is', async () => {
  const keeping = memoryRuns()
  const trainer = connect({ keeping })
  await begin(trainer, { ...tiny, scoreCount: 300, heldOut: 0.25 })
  await makeSavedSteps(trainer, 3)
  const { tensors } = await checkpointOf(trainer, 1)
  const [first] = snapshotsOf(trainer.events)
  const alive = tf.memory().numTensors
  trainer.send({ type: 'score-snapshot', run: 1, file: first?.file as string })
  const score = await trainer.until((event) => event.type === 'score' || event.type === 'score-failed')
  expect(score).toMatchObject({ type: 'score', report: { step: 1 }, best: 1 })
  expect(tf.memory().numTensors).toBeLessThanOrEqual(alive + 1) // the feature network's own constant
  expect((await checkpointOf(trainer, 1)).tensors).toEqual(tensors)
  trainer.send({ type: 'return-to-best', run: 1 })
  expect(await trainer.until((event) => event.type === 'returned')).toMatchObject({ step: 1 })
  await endRun(trainer, 1)
  expect((await keeping.runs.history(keptId(trainer.events))).summary.best).toMatchObject({ file: first?.file, step: 1 })
})

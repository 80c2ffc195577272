// A run that is kept while it trains, as the page and its files see it: with its first step, its history, continued, branched.
import { beforeAll, expect, test } from 'vitest'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { firstSeeds } from '../../gan/run.ts'
import type { Command } from '../../protocol.ts'
import type { RunHistory } from '../../spec/runs.ts'
import { MemoryFolder } from '../../store/memory-folder.ts'
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
  noise,
  opened,
  snapshotsOf,
  statisticsOf,
  stepsOf,
  tiny,
} from '../trainer-test-support.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
beforeAll(async () => {
  connect = await connectOnWasm()
})

const namesOf = (history: RunHistory) => history.events.map(({ event, step }) => `${event} ${step}`)

test('a run is kept with its first completed step, and another trainer tells its history before it goes on', async () => {
  const before = tf.memory().numTensors
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await endRun(first, 1)
  expect(first.events.some(({ type }) => type === 'kept-as' || type === 'saved')).toBe(false) // no step, nothing to keep
  expect((await keeping.runs.list()).runs).toEqual([])

  await begin(first, tiny, 3)
  await makeSavedSteps(first, 1)
  first.send({ type: 'tune', changes: { alpha: 0.5 } }, { type: 'tune', changes: { alpha: 0.25 } })
  await makeSavedSteps(first, 1)
  const mark = first.events.length
  first.send({ type: 'resume' })
  await first.until((event) => event.type === 'step', mark)
  first.send({ type: 'pause' })
  await first.until(isState('paused'), mark)
  const paused = stepsOf(first.events).at(-1) as number
  await endRun(first, 3)

  const second = connect({ keeping })
  const id = keptId(first.events)
  const history = await goOn(second, { id, file: null })
  expect(second.events.filter((event) => 'run' in event && event.run === 2).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['state', 'history', 'kept-as', 'snapshots', 'layers', 'samples', 'rotations']),
  )
  const ofRun = second.events.filter((event) => 'run' in event && event.run === 2 && event.type !== 'state')
  expect(ofRun[0]?.type).toBe('history')
  expect(namesOf(history).slice(0, 5)).toEqual(['change 0', 'device 0', 'step 1', 'change 1', 'step 2'])
  expect(history.events.find(({ event, step }) => event === 'change' && step === 1)).toEqual({
    event: 'change',
    step: 1,
    changes: { alpha: 0.25 },
  })
  expect(namesOf(history).at(-1)).toBe(`paused ${paused}`)
  expect(history.summary).toMatchObject({ id, step: paused, resumable: true, images: { source: { kind: 'builtin', name: 'shapes' } } })
  expect(history.wall?.seeds).toEqual(firstSeeds(64))
  expect(snapshotsOf(second.events).at(-1)).toMatchObject({ step: paused, content: 'state' })
  await endRun(second, 2)
  expect(tf.memory().numTensors).toBe(before)
})

test('a run has its id from the start: it is told, kept, and in every state that is saved, also where it goes on', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  const told = first.events.find((event) => event.type === 'run-id')
  const id = told?.type === 'run-id' ? told.id : null
  expect(await checkpointOf(first, 1)).toMatchObject({ run: id, step: 0 })
  await makeSavedSteps(first, 1)
  expect(keptId(first.events)).toBe(id)
  expect(readCheckpoint(await (await keeping.runs.open(id as string)).snapshot(null))).toMatchObject({ run: id, step: 1 })
  await endRun(first, 1)
  const second = connect({ keeping })
  expect((await goOn(second, { id: id as string, file: null })).summary.id).toBe(id)
  expect(await checkpointOf(second, 2)).toMatchObject({ run: id, step: 1 })
  await endRun(second, 2)
})

test('a run goes on with its own images only, and a run that another tab trains is refused', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await makeSavedSteps(first, 1)
  const snapshot = { id: keptId(first.events), file: null }
  const busy = connect({ keeping })
  await goOn(busy, snapshot).catch(() => undefined)
  const refused = busy.events.find((event) => event.type === 'failed')
  expect(refused?.type === 'failed' && refused.failure.message).toContain('nother tab')
  await endRun(first, 1)

  const other = connect({ keeping, prepare: async (_, { size }) => noise(size, 79) })
  await goOn(other, snapshot).catch(() => undefined)
  const failed = other.events.find((event) => event.type === 'failed')
  expect(failed?.type === 'failed' && failed.failure).toMatchObject({
    reason: 'bad-data',
    message: expect.stringContaining('not the images'),
  })
  await endRun(other, 2)
  const own = connect({ keeping })
  await goOn(own, snapshot) // whoever was refused has let go of it
  await endRun(own, 2)
})

test('a run goes on without the images that were left out when it began, whatever has been chosen since', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  first.send(...opened)
  await first.until((event) => event.type === 'dataset')
  first.send({ type: 'take-images', id: 1, images: [3, 5], taken: false })
  first.send({ type: 'start', run: 3, config: tiny, paused: true })
  await first.until(isState('paused', 3))
  await makeSavedSteps(first, 1)
  await endRun(first, 3)
  const id = keptId(first.events)
  const { leftOut } = (await keeping.runs.history(id)).summary.images
  expect(leftOut).toEqual([3, 5])
  const [boot, open] = opened as [Command, Extract<Command, { type: 'open' }>]
  const second = connect({ keeping })
  second.send(boot, { ...open, leftOut }, { type: 'continue', run: 2, snapshot: { id, file: null }, branch: false, paused: true })
  await second.until((event) => isState('paused', 2)(event) || event.type === 'failed')
  expect(second.events.filter(({ type }) => type === 'failed')).toEqual([])
  await endRun(second, 2)
})

test('a branch is a run of its own with the same past, and the other run stays as it is', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await makeSavedSteps(first, 3)
  const id = keptId(first.events)
  const [, second] = snapshotsOf(first.events)
  await endRun(first, 1)
  const original = await keeping.runs.history(id)

  const branch = connect({ keeping })
  const history = await goOn(branch, { id, file: second?.file ?? null }, { branch: true })
  expect(namesOf(history).filter((name) => name.startsWith('step'))).toEqual(['step 1', 'step 2'])
  await makeSavedSteps(branch, 1)
  const branched = keptId(branch.events)
  await endRun(branch, 2)
  const { summary, events } = await keeping.runs.history(branched)
  expect(summary).toMatchObject({ step: 3, origin: { kind: 'branch', id, name: original.summary.name, step: 2 } })
  expect(events.filter(({ event }) => event === 'step').map(({ step }) => step)).toEqual([1, 2, 3])
  expect(await keeping.runs.history(id)).toEqual(original)
  expect(statisticsOf(branch.events).get(3)).toEqual(statisticsOf(first.events).get(3))
})

test('the run that is trained here is renamed and thinned, which its next save keeps, but not deleted', async () => {
  const keeping = memoryRuns()
  const trainer = connect({ keeping })
  await begin(trainer)
  await makeSavedSteps(trainer, 3)
  const id = keptId(trainer.events)
  const changed = async (command: Command) => {
    const mark = trainer.events.length
    trainer.send(command)
    const event = await trainer.until(({ type }) => type === 'runs', mark)
    return event.type === 'runs' ? event.stored : null
  }
  expect(await changed({ type: 'rename-run', id, name: 'Dogs' })).toMatchObject({ runs: [{ name: 'Dogs' }], problem: null })
  await changed({ type: 'thin-run', id })
  expect(snapshotsOf(trainer.events).map(({ step }) => step)).toEqual([3])
  expect(await changed({ type: 'delete-run', id })).toMatchObject({
    runs: [{ id }],
    problem: 'The run could not be deleted: it is being trained on this page. End it first.',
  })
  await makeSavedSteps(trainer, 1)
  await endRun(trainer, 1)
  expect((await keeping.runs.list()).runs).toMatchObject([{ id, name: 'Dogs', step: 4 }])
  expect(await changed({ type: 'delete-run', id })).toMatchObject({ runs: [], problem: null })
})

test('where nothing can be kept the page is told once, and the run can return to its snapshots all the same', async () => {
  const { runs, locks } = memoryRuns()
  const nowhere = {
    locks,
    runs: Object.assign(Object.create(runs), { create: () => Promise.reject(new Error('This window is private.')) }),
  }
  const trainer = connect({ keeping: nowhere })
  await begin(trainer)
  await makeSavedSteps(trainer, 2)
  expect(trainer.events.filter(({ type }) => type === 'kept-as')).toEqual([
    { type: 'kept-as', run: 1, id: null, sentence: expect.stringContaining('cannot be kept here') },
  ])
  trainer.send({ type: 'return-to-snapshot', run: 1, file: snapshotsOf(trainer.events)[0]?.file as string })
  expect(await trainer.until((event) => event.type === 'returned')).toMatchObject({ step: 1 })
  await endRun(trainer, 1)
})

test('training goes on when a save fails, and the next one keeps what the failed one would have', async () => {
  let full = false
  const folder = new MemoryFolder(() => {
    if (full) throw new Error('The disk is broken.')
  })
  const keeping = memoryRuns(folder)
  const trainer = connect({ keeping })
  await begin(trainer)
  await makeSavedSteps(trainer, 1)
  full = true
  await makeSteps(trainer, 1)
  expect(await trainer.until((event) => event.type === 'save-failed')).toMatchObject({ sentence: expect.stringContaining('broken') })
  full = false
  await makeSavedSteps(trainer, 1)
  await endRun(trainer, 1)
  const { events } = await keeping.runs.history(keptId(trainer.events))
  expect(events.filter(({ event }) => event === 'step').map(({ step }) => step)).toEqual([1, 2, 3])
})

test('a save that is asked for at once is made where something has changed, and only answered where nothing has', async () => {
  const trainer = connect()
  await begin(trainer)
  await makeSavedSteps(trainer, 1)
  const mark = trainer.events.length
  trainer.send({ type: 'save-now', run: 1 })
  const again = await trainer.until((event) => event.type === 'saved', mark)
  expect(again).toEqual(trainer.events.find((event) => event.type === 'saved'))
  trainer.send({ type: 'tune', changes: { alpha: 0.75 } })
  const changed = trainer.events.length
  trainer.send({ type: 'save-now', run: 1 })
  expect(await trainer.until((event) => event.type === 'saved', changed)).not.toEqual(again)
  await endRun(trainer, 1)
})

test('a save that is asked for right after a run is taken up is answered with the save that it goes on from', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await makeSavedSteps(first, 2)
  await endRun(first, 1)
  const second = connect({ keeping })
  const { summary } = await goOn(second, { id: keptId(first.events), file: null })
  second.send({ type: 'save-now', run: 2 })
  expect(await second.until((event) => event.type === 'saved')).toMatchObject({ save: { step: 2, at: summary.savedAt } })
  await endRun(second, 2)
})

test('a new run is kept without waiting for its lock, which nobody can have', async () => {
  const { runs, locks } = memoryRuns()
  const lock = () => Promise.resolve(null) // as where a step blocks the thread for longer than the wait
  const trainer = connect({ keeping: { runs, locks: { ...locks, lock, lockNow: (id) => locks.lockNow(id) } } })
  await begin(trainer)
  await makeSavedSteps(trainer, 1)
  expect((await runs.list()).runs.map(({ id, step }) => ({ id, step }))).toEqual([{ id: keptId(trainer.events), step: 1 }])
})

test('a setting that is changed while the run rests is kept at once', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await makeSavedSteps(first, 1)
  const mark = first.events.length
  first.send({ type: 'tune', changes: { alpha: 0.5 } })
  await first.until(({ type }) => type === 'saved', mark)
  await endRun(first, 1)

  const second = connect({ keeping })
  const history = await goOn(second, { id: keptId(first.events), file: null })
  expect(history.summary.config.alpha).toBe(0.5)
  await endRun(second, 2)
})

// Earlier states of a kept run: returned to, taken up, and scored.
import { beforeAll, expect, test, vi } from 'vitest'
import { type Analyse, analyseHere } from '../../eval/analysis.ts'
import { scheduledChanges } from '../../spec/run-log.ts'
import {
  begin,
  connectOnWasm,
  endRun,
  goOn,
  keptId,
  makeSavedSteps,
  memoryRuns,
  snapshotsOf,
  statisticsOf,
  tiny,
} from '../trainer-test-support.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
beforeAll(async () => {
  connect = await connectOnWasm()
})

test('settings that were changed after a snapshot, at the same step, are not in what goes on from the snapshot, nor in its history', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first)
  await makeSavedSteps(first, 1)
  first.send({ type: 'tune', changes: { alpha: 0.25 } })
  await makeSavedSteps(first, 2)
  await endRun(first, 1)
  const id = keptId(first.events)
  const alphaOf = async (run: string) => {
    const { summary, events } = await keeping.runs.history(run)
    return [summary.config.alpha, scheduledChanges(events).findLast(({ changes }) => 'alpha' in changes)?.changes.alpha]
  }
  expect(await alphaOf(id)).toEqual([0.25, 0.25])
  const file = snapshotsOf(first.events)[0]?.file as string
  const branch = connect({ keeping })
  await goOn(branch, { id, file }, { branch: true })
  await makeSavedSteps(branch, 1)
  await endRun(branch, 2)
  expect(await alphaOf(keptId(branch.events))).toEqual([tiny.alpha, tiny.alpha])
  const second = connect({ keeping })
  await goOn(second, { id, file: null })
  const mark = second.events.length
  second.send({ type: 'return-to-snapshot', run: 2, file })
  await second.until((event) => event.type === 'saved', mark)
  await endRun(second, 2)
  expect(await alphaOf(id)).toEqual([tiny.alpha, tiny.alpha])
})

test('a run that returns to a snapshot makes the same step again, tells of it, and drops what came after', async () => {
  const keeping = memoryRuns()
  const trainer = connect({ keeping })
  await begin(trainer)
  await makeSavedSteps(trainer, 3)
  const before = statisticsOf(trainer.events).get(2)
  const file = snapshotsOf(trainer.events)[0]?.file as string
  const mark = trainer.events.length
  trainer.send({ type: 'return-to-snapshot', run: 1, file })
  expect(await trainer.until((event) => event.type === 'returned', mark)).toEqual({ type: 'returned', run: 1, step: 1 })
  await trainer.until((event) => event.type === 'saved', mark)
  expect(snapshotsOf(trainer.events).map(({ step }) => step)).toEqual([1])
  await makeSavedSteps(trainer, 1)
  expect(statisticsOf(trainer.events).get(2)).toEqual(before)
  await endRun(trainer, 1)
  const { events } = await keeping.runs.history(keptId(trainer.events))
  expect(events.filter(({ event }) => event === 'step' || event === 'returned')).toMatchObject([
    { event: 'step', step: 1 },
    { event: 'returned', step: 1, from: 3 },
    { event: 'step', step: 2 },
  ])
})

test('a run that is taken up at an earlier snapshot is saved there, and what is scored there is that snapshot', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping })
  await begin(first, { ...tiny, scoreCount: 300, heldOut: 0.25 })
  await makeSavedSteps(first, 3)
  first.send({ type: 'score', run: 1 })
  await first.until((event) => event.type === 'score')
  const id = keptId(first.events)
  const file = snapshotsOf(first.events)[0]?.file as string
  await endRun(first, 1)
  const second = connect({ keeping })
  await goOn(second, { id, file })
  await vi.waitFor(async () => expect((await keeping.runs.open(id)).record).toMatchObject({ step: 1, best: null }))
  second.send({ type: 'score', run: 2 })
  await second.until((event) => event.type === 'score')
  await endRun(second, 2)
  const { summary, events } = await keeping.runs.history(id)
  expect(summary).toMatchObject({ step: 1, best: { step: 1 } })
  expect((await keeping.runs.open(id)).record.snapshots).toMatchObject([{ step: 1, file: summary.best?.file }])
  expect(events.filter(({ event }) => event === 'returned' || event === 'score')).toMatchObject([{ event: 'returned' }, { event: 'score' }])
})

test('a score of a run that rests at its last save is in its history at once, as it is when the run ends', async () => {
  const keeping = memoryRuns()
  const trainer = connect({ keeping })
  await begin(trainer, { ...tiny, scoreCount: 300, heldOut: 0.25 })
  await makeSavedSteps(trainer, 1)
  const scores = async () => (await keeping.runs.history(keptId(trainer.events))).events.filter(({ event }) => event === 'score').length
  const scored = async () => {
    const mark = trainer.events.length
    trainer.send({ type: 'score', run: 1 })
    await trainer.until((event) => event.type === 'score', mark)
  }
  await scored()
  await vi.waitFor(async () => expect(await scores()).toBe(1))
  await scored()
  await endRun(trainer, 1)
  expect(await scores()).toBe(2)
})

test('the score of a step that a run has left by returning says nothing about the same step made again', async () => {
  const keeping = memoryRuns()
  const trainer = connect({ keeping })
  await begin(trainer, { ...tiny, scoreCount: 300, heldOut: 0.25 })
  await makeSavedSteps(trainer, 2)
  trainer.send({ type: 'score', run: 1 })
  await trainer.until((event) => event.type === 'score')
  const returnTo = async (snapshot: number) => {
    const mark = trainer.events.length
    trainer.send({ type: 'return-to-snapshot', run: 1, file: snapshotsOf(trainer.events)[snapshot]?.file as string })
    await trainer.until((event) => event.type === 'saved', mark)
  }
  await returnTo(0)
  trainer.send({ type: 'tune', changes: { alpha: 0.1 } })
  await makeSavedSteps(trainer, 2)
  await returnTo(1)
  await endRun(trainer, 1)
  expect((await keeping.runs.history(keptId(trainer.events))).summary).toMatchObject({ step: 2, best: null })
})

test('a step that is being scored is kept until it is known whether it is the best, also where the run is thinned meanwhile', async () => {
  const keeping = memoryRuns()
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const analyse: Analyse = async (...request) => {
    await finished
    return analyseHere(...request)
  }
  const trainer = connect({ keeping, analyse })
  await begin(trainer, { ...tiny, scoreCount: 300, heldOut: 0.25 })
  await makeSavedSteps(trainer, 1)
  trainer.send({ type: 'score', run: 1 })
  await trainer.until((event) => event.type === 'score-progress' && event.progress.phase === 'numbers')
  await makeSavedSteps(trainer, 2)
  const mark = trainer.events.length
  trainer.send({ type: 'thin-run', id: keptId(trainer.events) })
  await trainer.until(({ type }) => type === 'runs', mark)
  expect(snapshotsOf(trainer.events).map(({ step }) => step)).toEqual([1, 3])
  finish()
  await trainer.until((event) => event.type === 'score')
  trainer.send({ type: 'return-to-best', run: 1 })
  expect(await trainer.until((event) => event.type === 'returned')).toMatchObject({ step: 1 })
  await endRun(trainer, 1)
})

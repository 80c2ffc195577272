// Scores of a run as the page asks for them: on demand and by the step, cancelled, refused, and returning to the best step.
import { beforeAll, expect, test } from 'vitest'
import { splitImages } from '../../data/sampling.ts'
import { type Analyse, analyseHere } from '../../eval/analysis.ts'
import { filesOf, graph } from '../../eval/features/networks/test-support.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { RunConfig } from '../../spec/config.ts'
import { type Device, openDevice } from '../../tensor/backend.ts'
import * as tf from '../../tensor/tf.ts'
import { checkpointOf, connect, isState, noise, opened, stepsOf, tiny } from '../trainer-test-support.ts'

let device: Device
beforeAll(async () => {
  device = await openDevice('webgpu')
})

/** Enough images for features of 12 numbers. */
const many = async (_: unknown, { size }: { readonly size: RunConfig['size'] }) => noise(size, 80)
const scored: RunConfig = { ...tiny, scoreCount: 300, heldOut: 0.25 }

const isScore = (event: TrainerEvent) => event.type === 'score' || event.type === 'score-failed'
const lossesOf = (events: readonly TrainerEvent[]) =>
  events.flatMap((event) => (event.type === 'step' ? [event.report.statistics.lossD] : []))

test('a score on demand reports its phases, its numbers and the nearest training images, and leaves no tensor behind', async () => {
  const { events, until, send } = connect(device, { prepare: many })
  send(...opened, { type: 'start', run: 1, config: scored, paused: true }, { type: 'step' })
  await until((event) => event.type === 'step')
  send({ type: 'score', run: 1 })
  const first = await until(isScore)
  if (first.type !== 'score') throw new Error(JSON.stringify(first))
  const { report, best } = first
  expect(report).toMatchObject({ step: 1, network: 'Thumbnails', counts: { real: 60, fake: 300, training: 60, heldOut: 20 } })
  expect(report.fid).toBeGreaterThan(0)
  expect(report.kid).toBeGreaterThan(0)
  expect(report.similarity).not.toBeNull()
  expect(best).toBe(1)
  expect(report.nearest).toHaveLength(16)
  expect(report.nearest[0]?.seed).toBe(1)
  const { training } = splitImages(80, scored)
  for (const { image } of report.nearest) expect(training).toContain(image)
  const phases = events.flatMap((event) => (event.type === 'score-progress' ? [event.progress.phase] : []))
  expect([...new Set(phases)]).toEqual(['real', 'drawing', 'samples', 'numbers'])
  const shares = events.flatMap((event) => (event.type === 'score-progress' ? [event.progress.share] : []))
  expect(shares).toEqual([...shares].sort((one, other) => one - other)) // of the whole score: it never falls
  expect(shares.at(-1)).toBe(1)
  const waits = events.flatMap((event) => (event.type === 'waiting' ? [event.for] : []))
  expect(waits).toEqual(['score', null])
  const tensors = tf.memory().numTensors
  const mark = events.length
  send({ type: 'score', run: 1 })
  const second = await until(isScore, mark)
  expect(tf.memory().numTensors).toBe(tensors)
  expect(second.type === 'score' && { ...second.report, seconds: null }).toEqual({ ...report, seconds: null })
  expect([report.seconds.real > 0, second.type === 'score' && second.report.seconds.real]).toEqual([true, 0])
  const again = events.slice(mark).find((event) => event.type === 'score-progress')
  expect(again?.type === 'score-progress' && again.progress.left).not.toBeNull() // known from the last one
  send({ type: 'reset' })
  await until(isState('idle', 1))
})

test('scoring at every second step changes no loss', async () => {
  const losses = async (scoreEvery: number) => {
    const { events, until, send } = connect(device, { prepare: many })
    const config = { ...scored, steps: 5, scoreEvery } as RunConfig
    send(...opened, { type: 'start', run: 1, config, paused: true })
    await until(isState('paused'))
    for (let step = 1; step <= 4; step++) {
      const mark = events.length
      send({ type: 'step' })
      await until(isState('paused'), mark)
      if (scoreEvery > 0 && step % scoreEvery === 0) await until((event) => event.type === 'score' && event.report.step === step)
    }
    send({ type: 'reset' })
    await until(isState('idle', 1))
    return lossesOf(events)
  }
  expect(await losses(2)).toEqual(await losses(0))
})

test('a cancelled score fails without a sentence, and the next one succeeds', async () => {
  const { events, until, send } = connect(device, { prepare: many })
  send(...opened, { type: 'start', run: 1, config: scored, paused: true }, { type: 'step' })
  await until((event) => event.type === 'step')
  send({ type: 'score', run: 1 })
  await until((event) => event.type === 'score-progress')
  send({ type: 'cancel-score', run: 1 })
  expect(await until(isScore)).toEqual({ type: 'score-failed', run: 1, sentence: null })
  const mark = events.length
  send({ type: 'score', run: 1 })
  expect((await until(isScore, mark)).type).toBe('score')
  send({ type: 'reset' })
})

test('resuming while a score is under way changes the state at once, not when the score is done', async () => {
  const { events, until, send } = connect(device, { prepare: many })
  send(...opened, { type: 'start', run: 1, config: scored, paused: true }, { type: 'step' })
  await until((event) => event.type === 'step')
  const stepped = events.findIndex((event) => event.type === 'step')
  await until(isState('paused'), stepped)
  send({ type: 'score', run: 1 })
  await until((event) => event.type === 'score-progress')
  const mark = events.length
  send({ type: 'resume' })
  expect(events.slice(mark)).toEqual([{ type: 'state', run: 1, state: 'running' }])
  send({ type: 'pause' })
  expect((await until(isScore)).type).toBe('score')
  send({ type: 'reset' })
})

test('a run at its last step is finished, also while that step is scored, whatever commands arrive', async () => {
  const { events, until, send } = connect(device, { prepare: many })
  const scoreEvery: number = 2 // more often than the settings offer
  const config = { ...scored, steps: 2, scoreEvery } as RunConfig
  send(...opened, { type: 'start', run: 1, config, paused: false })
  await until((event) => event.type === 'score-progress')
  const states = () => events.flatMap((event) => (event.type === 'state' ? [event.state] : []))
  expect([states().at(-1), stepsOf(events).at(-1)]).toEqual(['finished', 2])
  send({ type: 'pause' })
  expect(states().at(-1)).toBe('finished')
  send({ type: 'step' })
  expect((await until(isScore)).type).toBe('score')
  expect([states().at(-1), stepsOf(events).at(-1)]).toEqual(['finished', 2])
  const mark = events.length
  send({ type: 'tune', changes: { steps: 3 } }, { type: 'resume' })
  await until(isState('finished'), mark)
  expect(stepsOf(events).at(-1)).toBe(3)
  send({ type: 'reset' })
  await until(isState('idle', 1))
})

test('a run that begins while the score of the previous run is still being cancelled is scored as well', async () => {
  let letGo: () => void = () => {}
  const endless = new Promise<never>((_, reject) => {
    letGo = () => reject(new CancelledError())
  })
  let asked = 0
  const analyse: Analyse = (kind, input, options) => (asked++ === 0 ? endless : analyseHere(kind, input, options))
  const { until, send } = connect(device, { prepare: many, analyse })
  send(...opened, { type: 'start', run: 1, config: scored, paused: true }, { type: 'step' })
  await until((event) => event.type === 'step')
  send({ type: 'score', run: 1 })
  await until((event) => event.type === 'score-progress' && event.progress.phase === 'numbers')
  send({ type: 'reset' })
  await until(isState('idle', 1))
  send({ type: 'start', run: 2, config: scored, paused: true }, { type: 'step' })
  await until((event) => event.type === 'step' && event.run === 2)
  send({ type: 'score', run: 2 })
  letGo()
  expect(await until((event) => isScore(event) && 'run' in event && event.run === 2)).toMatchObject({ type: 'score', report: { step: 1 } })
  send({ type: 'reset' })
  await until(isState('idle', 2))
})

test('before the first step there is nothing to score', async () => {
  const { until, send } = connect(device, { prepare: many })
  send(...opened, { type: 'start', run: 1, config: scored, paused: true }, { type: 'score', run: 1 })
  const failed = await until(isScore)
  expect(failed.type === 'score-failed' && failed.sentence).toContain('train a step first')
  send({ type: 'reset' })
})

test('after returning to the best step, training makes the same steps as the first time', async () => {
  const distances = [0.5, 0.2, 0.4]
  const analyse: Analyse = async (kind, input, options) => {
    const output = await analyseHere(kind, input, options)
    return 'scores' in output ? { ...output, scores: { ...output.scores, kid: distances.shift() ?? null } } : output
  }
  const { events, until, send } = connect(device, { prepare: many, analyse })
  send(...opened, { type: 'start', run: 1, config: scored, paused: true })
  await until(isState('paused'))
  const bests: (number | null)[] = []
  for (let step = 1; step <= 3; step++) {
    const before = events.length
    send({ type: 'step' })
    await until(isState('paused'), before)
    send({ type: 'score', run: 1 })
    const score = await until((event) => event.type === 'score' && event.report.step === step)
    if (score.type === 'score') bests.push(score.best)
  }
  expect(bests).toEqual([1, 2, 2])
  const mark = events.length
  send({ type: 'return-to-best', run: 1 })
  expect(await until((event) => event.type === 'returned', mark)).toEqual({ type: 'returned', run: 1, step: 2 })
  await until(isState('paused'), mark)
  const file = await checkpointOf({ events, until, send }, 1)
  const back = events.findLast((event) => event.type === 'step')
  expect([file.step, file.elapsedSeconds]).toEqual([2, back?.type === 'step' && back.report.elapsedSeconds]) // not of the step it came from
  send({ type: 'step' })
  await until((event) => event.type === 'step' && event.report.step === 3, mark)
  expect(stepsOf(events)).toEqual([1, 2, 3, 2, 3]) // the report of the step it is back at, then of the next
  expect(lossesOf(events)[4]).toBe(lossesOf(events)[2])
  send({ type: 'reset' })
  await until(isState('idle', 1))
})

test("a network of the person's own replaces the one that ships, unless its files are no network", async () => {
  const distances = [0.1, 0.5]
  const analyse: Analyse = async (kind, input, options) => {
    const output = await analyseHere(kind, input, options)
    return 'scores' in output ? { ...output, scores: { ...output.scores, kid: distances.shift() ?? null } } : output
  }
  const { events, until, send } = connect(device, { prepare: many, analyse })
  const files = filesOf(graph([-1, 4, 4, 3])).map(({ path, bytes }) => ({ path, file: new File([bytes.slice()], path) }))
  const stepOnce = async () => {
    const before = events.length
    send({ type: 'step' })
    await until(isState('paused'), before)
  }
  send(...opened, { type: 'start', run: 1, config: scored, paused: true })
  await until(isState('paused'))
  await stepOnce()
  send({ type: 'score', run: 1 })
  expect(await until(isScore)).toMatchObject({ report: { network: 'Thumbnails' }, best: 1 })

  const second = events.length
  send({ type: 'score', run: 1 }, { type: 'use-network', own: { name: 'Pixels', files, range: 'zero-one' } })
  expect(await until(isScore, second)).toEqual({ type: 'score-failed', run: 1, sentence: null }) // of two networks no score is made
  expect(await until((event) => event.type === 'network')).toEqual({ type: 'network', name: 'Pixels' })
  send({ type: 'use-network', own: { name: 'Broken', files: files.slice(1), range: 'zero-one' } })
  expect(await until((event) => event.type === 'network-failed')).toMatchObject({ sentence: expect.stringContaining('lacks its file') })
  await stepOnce()
  const third = events.length
  send({ type: 'score', run: 1 })
  expect(await until(isScore, third)).toMatchObject({ report: { network: 'Pixels' }, best: 2 }) // 0.5 in one network's features does not compare with 0.1 in another's
  send({ type: 'use-network', own: null })
  expect(await until((event) => event.type === 'network', third)).toEqual({ type: 'network', name: 'Thumbnails' })
  send({ type: 'reset' })
  await until(isState('idle', 1))
})

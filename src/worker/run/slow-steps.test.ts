// Steps in slow motion as the page asks for them: of a run that trains, of one that rests, and of one that has no step left.
import { beforeAll, expect, test } from 'vitest'
import { begin, type Connection, checkpointOf, connectOnWasm, isState, makeSteps, stepsOf, tiny } from '../trainer-test-support.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
beforeAll(async () => {
  connect = await connectOnWasm()
})

/** Asks for one, and waits until the run rests. */
async function slowStep({ events, until, send }: Connection, rests: 'paused' | 'finished' = 'paused') {
  const mark = events.length
  send({ type: 'slow-step', run: 1 })
  const event = await until(({ type }) => type === 'slow-step', mark)
  await until(isState(rests), mark)
  if (event.type !== 'slow-step') throw new Error('no step in slow motion')
  return event.slow
}

test('a run that trains makes its next step in slow motion and pauses after it; one that rests makes one and rests again', async () => {
  const trainer = connect()
  await begin(trainer)
  trainer.send({ type: 'resume' })
  await trainer.until((event) => event.type === 'step' && event.report.step >= 2)
  const first = await slowStep(trainer)
  expect(stepsOf(trainer.events).at(-1)).toBe(first.step)
  expect(trainer.events).toContainEqual(
    expect.objectContaining({ type: 'logged', event: expect.objectContaining({ event: 'paused', step: first.step }) }),
  )
  expect((await slowStep(trainer)).step).toBe(first.step + 1)
  await makeSteps(trainer, 1)
  expect(stepsOf(trainer.events).at(-1)).toBe(first.step + 2)
  trainer.send({ type: 'reset' })
  await trainer.until(isState('idle', 1))
})

test('who pauses while it is awaited gets it all the same', async () => {
  const trainer = connect()
  await begin(trainer)
  const mark = trainer.events.length
  trainer.send({ type: 'slow-step', run: 1 }, { type: 'pause' })
  await trainer.until(({ type }) => type === 'slow-step', mark)
  await trainer.until(isState('paused'), mark)
  expect(stepsOf(trainer.events)).toEqual([1])
  trainer.send({ type: 'reset' })
})

test('its state is then that of a run that has made ordinary steps', async () => {
  const [slow, plain] = [connect(), connect()]
  await begin(plain)
  await makeSteps(plain, 2)
  const { tensors: wanted } = await checkpointOf(plain, 1)
  plain.send({ type: 'reset' })
  await plain.until(isState('idle', 1))
  await begin(slow)
  await makeSteps(slow, 1)
  await slowStep(slow)
  expect((await checkpointOf(slow, 1)).tensors).toEqual(wanted)
  slow.send({ type: 'reset' })
})

test('the last step can be made so; a finished run says why it makes none', async () => {
  const trainer = connect()
  const { events, until, send } = trainer
  await begin(trainer, { ...tiny, steps: 1 })
  expect((await slowStep(trainer, 'finished')).step).toBe(1)
  send({ type: 'slow-step', run: 1 })
  const failed = await until(({ type }) => type === 'slow-step-failed')
  expect(failed).toMatchObject({ run: 1, sentence: 'The run is finished: train further first.' })
  expect(events.filter(({ type }) => type === 'slow-step')).toHaveLength(1)
  send({ type: 'reset' })
})

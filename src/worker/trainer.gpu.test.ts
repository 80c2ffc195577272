// The trainer, controlled by commands as the page sends them, on a real device; only the files and the Worker's port are fakes.
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { trainingSet } from '../data/collection.ts'
import { NoImagesError } from '../data/errors.ts'
import { identify, whyOtherImages } from '../data/fingerprint.ts'
import { restoreModels, restoreRun } from '../gan/checkpoint.ts'
import { disposeModels } from '../gan/models.ts'
import { createSampler } from '../gan/sampler.ts'
import type { Command, DataSource } from '../protocol.ts'
import type { Preparation } from '../spec/config.ts'
import type { Failure } from '../spec/report.ts'
import { type Device, openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { OutOfMemoryError } from '../tensor/wasm/module.ts'
import {
  checkpointOf,
  connect as connectTo,
  isState,
  noise,
  type Overrides,
  opened,
  preparation,
  source,
  stepsOf,
  tiny,
} from './trainer-test-support.ts'

let device: Device
beforeAll(async () => {
  device = await openDevice('webgpu')
})
const connect = (overrides?: Overrides) => connectTo(device, overrides)

let before = 0
beforeEach(() => {
  before = tf.memory().numTensors
})

test('trains, pauses within a step, makes a single step, resumes, and frees everything at reset', async () => {
  const { events, until, send } = connect()
  send(...opened, { type: 'start', run: 1, config: tiny, paused: false })
  await until(isState('running'))
  const preparing = events.filter((event) => event.type === 'preparing')
  expect(preparing.length).toBeGreaterThan(0)
  expect(preparing.at(-1)).toMatchObject({ run: 1, done: preparing.at(-1)?.total })
  await until((event) => event.type === 'step' && event.report.step >= 2)
  send({ type: 'pause' })
  await until(isState('paused'))
  const paused = stepsOf(events).at(-1) as number
  const tensors = tf.memory().numTensors
  const mark = events.length
  send({ type: 'step' })
  await until(isState('paused'), mark)
  expect(stepsOf(events).at(-1)).toBe(paused + 1)
  expect(tf.memory().numTensors).toBe(tensors) // no leak over a step and a pause
  send({ type: 'resume' })
  await until((event) => event.type === 'step' && event.report.step > paused + 1)
  send({ type: 'reset' }, { type: 'start', run: 2, config: tiny, paused: true })
  await until(isState('paused', 2)) // the first run is gone before the second begins
  send({ type: 'reset' }, { type: 'start', run: 3, config: { ...tiny, size: 64, width: 4 }, paused: true }, { type: 'reset' })
  send({ type: 'start', run: 4, config: tiny, paused: true })
  await until(isState('paused', 4))
  expect(events.some(isState('paused', 3))).toBe(false) // replaced while it was in preparation
  send({ type: 'reset' })
  await until(isState('idle', 4))
  expect(tf.memory().numTensors).toBe(before)
})

test('a reset in the middle of tuning takes effect, and the next run trains', async () => {
  let begin: () => void = () => {}
  const tuning = new Promise<void>((resolve) => {
    begin = resolve
  })
  const load = async () => begin()
  const { until, send } = connect({ tunings: { load, save: () => Promise.reject(new Error('no storage here')) } })
  send(...opened, { type: 'start', run: 1, config: tiny, paused: false })
  await tuning
  send({ type: 'reset' })
  await until(isState('idle', 1))
  expect(tf.memory().numTensors).toBe(before)
  send({ type: 'start', run: 2, config: tiny, paused: false })
  await until((event) => event.type === 'step')
  send({ type: 'reset' })
  await until(isState('idle', 2))
})

test('a finished run waits, and trains on when the number of steps is raised', async () => {
  const { events, until, send } = connect()
  send(...opened, { type: 'start', run: 1, config: { ...tiny, steps: 2 }, paused: false })
  await until(isState('finished'))
  expect(stepsOf(events).at(-1)).toBe(2)
  const mark = events.length
  send({ type: 'tune', changes: { steps: 3 } }, { type: 'resume' })
  await until(isState('finished'), mark)
  expect(stepsOf(events).at(-1)).toBe(3)
  send({ type: 'reset' })
})

test('a saved checkpoint is the whole run: the command line draws its samples and makes its next step, and notices other images', async () => {
  const { events, until, send } = connect()
  const next = () => until(isState('paused'), events.length)
  send(...opened, { type: 'start', run: 1, config: { ...tiny, steps: 4 }, paused: true })
  await until(isState('paused'))
  send({ type: 'step' })
  await next()
  const saved = () => checkpointOf({ events, until, send }, 1)
  const checkpoint = await saved()
  expect(checkpoint).toMatchObject({ step: 1, data: 'noise', config: { steps: 4 } })
  const dataset = trainingSet(noise(tiny.size))
  expect(whyOtherImages(checkpoint.images ?? { count: 0, hash: '' }, identify(dataset))).toBeNull()
  expect(whyOtherImages(checkpoint.images ?? identify(dataset), identify(noise(tiny.size, 9)))).toContain('not the images')

  const wall = events.findLast((event) => event.type === 'samples')
  if (wall?.type !== 'samples') throw new Error('no samples')
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  const { pictures: drawn } = await sampler.samples(checkpoint, wall.grid.seeds)
  sampler.dispose()
  disposeModels(models)
  const differences = drawn.pixels.map((value, i) => Math.abs(value - (wall.grid.pictures.pixels[i] as number)))
  expect(Math.max(...differences)).toBeLessThanOrEqual(1)

  const resumed = restoreRun(checkpoint, dataset)
  resumed.advance()
  await device.settle()
  const withoutClock = (report: object | null) => ({ ...report, elapsedSeconds: 0, stepsPerSecond: 0 })
  const again = withoutClock(await resumed.report())
  resumed.dispose()
  const mark = events.length
  send({ type: 'step' })
  const step = await until((event) => event.type === 'step', mark)
  expect(step.type === 'step' && withoutClock(step.report)).toEqual(again)

  send({ type: 'resume' })
  expect((await saved()).step).toBeGreaterThanOrEqual(2) // while it trains
  await until(isState('finished'))
  expect((await saved()).step).toBe(4)
  send({ type: 'reset' })
  await until(isState('idle', 1))
  expect(tf.memory().numTensors).toBe(before)
})

test('of several picture requests at once the latest is drawn, and the seeds it names are drawn from then on', async () => {
  const { events, until, send } = connect()
  send(...opened, { type: 'start', run: 1, config: tiny, paused: true })
  await until(isState('paused'))
  const ask = (request: number): Command => ({ type: 'interpolate', request, a: 1, b: 2, method: 'slerp', at: [0, 0.5, 1] })
  send(ask(1), ask(2), ask(3))
  const answer = await until((event) => event.type === 'interpolation' && event.request === 3)
  expect(answer.type === 'interpolation' && answer.interpolation.pictures.count).toBe(3)
  expect(events.filter((event) => event.type === 'interpolation')).toHaveLength(1)

  const grids = () => events.flatMap((event) => (event.type === 'samples' ? [event.grid] : []))
  const show = (seeds: readonly number[]): Command => ({ type: 'show-samples', run: 1, seeds })
  const before = grids().length
  send(show([65, 66]), show([3, 70]), { ...show([90]), run: 2 } as Command)
  await until((event) => event.type === 'samples' && event.grid.seeds[0] === 3)
  expect(grids().slice(before)).toMatchObject([{ step: 0, seeds: [3, 70], pictures: { count: 2 } }])
  const [first, other] = [grids()[0], grids().at(-1)]
  const length = tiny.size ** 2 * 4
  expect(other?.pictures.pixels.slice(0, length)).toEqual(first?.pictures.pixels.slice(2 * length, 3 * length)) // seed 3 on both
  send({ type: 'step' })
  await until((event) => event.type === 'samples' && event.grid.step === 1)
  expect(grids().at(-1)?.seeds).toEqual([3, 70])
  send({ type: 'reset' })
})

test('a learning rate of zero set during the run leaves the weights unchanged', async () => {
  const { until, send } = connect()
  send(...opened, { type: 'start', run: 1, config: tiny, paused: true })
  const still: Command = { type: 'tune', changes: { learningRateD: 0, learningRateG: 0, emaDecay: 0 } }
  send(still, { type: 'interpolate', request: 1, a: 1, b: 2, method: 'lerp', at: [0.3] })
  const first = await until((event) => event.type === 'interpolation')
  send({ type: 'step' })
  await until((event) => event.type === 'step')
  send({ type: 'interpolate', request: 2, a: 1, b: 2, method: 'lerp', at: [0.3] })
  const second = await until((event) => event.type === 'interpolation' && event.request === 2)
  if (first.type !== 'interpolation' || second.type !== 'interpolation') throw new Error('not an interpolation')
  expect(second.interpolation).toMatchObject({ step: 1, a: 1, b: 2 })
  expect(second.interpolation.pictures.pixels).toEqual(first.interpolation.pictures.pixels)
  send({ type: 'reset' })
})

test('prepares the data again when the run wants another size', async () => {
  const { events, until, send } = connect()
  send(opened[0] as Command, { type: 'open', id: 1, source, preparation: { ...preparation, size: 32 } })
  send({ type: 'start', run: 1, config: tiny, paused: true })
  const sizes = () => events.flatMap((event) => (event.type === 'dataset' ? [event.summary.size] : []))
  const samples = await until((event) => event.type === 'samples')
  expect(sizes()).toEqual([32, tiny.size])
  expect(samples.type === 'samples' && samples.grid.pictures.size).toBe(tiny.size)
  send({ type: 'reset' })
})

test('an import without a usable image fails with a sentence, and the set that was open stays', async () => {
  let good = true
  const prepare = async (_: DataSource, { size }: Preparation) => {
    if (good) return noise(size)
    throw new NoImagesError([{ path: 'notes.txt', kind: 'unknown', sentence: 'Not a picture.', image: null }])
  }
  const { until, send } = connect({ prepare })
  send(...opened)
  await until((event) => event.type === 'dataset')
  good = false
  send({ type: 'open', id: 2, source, preparation })
  const failed = await until((event) => event.type === 'dataset-failed')
  expect(failed.type === 'dataset-failed' && failed.findings[0]?.path).toBe('notes.txt')
  send({ type: 'start', run: 1, config: tiny, paused: true })
  await until(isState('paused'))
  send({ type: 'reset' })
})

test('starting without data fails with a sentence', async () => {
  const { until, send } = connect()
  send({ type: 'boot', backend: 'webgpu', base: '' }, { type: 'start', run: 1, config: tiny, paused: false })
  const failed = await until((event) => event.type === 'failed')
  expect(failed.type === 'failed' && failed.failure.reason).toBe('bad-data')
})

test('a lost device ends the run and is reported', async () => {
  let lose: (failure: Failure) => void = () => {}
  const failed = new Promise<Failure>((resolve) => {
    lose = resolve
  })
  const { events, until, send } = connect({ failed })
  send(...opened, { type: 'start', run: 1, config: tiny, paused: false })
  await until(isState('running'))
  lose({ reason: 'device-lost', message: 'The graphics device was lost.', advice: 'Restart.' })
  await until((event) => event.type === 'failed' && event.run === null)
  expect(events.some(isState('failed', 1))).toBe(true)
})

test('losses that are not finite end the run with advice', async () => {
  const { until, send } = connect()
  send(...opened, { type: 'start', run: 1, config: { ...tiny, loss: 'wasserstein', spectralNorm: false }, paused: true })
  send({ type: 'tune', changes: { learningRateD: Number.POSITIVE_INFINITY } }, { type: 'resume' })
  const failed = await until((event) => event.type === 'failed')
  expect(failed.type === 'failed' && failed.failure.reason).toBe('not-finite')
})

test('out of memory ends the run as such, with advice, and not as an internal error', async () => {
  const { until, send } = connectTo({ ...device, settle: () => Promise.reject(new OutOfMemoryError()) })
  send(...opened, { type: 'start', run: 1, config: tiny, paused: false })
  const failed = await until((event) => event.type === 'failed')
  expect(failed).toMatchObject({ run: 1, failure: { reason: 'out-of-memory', advice: expect.stringContaining('smaller batch') } })
})

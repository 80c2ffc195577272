// Runs that are shown without being trained, and runs that go from tab to tab, on a real device; files and locks are in memory.
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { readPictures } from '../../gan/checkpoint.ts'
import type { Command, TrainerEvent } from '../../protocol.ts'
import { MemoryFolder } from '../../store/memory-folder.ts'
import { writeProject } from '../../store/project-file.ts'
import { openRun } from '../../store/run-files.ts'
import { type Device, openDevice } from '../../tensor/backend.ts'
import * as tf from '../../tensor/tf.ts'
import { MemoryLocks } from '../test-support.ts'
import { type Connection, connect, endRun, isState, keptId, makeSteps, memoryRuns, opened, stepsOf, tiny } from '../trainer-test-support.ts'

let device: Device
/** A browser that keeps a run of two steps. */
const browser = new MemoryFolder()
let id = ''
let wall: Extract<TrainerEvent, { type: 'samples' }>['grid']
let before = 0

const boot = opened[0] as Command
const view = (run: number): Command => ({ type: 'view', run, source: { kind: 'stored', id } })

beforeAll(async () => {
  device = await openDevice('webgpu')
  const page = connect(device, { keeping: memoryRuns(browser) })
  await train(page, 1)
  await endRun(page, 1)
  id = keptId(page.events)
  wall = of(page.events, 'samples').at(-1)?.grid as typeof wall
})
beforeEach(() => {
  before = tf.memory().numTensors
})

/** Two steps of a run, which then rests. */
async function train(page: Connection, run: number): Promise<void> {
  page.send(...opened, { type: 'start', run, config: tiny, paused: true })
  await page.until(isState('paused', run))
  await makeSteps(page, 2)
}

function of<T extends TrainerEvent['type']>(events: readonly TrainerEvent[], type: T): Extract<TrainerEvent, { type: T }>[] {
  return events.filter((event): event is Extract<TrainerEvent, { type: T }> => event.type === type)
}

/** What the generator that is shown draws. */
async function drawing({ send, until, events }: Connection, run: number) {
  const mark = events.length
  send({ type: 'show-samples', run, seeds: [1, 70] }, { type: 'interpolate', request: mark, a: 1, b: 70, method: 'slerp', at: [0, 1] })
  const samples = await until(({ type }) => type === 'samples', mark)
  const between = await until(({ type }) => type === 'interpolation', mark)
  if (samples.type !== 'samples' || between.type !== 'interpolation') throw new Error('nothing was drawn')
  return { samples: samples.grid, between: between.interpolation }
}

const largestDifference = (one: Uint8ClampedArray, other: Uint8ClampedArray) =>
  Math.max(...one.map((value, i) => Math.abs(value - (other[i] as number))))

test('a kept run is shown before there is a device, then draws, and is gone when another run begins', async () => {
  let ready = () => {}
  const booting = new Promise<void>((resolve) => {
    ready = resolve
  })
  const page = connect(device, { keeping: memoryRuns(browser), booting })
  const { send, until, events } = page
  send(boot, view(1))
  await until(isState('viewing', 1))
  expect(events.map(({ type }) => type)).toEqual(['history', 'snapshots', 'samples', 'rotations', 'state'])
  const [history] = of(events, 'history')
  expect(history).toMatchObject({ run: 1, id, history: { summary: { step: 2, resumable: true } } })
  expect(history?.history.events.flatMap((event) => (event.event === 'step' ? [event.step] : []))).toEqual([1, 2])
  const shown = of(events, 'samples')[0]?.grid as typeof wall
  expect(shown).toEqual(wall)

  const { snapshots } = of(events, 'snapshots')[0] as { snapshots: readonly { file: string; step: number }[] }
  const file = snapshots.at(-1)?.file ?? ''
  send({ type: 'show-snapshot', run: 1, file: 'none' }, { type: 'show-snapshot', run: 1, file })
  expect(await until((event) => event.type === 'snapshot')).toMatchObject({ file, pictures: { step: 2, wall: { step: 2 } } })
  expect(of(events, 'device')).toEqual([])

  ready()
  const { samples, between } = await drawing(page, 1)
  const length = 4 * tiny.size ** 2
  expect(largestDifference(samples.pictures.pixels.subarray(0, length), wall.pictures.pixels.subarray(0, length))).toBeLessThanOrEqual(1)
  expect(largestDifference(between.pictures.pixels, samples.pictures.pixels)).toBeLessThanOrEqual(1)
  expect([samples.step, between.step]).toEqual([2, 2])
  expect(of(events, 'layers')).toEqual([])

  send(opened[1] as Command, { type: 'start', run: 2, config: tiny, paused: true })
  await until(isState('paused', 2))
  const mark = events.length
  send({ type: 'show-samples', run: 1, seeds: [5] })
  await endRun(page, 2)
  expect(of(events.slice(mark), 'samples')).toEqual([])
  expect(tf.memory().numTensors).toBe(before)
})

test('the finished run of the page can be looked at like any other, but has no id and needs only its networks', async () => {
  const stored = await openRun(await (await browser.folder('runs')).folder(id), readPictures)
  const bytes = await writeProject(stored, { snapshots: 'ends', content: 'networks', set: null })
  const page = connect(device, { loadExample: async () => bytes })
  page.send(boot, { type: 'view', run: 1, source: { kind: 'example' } })
  await page.until(isState('viewing', 1))
  expect(of(page.events, 'history')).toMatchObject([{ id: null, history: { summary: { resumable: false } } }])
  const { samples } = await drawing(page, 1)
  expect(samples.pictures.count).toBe(2)
  await endRun(page, 1)
  expect(tf.memory().numTensors).toBe(before)
})

test('without a finished run, or with a broken one, the page is as it was', async () => {
  for (const loadExample of [() => Promise.reject(new Error('404')), async () => new Uint8Array(100)]) {
    const page = connect(device, { loadExample })
    page.send(boot, { type: 'view', run: 1, source: { kind: 'example' } })
    await page.until(isState('idle', 1))
    await page.until(({ type }) => type === 'device')
    expect(page.events.map(({ type }) => type).sort()).toEqual(['device', 'state'])
  }
})

test('a run that is not kept cannot be shown, and says so', async () => {
  const page = connect(device)
  page.send(boot, { type: 'view', run: 1, source: { kind: 'stored', id: 'gone' } })
  const failed = await page.until(({ type }) => type === 'failed')
  expect(failed).toMatchObject({ run: 1, failure: { reason: 'bad-data', message: 'This run is no longer kept in this browser.' } })
})

test('a tab whose run is taken away stops training it, and writes nothing more', async () => {
  const [root, locks] = [new MemoryFolder(), new MemoryLocks()]
  const there = connect(device, { keeping: memoryRuns(root, locks.tab()) })
  await train(there, 7)
  await there.until(({ type }) => type === 'saved')
  const run = keptId(there.events)
  there.send({ type: 'resume' })
  await there.until((event) => event.type === 'step' && event.report.step > 2) // which has to be saved at the end
  const here = memoryRuns(root, locks.tab())
  const stolen = await here.locks.steal(run)
  await stolen.release()
  await here.runs.rename(run, 'Mine')
  const kept = (await here.runs.open(run)).record
  expect(kept.name).toBe('Mine')
  expect(await there.until(({ type }) => type === 'taken-over')).toMatchObject({ run: 7 })
  await there.until(isState('idle', 7))
  expect((await here.runs.open(run)).record).toEqual(kept)
  expect(tf.memory().numTensors).toBe(before)
})

test('a run goes from the tab that trains it to one that watches it, where it goes on at the same step', async () => {
  const [root, locks] = [new MemoryFolder(), new MemoryLocks()]
  const there = connect(device, { keeping: memoryRuns(root, locks.tab()) })
  await train(there, 7)
  await there.until(({ type }) => type === 'saved')
  const here = connect(device, { keeping: memoryRuns(root, locks.tab()) })
  const run = keptId(there.events)
  here.send(...opened, { type: 'view', run: 1, source: { kind: 'stored', id: run } })
  await here.until((event) => event.type === 'watching' && event.live)
  await makeSteps(there, 1)
  await here.until((event) => event.type === 'step' && event.report.step === 3)
  expect(of(here.events, 'step').every((event) => event.run === 1)).toBe(true)

  here.send({ type: 'continue', run: 2, snapshot: { id: run, file: null }, branch: false, paused: true })
  expect(await here.until(({ type }) => type === 'failed')).toMatchObject({ run: 2 }) // not while it is trained there

  here.send({ type: 'view', run: 3, source: { kind: 'stored', id: run } }, { type: 'take-over', run: 3 })
  await here.until((event) => event.type === 'released' && event.run === 3)
  expect(await there.until(({ type }) => type === 'taken-over')).toEqual({ type: 'taken-over', run: 7 })
  here.send({ type: 'continue', run: 4, snapshot: { id: run, file: null }, branch: false, paused: true })
  await here.until(isState('paused', 4))
  await makeSteps(here, 1)
  expect(stepsOf(here.events).at(-1)).toBe(4)
  await endRun(here, 4)
  expect(tf.memory().numTensors).toBe(before)
})

// A run with classes, as the page and its files see it: found before its first pictures, found anew on the way, kept, continued, and given up.
import { beforeAll, expect, test } from 'vitest'
import type { Collection } from '../../data/collection.ts'
import { type Analyse, analyseHere } from '../../eval/analysis.ts'
import type { Checkpoint } from '../../gan/checkpoint.ts'
import { TrainingError } from '../../gan/errors.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { NO_CLASS, type RunClasses } from '../../spec/classes.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { RunHistory } from '../../spec/runs.ts'
import { MemoryFolder } from '../../store/memory-folder.ts'
import * as tf from '../../tensor/tf.ts'
import {
  begin,
  type Connection,
  checkpointOf,
  connectOnWasm,
  darkAndBright,
  endRun,
  goOn,
  heldAnalysis,
  isBright,
  isState,
  keptId,
  makeSavedSteps,
  makeSteps,
  memoryRuns,
  opened,
  tiny,
} from '../trainer-test-support.ts'

let connect: Awaited<ReturnType<typeof connectOnWasm>>
beforeAll(async () => {
  connect = await connectOnWasm()
})

const NAMES = ['dark', 'bright']

/** As if somebody had changed the labels; the first so many have none. */
function labelled(size: number, { names = NAMES, unlabelled = 0, flipped = false } = {}): Collection {
  const set = darkAndBright(size, 60)
  const labelOf = (image: number) => (image < unlabelled ? NO_CLASS : Number(isBright(image) !== flipped))
  return { ...set, labels: { names, ofImages: Array.from({ length: set.count }, (_, image) => labelOf(image)) } }
}

const prepare = async (_: unknown, { size }: { readonly size: number }) => labelled(size)
const config: RunConfig = { ...tiny, discriminatorSteps: 1, heldOut: 0.25 }
/** As a self-conditioned GAN, which finds them anew. */
const RELABEL = 10
const clustered: RunConfig = { ...config, conditioning: 'clusters', classCount: 3, labelFeatures: 'discriminator', relabelEvery: RELABEL }

const classesIn = (events: readonly TrainerEvent[]): RunClasses[] =>
  events.flatMap((event) => (event.type === 'classes' && event.classes ? [event.classes] : []))
const labelledIn = ({ events }: Pick<RunHistory, 'events'>) => events.filter(({ event }) => event === 'labelled')
const stateIn = ({ tensors, classes }: Checkpoint) => ({ tensors, classes })

/** Trains on to this step without a rest. */
async function trainTo(trainer: Connection, run: number, steps: number): Promise<void> {
  const mark = trainer.events.length
  trainer.send({ type: 'tune', changes: { steps } }, { type: 'resume' })
  await trainer.until(isState('finished', run), mark)
}

async function stateAtEnd(trainer: Connection, run: number) {
  const state = stateIn(await checkpointOf(trainer, run))
  await endRun(trainer, run)
  return state
}

test('classes are found before the first wall, which names the class of each cell, and the page is told them', async () => {
  const before = tf.memory().numTensors
  const trainer = connect({ prepare })
  trainer.send(...opened)
  await trainer.until((event) => event.type === 'dataset')
  trainer.send({ type: 'take-images', id: 1, images: [0, 7], taken: false })
  trainer.send({ type: 'start', run: 1, config: { ...config, conditioning: 'given' }, paused: true })
  await trainer.until(isState('paused', 1))
  const types = trainer.events.map((event) => event.type)
  expect(types.indexOf('samples')).toBeGreaterThan(types.lastIndexOf('classes'))
  expect(trainer.events.filter(({ type }) => type === 'waiting')).toEqual([
    { type: 'waiting', run: 1, for: 'labels' },
    { type: 'waiting', run: 1, for: null },
  ])
  expect(trainer.events.filter(({ type }) => type === 'labelling').at(-1)).toEqual({ type: 'labelling', run: 1, progress: null })
  const [classes] = classesIn(trainer.events)
  expect(classes).toMatchObject({ conditioning: 'given', names: NAMES, step: 0, accuracy: null })
  expect(classes?.ofImages).toHaveLength(60)
  expect([0, 7].map((image) => classes?.ofImages[image])).toEqual([NO_CLASS, NO_CLASS])
  const told = [...(classes?.ofImages ?? [])].flatMap((label, image) => (label === NO_CLASS ? [] : [label === Number(isBright(image))]))
  expect(told).toHaveLength((classes?.counts[0] ?? 0) + (classes?.counts[1] ?? 0))
  expect(told.every(Boolean)).toBe(true)

  const wall = trainer.events.find((event) => event.type === 'samples')
  const cells = wall?.type === 'samples' ? wall.grid.classes : undefined
  expect(new Set(cells)).toEqual(new Set([0, 1]))
  const mark = trainer.events.length
  trainer.send({ type: 'show-samples', run: 1, seeds: [4, 4], classes: [0, 1] })
  const rows = await trainer.until((event) => event.type === 'samples', mark)
  expect(rows.type === 'samples' && rows.grid).toMatchObject({ seeds: [4, 4], classes: [0, 1] })
  trainer.send({ type: 'show-samples', run: 1, seeds: [4, 5], classes: [7, 1] }) // of a run that had more classes
  const other = await trainer.until((event) => event.type === 'samples', trainer.events.length)
  expect(other.type === 'samples' && other.grid.classes).toEqual([cells?.[3], cells?.[4]])
  trainer.send({ type: 'interpolate', request: 1, a: 4, b: 4, classes: [0, 1], method: 'slerp', at: [0, 1] })
  const morph = await trainer.until((event) => event.type === 'interpolation')
  const { pictures } = rows.type === 'samples' ? rows.grid : { pictures: null }
  expect(morph.type === 'interpolation' && morph.interpolation.pictures).toEqual(pictures)
  await endRun(trainer, 1)
  expect(tf.memory().numTensors).toBe(before)
})

test('a run whose classes are found anew goes on bit for bit where it was saved before or after that, and its history says so once', async () => {
  const straight = connect({ prepare })
  await begin(straight, clustered)
  await trainTo(straight, 1, RELABEL + 2)
  const expected = await stateAtEnd(straight, 1)
  expect(classesIn(straight.events).map(({ step }) => step)).toEqual([0, RELABEL])

  for (const stop of [RELABEL, RELABEL + 1]) {
    const keeping = memoryRuns()
    const first = connect({ prepare, keeping })
    await begin(first, clustered)
    await trainTo(first, 1, stop)
    await endRun(first, 1)
    const second = connect({ prepare, keeping })
    const id = keptId(first.events)
    await goOn(second, { id, file: null })
    expect(classesIn(second.events).map(({ step }) => step)).toEqual([stop > RELABEL ? RELABEL : 0])
    expect(second.events.filter(({ type }) => type === 'labels-changed')).toEqual([])
    await trainTo(second, 2, RELABEL + 2)
    expect(await stateAtEnd(second, 2)).toEqual(expected)
    const labelledAt = labelledIn(await keeping.runs.history(id))
    expect(labelledAt.map(({ step }) => step)).toEqual([0, RELABEL])
    expect(labelledAt.map((event) => event.event === 'labelled' && event.moved === null)).toEqual([true, false])
  }
})

test('while classes are found the run is paused at once, and rests once they are; reset gives the search up, and nothing is kept', async () => {
  const before = tf.memory().numTensors
  const keeping = memoryRuns()
  const { analyse, started, letGo } = heldAnalysis()
  const trainer = connect({ prepare, keeping, analyse })
  trainer.send(...opened, { type: 'start', run: 1, config: clustered, paused: false })
  await started
  trainer.send({ type: 'pause' })
  await trainer.until(isState('paused', 1))
  expect(trainer.events.some(({ type }) => type === 'samples')).toBe(false)
  letGo()
  await trainer.until((event) => event.type === 'samples')
  await makeSteps(trainer, 1)
  await endRun(trainer, 1)

  const other = heldAnalysis()
  const givenUp = connect({ prepare, keeping: memoryRuns(), analyse: other.analyse })
  givenUp.send(...opened, { type: 'start', run: 1, config: clustered, paused: false })
  await other.started
  await endRun(givenUp, 1)
  expect(givenUp.events.some(({ type }) => ['failed', 'samples', 'saved'].includes(type))).toBe(false)
  expect(tf.memory().numTensors).toBe(before)
})

/** A run that looks for its classes anew, and was saved at this step before. */
async function searchAnew(keeping: ReturnType<typeof memoryRuns>) {
  const held = heldAnalysis()
  let analyse: Analyse = analyseHere
  const trainer = connect({ prepare, keeping, analyse: (...analysis) => analyse(...analysis) })
  await begin(trainer, clustered)
  await trainTo(trainer, 1, RELABEL)
  await trainer.until((event) => event.type === 'saved' && event.save.step === RELABEL)
  analyse = held.analyse
  trainer.send({ type: 'tune', changes: { steps: RELABEL + 1 } })
  await held.started
  return { trainer, letGo: held.letGo }
}

test('a page that is killed while classes are found anew loses nothing of what was saved before', async () => {
  const straight = connect({ prepare })
  await begin(straight, clustered)
  await trainTo(straight, 1, RELABEL + 1)
  const expected = await stateAtEnd(straight, 1)

  const folder = new MemoryFolder()
  const { trainer: killed } = await searchAnew(memoryRuns(folder)) // and is never heard of again
  const next = connect({ prepare, keeping: memoryRuns(folder) })
  await goOn(next, { id: keptId(killed.events), file: null })
  await trainTo(next, 2, RELABEL + 1)
  expect(await stateAtEnd(next, 2)).toEqual(expected)
  await endRun(killed, 1)
})

test('classes that were found anew are kept where the run then rests, at the step of the save before', async () => {
  const keeping = memoryRuns()
  const { trainer, letGo } = await searchAnew(keeping)
  trainer.send({ type: 'pause' })
  letGo()
  await trainer.until((event) => event.type === 'classes' && event.classes?.step === RELABEL)
  await endRun(trainer, 1)
  const id = keptId(trainer.events)
  const next = connect({ prepare, keeping })
  await goOn(next, { id, file: null })
  await endRun(next, 2)
  expect(classesIn(next.events).map(({ step }) => step)).toEqual([RELABEL])
  expect(labelledIn(await keeping.runs.history(id)).map(({ step }) => step)).toEqual([0, RELABEL])
})

test.each<[string, Partial<RunConfig>, string]>([
  ['no labels where some are needed', { conditioning: 'given' }, 'These settings need labels, and the images have none'],
  [
    'more clusters than images',
    { conditioning: 'clusters', classCount: 100, labelFeatures: 'discriminator' },
    'images cannot make 100 groups: ask for at most',
  ],
])('%s: the run ends in plain words, with advice', async (_, settings, words) => {
  const before = tf.memory().numTensors
  const trainer = connect()
  trainer.send(...opened, { type: 'start', run: 1, config: { ...config, ...settings }, paused: true })
  const failed = await trainer.until((event) => event.type === 'failed')
  if (failed.type !== 'failed') throw new Error('unreachable')
  expect(failed.failure).toMatchObject({ reason: 'bad-data', message: expect.stringContaining(words) })
  expect(failed.failure.advice).not.toBe('')
  await endRun(trainer, 1)
  expect(tf.memory().numTensors).toBe(before)
})

test('a run whose classes cannot be found anew ends, and is kept up to there', async () => {
  const keeping = memoryRuns()
  const failure = { reason: 'bad-data', message: 'The images are gone.', advice: 'Choose them again.' } as const
  let searches = 0
  const analyse: Analyse = async (...analysis) => {
    if (searches++ === 0) return analyseHere(...analysis)
    throw new TrainingError(failure) // a FeatureError says that D can tell nothing any more, and then the classes stay
  }
  const trainer = connect({ prepare, keeping, analyse })
  await begin(trainer, { ...clustered, conditioning: 'inferred' })
  trainer.send({ type: 'resume' })
  const failed = await trainer.until((event) => event.type === 'failed')
  expect(failed.type === 'failed' && failed.failure).toMatchObject(failure)
  await endRun(trainer, 1)
  expect((await keeping.runs.history(keptId(trainer.events))).summary.step).toBe(RELABEL)
})

test('a run goes on with its own labels where those of its images have changed, and says so', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping, prepare: async (_, { size }) => labelled(size, { unlabelled: 6 }) })
  await begin(first, { ...config, conditioning: 'given' })
  await makeSteps(first, 1)
  await endRun(first, 1)
  const [began] = classesIn(first.events)
  const goesOn = async (how: Parameters<typeof labelled>[1]) => {
    const next = connect({ keeping, prepare: async (_, { size }) => labelled(size, how) })
    await goOn(next, { id: keptId(first.events), file: null })
    await endRun(next, 2)
    expect(classesIn(next.events)).toEqual([began])
    return next.events.filter(({ type }) => type === 'labels-changed').length
  }
  expect(await goesOn({ unlabelled: 6 })).toBe(0)
  expect(await goesOn({ unlabelled: 3 })).toBe(1)
  expect(await goesOn({ unlabelled: 6, flipped: true })).toBe(1)
  expect(await goesOn({ unlabelled: 6, names: ['dim', 'bright'] })).toBe(1)
})

test('a kept run that is only looked at tells its classes and draws them', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping, prepare })
  await begin(first, { ...config, conditioning: 'inferred', labelShare: 0.2, labelFeatures: 'discriminator' })
  await makeSavedSteps(first, 1)
  await endRun(first, 1)
  const [classes] = classesIn(first.events)
  expect(classes?.accuracy).toBeGreaterThan(0.5)
  const id = keptId(first.events)
  const viewer = connect({ keeping })
  viewer.send(...opened.slice(0, 1), { type: 'view', run: 2, source: { kind: 'stored', id } })
  await viewer.until((event) => event.type === 'classes')
  expect(classesIn(viewer.events)).toEqual([classes])
  const wall = viewer.events.find((event) => event.type === 'samples')
  viewer.send({ type: 'show-samples', run: 2, seeds: [1, 1], classes: [0, 1] })
  const drawn = await viewer.until((event) => event.type === 'samples' && event.grid.seeds.length === 2)
  expect(drawn.type === 'samples' && drawn.grid.classes).toEqual([0, 1])
  const kept = wall?.type === 'samples' ? wall.grid : null
  expect(kept?.classes).toHaveLength(64)
  const length = 16 * 16 * 4
  const own = kept?.classes?.[0] as number
  expect(drawn.type === 'samples' && drawn.grid.pictures.pixels.slice(own * length, (own + 1) * length)).toEqual(
    kept?.pictures.pixels.slice(0, length),
  )
  await endRun(viewer, 2)
})

test('a run whose weights do not know the classes of these images is not begun with them', async () => {
  const keeping = memoryRuns()
  const first = connect({ keeping, prepare })
  await begin(first, clustered)
  await makeSteps(first, 1)
  await endRun(first, 1)
  const id = keptId(first.events)
  const beginning = { origin: { kind: 'weights', id, name: 'Noise', step: 1 }, weights: { id, file: null }, changes: [] } as const
  const other = connect({ keeping, prepare })
  other.send(...opened, { type: 'start', run: 2, config: { ...config, conditioning: 'given' }, paused: true, beginning })
  const failed = await other.until((event) => event.type === 'failed')
  expect(failed.type === 'failed' && failed.failure.message).toBe(
    'The weights of that run do not fit: its networks know 3 classes, and these 2 classes.',
  )
})

// Feature analyses as the page requests them, on a real device: with a run and without, of folders and of labels by hand, cancelled and replaced.
import { beforeAll, expect, test } from 'vitest'
import { collectionOf } from '../data/collection.ts'
import { splitImages } from '../data/sampling.ts'
import type { TrainerEvent } from '../protocol.ts'
import type { RunConfig } from '../spec/config.ts'
import type { FeatureAnalysis, FeatureAnalysisResult } from '../spec/feature-analyses.ts'
import { type Device, openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import type { Prepare } from './images.ts'
import { connect, isState, type Overrides, opened, tiny } from './trainer-test-support.ts'

let device: Device
beforeAll(async () => {
  device = await openDevice('webgpu')
})

const COUNT = 60
const network = { kind: 'network', name: 'mobilenet-v2' } as const
const conv4 = { kind: 'discriminator', layer: 'conv4' } as const
const config: RunConfig = { ...tiny, heldOut: 0.2 }

/** The last image is the first again. */
const isDark = (image: number) => (image % (COUNT - 1)) % 2 === 0

/** Dark red images in one folder and bright blue ones in another, in turn, each with noise of its own. */
const darkAndBright: Prepare = async (_, { size }) => {
  const length = size * size * 3
  const images = Uint8Array.from({ length: COUNT * length }, (_, i) => {
    const image = Math.floor(i / length) % (COUNT - 1)
    const tones = isDark(image) ? [90, 20, 20] : [60, 120, 190]
    return (tones[i % 3] as number) + (((i % length) * 7919 + image * 104_729 + ((i * image) >> 5)) % 60)
  })
  const paths = Array.from({ length: COUNT }, (_, i) => `${(i % (COUNT - 1)) % 2 === 0 ? 'dark' : 'bright'}/${i}.png`)
  return { ...collectionOf({ name: 'tones', label: 'Tones', images, count: COUNT, size, channels: 3 }), paths }
}

const isAnswer = (event: TrainerEvent) => event.type === 'analysis' || event.type === 'analysis-failed'

/** Runs one analysis after another; returns the result, or the sentence where there is none. */
function asking(overrides: Overrides = { prepare: darkAndBright }) {
  const trainer = connect(device, overrides)
  let id = 0
  async function ask(
    analysis: FeatureAnalysis,
  ): Promise<{ step: number | null; deviceSeconds: number; result: FeatureAnalysisResult } | { sentence: string | null }> {
    const mine = ++id
    const mark = trainer.events.length
    trainer.send({ type: 'analyse', id: mine, analysis })
    const answer = await trainer.until((event) => isAnswer(event) && 'id' in event && event.id === mine, mark)
    const shares = trainer.events.flatMap((event) => (event.type === 'analysis-progress' && event.id === mine ? [event.share] : []))
    expect(shares).toEqual([...shares].sort((one, other) => one - other)) // of the whole analysis: it never falls
    if (answer.type === 'analysis') return answer
    return { sentence: answer.type === 'analysis-failed' ? answer.sentence : 'no answer' }
  }
  return { ...trainer, ask }
}

test('without a run, in the features of the feature network: neighbours, a map, clusters and a probe of folders', async () => {
  const { ask, send, until } = asking()
  send(...opened)
  await until((event) => event.type === 'dataset')
  expect(await ask({ kind: 'neighbours', source: network, image: 0, count: 3 })).toMatchObject({
    step: null,
    result: { image: 0, nearest: [{ image: COUNT - 1 }, {}, {}] },
  })
  expect(await ask({ kind: 'neighbours', source: network, image: COUNT - 1, count: 1 })).toMatchObject({
    result: { image: COUNT - 1, nearest: [{ image: 0 }] },
  })
  const map = await ask({ kind: 'map', source: network, samples: 8 })
  expect(map).toMatchObject({ result: { samples: null, seeds: [] } }) // nothing has drawn samples yet
  if (!('result' in map) || map.result.kind !== 'map') throw new Error('not a map')
  expect(map.result.positions).toHaveLength(2 * COUNT)
  expect(Math.max(...map.result.positions)).toBeLessThanOrEqual(1)

  const clusters = await ask({ kind: 'clusters', source: network, k: null })
  if (!('result' in clusters) || clusters.result.kind !== 'clusters') throw new Error('not clusters')
  const { k, assignment, typical, images } = clusters.result
  expect(k).toBe(2)
  const clusterOf = (image: number) => assignment[images.indexOf(image)]
  for (const image of images) expect(clusterOf(image)).toBe(clusterOf(isDark(image) ? 0 : 1))
  expect(typical[0]?.every((image) => assignment[images.indexOf(image)] === 0)).toBe(true)

  const probe = await ask({ kind: 'probe', labelled: null })
  if (!('result' in probe) || probe.result.kind !== 'probe') throw new Error(JSON.stringify(probe))
  expect(probe.result.rows.map(({ features, accuracy }) => [features, accuracy])).toEqual([
    ['network', 1],
    ['pixels', 1],
  ])
  expect([probe.result.learnt, probe.result.tested, probe.result.folds]).toEqual([COUNT, COUNT, 10]) // few: each is tested once
})

test('an image that is left out takes part in no analysis but that of its own neighbours', async () => {
  const { ask, send, until } = asking()
  send(...opened)
  const event = await until((event) => event.type === 'dataset')
  if (event.type !== 'dataset') throw new Error('no dataset')
  send({ type: 'take-images', id: event.id, images: [0], taken: false })
  await until((event) => event.type === 'warnings') // the open set is another object until then
  expect(await ask({ kind: 'neighbours', source: network, image: 0, count: 1 })).toMatchObject({
    result: { nearest: [{ image: COUNT - 1 }] },
  })
  const clusters = await ask({ kind: 'clusters', source: network, k: 2 })
  expect(clusters).toMatchObject({ result: { images: Array.from({ length: COUNT - 1 }, (_, i) => i + 1) } })
  const others = await ask({ kind: 'neighbours', source: network, image: COUNT - 1, count: COUNT - 2 })
  expect(JSON.stringify(others)).not.toContain('"image":0,')
})

test('with a run, in the features of its discriminator, with samples and rotations, and no tensor is left behind', async () => {
  const { ask, events, send, until } = asking()
  send(...opened, { type: 'start', run: 1, config, paused: true })
  await until(isState('paused'))
  expect(events.find((event) => event.type === 'layers')).toMatchObject({ run: 1, layers: { length: 7 } })
  expect(await ask({ kind: 'sample-neighbours', source: network, seed: 1, class: null, count: 3 })).toEqual({
    sentence: 'The generator has not learnt anything yet: train a few steps first.',
  })
  expect(await ask({ kind: 'rotations' })).toEqual({ sentence: 'The discriminator has not learnt anything yet: train a few steps first.' })
  const mark = events.length
  send({ type: 'step' })
  await until(isState('paused'), mark)
  // Samples are recorded from now on, and make even this map one of a step.
  expect(await ask({ kind: 'map', source: network, samples: 8 })).toMatchObject({ step: 1 })
  const tensors = tf.memory().numTensors

  expect(await ask({ kind: 'neighbours', source: conv4, image: 0, count: 1 })).toMatchObject({
    step: 1,
    result: { nearest: [{ image: COUNT - 1, similarity: expect.closeTo(1, 5) }] },
  })
  for (const source of [network, conv4]) {
    const near = await ask({ kind: 'sample-neighbours', source, seed: 70, class: null, count: 100 })
    expect(near).toMatchObject({ step: 1, result: { seed: 70, class: null, nearest: { length: 48 } } }) // 12 of 60 are held out: no training images
    if (!('result' in near) || near.result.kind !== 'sample-neighbours') throw new Error('not the images nearest to a sample')
    const similarities = near.result.nearest.map(({ similarity }) => similarity)
    expect(similarities).toEqual([...similarities].sort((one, other) => other - one))
    const { heldOut } = splitImages(COUNT, config)
    expect(near.result.meanSimilarity).toBeCloseTo(similarities.reduce((sum, one) => sum + one, 0) / similarities.length, 6)
    expect(near.deviceSeconds).toBeGreaterThan(0)
    expect(near.result.nearest.filter(({ image }) => heldOut.includes(image))).toEqual([])
  }
  const map = await ask({ kind: 'map', source: conv4, samples: 8 })
  expect(map).toMatchObject({ step: 1, result: { samples: { count: 8 }, seeds: [1, 2, 3, 4, 5, 6, 7, 8] } })
  if ('result' in map && map.result.kind === 'map') expect(map.result.positions).toHaveLength(2 * (COUNT + 8))

  const probe = await ask({ kind: 'probe', labelled: null })
  if (!('result' in probe) || probe.result.kind !== 'probe') throw new Error(JSON.stringify(probe))
  const kinds = probe.result.rows.map(({ features }) => features)
  expect([kinds.filter((kind) => kind === 'trained').length, kinds.filter((kind) => kind === 'untrained').length]).toEqual([7, 7])

  const turns = await ask({ kind: 'rotations' })
  if (!('result' in turns) || turns.result.kind !== 'rotations') throw new Error(JSON.stringify(turns))
  expect(turns.result).toMatchObject({ images: 12, heldOut: true })
  for (const row of turns.result.matrix) expect(row.reduce((sum, count) => sum + count, 0)).toBe(12)
  expect(turns.result.pictures.count).toBe(turns.result.mistakes.length)
  expect(tf.memory().numTensors).toBe(tensors)
  send({ type: 'reset' })
  await until(isState('idle', 1))
})

test('labels by hand are learnt from and tested in folds; one class alone is refused', async () => {
  const { ask, send, until } = asking()
  send(...opened)
  await until((event) => event.type === 'dataset')
  const images = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
  const classes = images.map((image) => (image % 2 === 0 ? 'night' : 'day'))
  const probe = await ask({ kind: 'probe', labelled: { images, classes } })
  expect(probe).toMatchObject({ result: { classes: ['day', 'night'], learnt: 10, tested: 10, folds: 10, chance: 0.5 } })
  const odd = await ask({ kind: 'probe', labelled: { images: [...images, 11], classes: [...classes, 'dusk'] } })
  expect(odd).toMatchObject({ result: { classes: ['day', 'night'], leftOut: [expect.stringContaining('dusk')] } })
  const alone = await ask({ kind: 'probe', labelled: { images: [0, 2], classes: ['night', 'night'] } })
  expect('sentence' in alone && alone.sentence).toMatch(/night/)
})

test('an analysis without a result gives a sentence that says why', async () => {
  const { ask, send, until } = asking({})
  send(opened[0] as (typeof opened)[number])
  expect(await ask({ kind: 'clusters', source: network, k: 3 })).toMatchObject({ sentence: expect.stringMatching(/no images/) })
  send(...opened.slice(1))
  await until((event) => event.type === 'dataset')
  expect(await ask({ kind: 'map', source: conv4, samples: 0 })).toMatchObject({ sentence: expect.stringMatching(/press Train/) })
  expect(await ask({ kind: 'probe', labelled: null })).toMatchObject({ sentence: expect.stringMatching(/no labels/) })
  expect(await ask({ kind: 'clusters', source: network, k: 50 })).toMatchObject({ sentence: expect.stringMatching(/\d+/) })
})

test('neighbours of the only image are refused in a sentence', async () => {
  const only: Prepare = async (_, { size }) =>
    collectionOf({ name: 'one', label: 'One', images: new Uint8Array(size * size * 3), count: 1, size, channels: 3 })
  const { ask, send, until } = asking({ prepare: only })
  send(...opened)
  await until((event) => event.type === 'dataset')
  expect(await ask({ kind: 'neighbours', source: network, image: 0, count: 3 })).toEqual({
    sentence: 'All other images are left out: take some of them to see which are like this one.',
  })
})

test('an analysis that is cancelled or replaced ends without a sentence, and the newer one gives its result', async () => {
  const { events, send, until } = asking()
  send(...opened)
  await until((event) => event.type === 'dataset')
  send({ type: 'analyse', id: 1, analysis: { kind: 'map', source: network, samples: 0 } }, { type: 'cancel-analysis', id: 1 })
  send({ type: 'analyse', id: 2, analysis: { kind: 'map', source: network, samples: 0 } })
  send({ type: 'analyse', id: 3, analysis: { kind: 'neighbours', source: network, image: 5, count: 2 } })
  await until((event) => event.type === 'analysis' && event.id === 3)
  await until((event) => event.type === 'analysis-failed' && event.id === 2)
  const failed = events.filter((event) => event.type === 'analysis-failed')
  expect(failed).toEqual([1, 2].map((id) => ({ type: 'analysis-failed', id, sentence: null })))
})

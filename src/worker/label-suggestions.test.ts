// Suggested labels as the page requests them: from the labels of the moment, with features that are extracted once.
import { beforeAll, expect, test } from 'vitest'
import { collectionOf } from '../data/collection.ts'
import type { FeatureAnalysis, LabelSuggestions } from '../spec/feature-analyses.ts'
import type { Device } from '../tensor/backend.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import type { Prepare } from './images.ts'
import { connect, isState, opened, tiny } from './trainer-test-support.ts'

let device: Device
beforeAll(async () => {
  device = await openTestDevice('wasm')
})

const COUNT = 60
const NAMES = ['dark', 'bright']
const source = { kind: 'network', name: 'mobilenet-v2' } as const

/** Dark and bright images in turn, each with noise of its own. */
const darkAndBright: Prepare = async (_, { size }) => {
  const length = size * size * 3
  const images = Uint8Array.from({ length: COUNT * length }, (_, i) => {
    const image = Math.floor(i / length)
    return (image % 2 === 0 ? 40 : 170) + (((i % length) * 7919 + image * 104_729 + ((i * image) >> 5)) % 60)
  })
  return collectionOf({ name: 'tones', label: 'Tones', images, count: COUNT, size, channels: 3 })
}

function labelling() {
  const trainer = connect(device, { prepare: darkAndBright })
  let id = 0
  /** @param labels of images by their numbers */
  async function suggest(labels: Readonly<Record<number, number>>, names = NAMES) {
    const images = Object.keys(labels).map(Number)
    const analysis: FeatureAnalysis = {
      kind: 'suggestions',
      source,
      labelled: { images, classes: Object.values(labels), names, accepted: [] },
    }
    const [mine, mark] = [++id, trainer.events.length]
    trainer.send({ type: 'analyse', id: mine, analysis })
    const answer = await trainer.until(
      (event) => (event.type === 'analysis' || event.type === 'analysis-failed') && event.id === mine,
      mark,
    )
    if (answer.type === 'analysis-failed') return answer.sentence
    if (answer.type !== 'analysis' || answer.result.kind !== 'suggestions') throw new Error('not suggestions')
    expect(answer.step).toBeNull()
    return answer.result
  }
  /** How often a batch of images was extracted. */
  const extractions = () => trainer.events.filter((event) => event.type === 'analysis-progress').length
  return { ...trainer, suggest, extractions }
}

const labelsOf = (images: readonly number[], wrong: readonly number[] = []) =>
  Object.fromEntries(images.map((image) => [image, wrong.includes(image) ? 1 - (image % 2) : image % 2]))

const rightIn = ({ images, predicted }: LabelSuggestions) => images.filter((image, i) => predicted[i] === image % 2).length

test('all images get a suggestion, a wrong label is the least probable, and features are extracted once', async () => {
  const { send, until, suggest, extractions } = labelling()
  send(...opened)
  await until((event) => event.type === 'dataset')
  const first = await suggest(labelsOf([0, 1, 2, 3]))
  if (typeof first === 'string' || !first) throw new Error(String(first))
  expect(first.images).toEqual(Array.from({ length: COUNT }, (_, image) => image))
  expect(rightIn(first)).toBe(COUNT)
  expect(first.accuracy).toBeNull() // four labels are too few
  expect(first.milliseconds).toBeGreaterThan(0)
  const extracted = extractions()
  expect(extracted).toBeGreaterThan(0)
  const more = await suggest(labelsOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [7]))
  if (typeof more === 'string' || !more) throw new Error(String(more))
  expect(extractions()).toBe(extracted)
  const lowest = more.images.filter((_, i) => (more.givenProbability[i] as number) < 0.5)
  expect(lowest).toEqual([7])
  expect(more.accuracy?.value).toBeCloseTo(11 / 12, 9)
})

test('images that are left out take no part, though they have labels; taken again they are extracted alone', async () => {
  const { send, until, suggest, extractions, events } = labelling()
  send(...opened)
  const event = await until((each) => each.type === 'dataset')
  if (event.type !== 'dataset') throw new Error('no dataset')
  send({ type: 'take-images', id: event.id, images: [0, 5], taken: false })
  await until((each) => each.type === 'warnings')
  const without = await suggest(labelsOf([0, 1, 2, 3, 4, 5, 6]))
  if (typeof without === 'string' || !without) throw new Error(String(without))
  expect(without.images).toHaveLength(COUNT - 2)
  expect(without.accuracy?.value).toBe(1) // of five
  expect(Array.from(without.givenProbability).filter((chance) => !Number.isNaN(chance))).toHaveLength(5)
  const [mark, extracted] = [events.length, extractions()]
  send({ type: 'take-images', id: event.id, images: [0, 5], taken: true })
  await until((each) => each.type === 'warnings', mark)
  const again = await suggest(labelsOf([0, 1, 2, 3]))
  if (typeof again === 'string' || !again) throw new Error(String(again))
  expect([again.images.length, rightIn(again)]).toEqual([COUNT, COUNT])
  expect([extracted, extractions() - extracted]).toEqual([2, 1]) // batches of 32 images
})

test('labels of one kind are refused in a sentence, and the next request is answered', async () => {
  const { send, until, suggest } = labelling()
  send(...opened)
  await until((event) => event.type === 'dataset')
  expect(await suggest(labelsOf([0, 2]))).toMatch(/two kinds at least/)
  expect(await suggest({ 0: 0, 1: 1 }, ['dark', 'bright', 'not yet'])).toMatchObject({ accuracy: null, gainsMost: null })
})

test('a newer request takes the place of one under way', async () => {
  const { send, until, events, suggest } = labelling()
  send(...opened)
  await until((event) => event.type === 'dataset')
  send({
    type: 'analyse',
    id: 99,
    analysis: { kind: 'suggestions', source, labelled: { images: [0, 1], classes: [0, 1], names: NAMES, accepted: [] } },
  })
  expect(await suggest(labelsOf([0, 1, 2, 3]))).toMatchObject({ kind: 'suggestions' })
  expect(await until((event) => event.type === 'analysis-failed')).toMatchObject({ id: 99, sentence: null })
  expect(events.filter((event) => event.type === 'analysis')).toHaveLength(1)
})

test('while a run trains, a step is waited for only until the features are there', async () => {
  const { send, until, suggest, events } = labelling()
  send(...opened, { type: 'start', run: 1, config: { ...tiny, heldOut: 0.2 }, paused: true })
  await until(isState('paused'))
  expect(await suggest(labelsOf([0, 1]))).toMatchObject({ kind: 'suggestions' })
  const waits = () => events.filter((event) => event.type === 'waiting' && event.for === 'analysis').length
  const before = waits()
  expect(await suggest(labelsOf([0, 1, 2]))).toMatchObject({ kind: 'suggestions' })
  expect(waits()).toBe(before)
  send({ type: 'reset' })
  await until(isState('idle', 1))
})

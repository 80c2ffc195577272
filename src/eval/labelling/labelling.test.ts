// The classes of a run by each setting: what is read of the labels, that the same run has the same classes, and what is said where none can be found.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../../data/dataset.ts'
import { splitImages } from '../../data/sampling.ts'
import type { ClassLabels } from '../../gan/class-labels.ts'
import { createModels, disposeModels } from '../../gan/models.ts'
import { createRun } from '../../gan/run.ts'
import { TINY } from '../../gan/test-support.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { type LabellingProgress, NO_CLASS } from '../../spec/classes.ts'
import { isConditional, type RunConfig } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { analyseHere } from '../analysis.ts'
import type { FeatureNetwork } from '../features/networks/network.ts'
import { accuracyOf, findClasses, isLabellingDue, type LabellingDependencies } from './labelling.ts'

beforeAll(async () => {
  await openTestDevice('wasm')
})

const COUNT = 120
const NAMES = ['red', 'green', 'blue']

/** Of three colours in turn, each with noise of its own. */
function colours(labelled: (image: number) => boolean = () => true): Dataset {
  const length = 16 * 16 * 3
  const images = Uint8Array.from({ length: COUNT * length }, (_, i) => {
    const image = Math.floor(i / length)
    return (i % 3 === image % 3 ? 160 : 40) + ((((i % length) * 7919 + image * 104_729) >> 3) % 60)
  })
  const ofImages = Array.from({ length: COUNT }, (_, image) => (labelled(image) ? image % 3 : NO_CLASS))
  return { name: 'colours', label: 'Colours', images, count: COUNT, size: 16, channels: 3, labels: { names: NAMES, ofImages } }
}

/** Sees four pixels of an image. */
const fourPixels: FeatureNetwork = {
  name: 'Four pixels',
  inputSize: 16,
  range: { scale: 1 / 255, offset: 0 },
  layers: { small: 12 },
  layer: 'small',
  hash: 'none',
  features: (input) => [tf.reshape(tf.image.resizeBilinear(input, [2, 2]), [input.shape[0], 12])],
  dispose: () => undefined,
}

interface Asked extends Partial<LabellingDependencies> {
  readonly dataset?: Dataset
  readonly step?: number
  readonly classes?: ClassLabels | null
}

async function classesOf(settings: Partial<RunConfig>, { dataset = colours(), step = 0, classes = null, ...deps }: Asked = {}) {
  const config: RunConfig = { ...TINY, heldOut: 0.1, classCount: 3, pretrainSteps: 3, ...settings }
  const models = createModels(config, 3)
  let time = 0
  try {
    const all = { network: async () => fourPixels, analyse: analyseHere, now: () => time++, ...deps }
    return await findClasses({ config, step, models, classes }, dataset, all)
  } finally {
    disposeModels(models)
  }
}

const withoutLabels = (): Dataset => {
  const { labels: _, ...dataset } = colours()
  return dataset
}

const trainingImages = splitImages(COUNT, { ...TINY, heldOut: 0.1 }).training
const everyImage = Array.from({ length: COUNT }, (_, image) => image)

test('single: all images have one class; random: none has one, and all are equally frequent', async () => {
  const single = await classesOf({ conditioning: 'single' })
  expect(single).toMatchObject({ names: ['All images'], counts: [108], step: 0 })
  expect(new Set(single.ofImages)).toEqual(new Set([0]))
  const random = await classesOf({ conditioning: 'random', classCount: 5 }, { dataset: withoutLabels() })
  expect(random.names).toEqual(['Class 1', 'Class 2', 'Class 3', 'Class 4', 'Class 5'])
  expect(random.counts).toEqual([24, 24, 24, 24, 24])
  expect((await classesOf({ conditioning: 'random' })).names).toEqual(NAMES)
  for (const { given } of [single, random]) expect(new Set(given)).toEqual(new Set([NO_CLASS]))
})

describe.each(['given', 'co-trained'] as const)('%s', (conditioning) => {
  test('images that training sees have the label of the set, and no others', async () => {
    const { ofImages, given, confidence, counts, names } = await classesOf({ conditioning })
    expect(names).toEqual(NAMES)
    expect([...ofImages]).toEqual(everyImage.map((image) => (trainingImages.includes(image) ? image % 3 : NO_CLASS)))
    expect(given).toEqual(ofImages)
    expect([...confidence]).toEqual(everyImage.map((image) => (trainingImages.includes(image) ? 1 : 0)))
    expect(counts.reduce((a, b) => a + b, 0)).toBe(108)
  })

  test('a share of the labels of each class is visible, at least one, the same for a seed and others for another', async () => {
    const visible = async (labelShare: number, seed = 1) => (await classesOf({ conditioning, labelShare, seed })).given
    const counted = (given: Int32Array) => NAMES.map((_, label) => given.filter((own) => own === label).length)
    const inTraining = NAMES.map((_, label) => trainingImages.filter((image) => image % 3 === label).length)
    expect(counted(await visible(0.25))).toEqual(inTraining.map((count) => Math.round(count / 4)))
    expect(counted(await visible(0.001))).toEqual([1, 1, 1])
    expect(await visible(0.25)).toEqual(await visible(0.25))
    expect(await visible(0.25, 2)).not.toEqual(await visible(0.25))
    const seen = (await visible(0.25)).map((label, image) => (label === NO_CLASS ? NO_CLASS : image % 3))
    expect(await visible(0.25)).toEqual(seen) // each is the true one
  })
})

// at first a network is noise: of its layers the first still tells colours
describe.each(['network', 'discriminator', 'rotation'] as const)('by the features of the %s', (labelFeatures) => {
  test('clusters are the colours, held-out images among them, and are the same twice; no tensor is left behind', async () => {
    const settings = { conditioning: 'clusters', labelFeatures, labelLayer: 1 } as const
    const before = tf.memory().numTensors
    const found = await classesOf(settings)
    expect(tf.memory().numTensors).toBe(before)
    expect(found.names).toEqual(['Cluster 1', 'Cluster 2', 'Cluster 3'])
    expect(new Set(Array.from(found.ofImages, (of, image) => `${of} ${image % 3}`)).size).toBe(3)
    expect(found.counts.reduce((a, b) => a + b, 0)).toBe(108)
    expect(await classesOf(settings, { dataset: withoutLabels() })).toEqual(found) // labels are never read
  })

  test('labels inferred from a tenth of them are right for the others', async () => {
    const settings = { conditioning: 'inferred', labelFeatures, labelLayer: 1, labelShare: 0.1 } as const
    const found = await classesOf(settings)
    expect(accuracyOf(found, colours())).toBe(1)
    expect(found.given.filter((label) => label !== NO_CLASS)).toHaveLength(12)
    found.given.forEach((label, image) => {
      if (label !== NO_CLASS) expect([found.ofImages[image], found.confidence[image]]).toEqual([label, 1])
      else expect(found.confidence[image]).toBeGreaterThan(1 / 3)
    })
    expect(await classesOf(settings)).toEqual(found)
  })
})

test('the layer of the discriminator counts from the pixels; one that there is not is refused', async () => {
  const settings = { conditioning: 'clusters', labelFeatures: 'discriminator' } as const
  const [last, seventh, first] = await Promise.all([0, 7, 1].map((labelLayer) => classesOf({ ...settings, labelLayer })))
  expect(seventh).toEqual(last)
  expect(first?.confidence).not.toEqual(last?.confidence)
  await expect(classesOf({ ...settings, labelLayer: 12 })).rejects.toThrow('There is no layer 12: the network has 7.')
})

test('found anew, labels are inferred from those known at first, and clusters keep their numbers', async () => {
  const inferred = { conditioning: 'inferred', labelFeatures: 'discriminator', labelShare: 0.1 } as const
  const before = await classesOf(inferred)
  const after = await classesOf(inferred, { dataset: withoutLabels(), step: 1000, classes: before })
  expect(after).toEqual({ ...before, step: 1000 })
  const clusters = { conditioning: 'clusters', labelFeatures: 'discriminator' } as const
  const old = await classesOf(clusters)
  const turned = { ...old, ofImages: old.ofImages.map((cluster) => (cluster + 1) % 3) }
  expect((await classesOf(clusters, { step: 1000, classes: turned })).ofImages).toEqual(turned.ofImages)
})

test('where D sees no difference any more the classes stay as they were', async () => {
  const blank = { ...colours(), images: new Uint8Array(COUNT * 16 * 16 * 3) }
  const clusters = { conditioning: 'clusters', labelFeatures: 'discriminator' } as const
  const inferred = { conditioning: 'inferred', labelFeatures: 'discriminator', labelShare: 0.1 } as const
  for (const settings of [clusters, inferred]) {
    const before = await classesOf(settings)
    expect(await classesOf(settings, { dataset: blank, step: 1000, classes: before })).toEqual({ ...before, step: 1000 })
  }
  await expect(classesOf(clusters, { dataset: blank })).rejects.toThrow(/differ in their features, which cannot make 3 groups/)
  await expect(classesOf(inferred, { dataset: blank })).rejects.toThrow('All these images have the same features')
})

test('a network is trained on rotations first, and its progress is part of the whole', async () => {
  const seen: LabellingProgress[] = []
  const settings = { conditioning: 'clusters', labelFeatures: 'rotation', labelLayer: 1 } as const
  await classesOf(settings, { onProgress: (progress) => seen.push(progress) })
  expect(seen.map(({ share }) => share)).toEqual(seen.map(({ share }) => share).sort((a, b) => a - b))
  expect([...new Set(seen.map(({ words }) => words))]).toEqual(['Learning rotations first', 'Looking at the images', 'Grouping the images'])
  const learning = seen.flatMap(({ words, share }) => (words === 'Learning rotations first' ? share : []))
  expect(new Set(learning).size).toBe(3) // it grows with each step
  const other = await classesOf({ ...settings, pretrainSteps: 9 })
  expect((await classesOf(settings)).confidence).not.toEqual(other.confidence)
})

test('a network that learns the few labels beside the rotations infers the others, and given ones stay', async () => {
  const settings = { conditioning: 'inferred', labelFeatures: 'rotation', fineTune: true, labelShare: 0.1, pretrainSteps: 60 } as const
  const seen: LabellingProgress[] = []
  const before = tf.memory().numTensors
  const found = await classesOf(settings, { onProgress: (progress) => seen.push(progress) })
  expect(tf.memory().numTensors).toBe(before)
  expect(accuracyOf(found, colours())).toBeGreaterThan(0.9)
  found.given.forEach((label, image) => {
    if (label !== NO_CLASS) expect([found.ofImages[image], found.confidence[image]]).toEqual([label, 1])
  })
  expect(new Set(seen.map(({ words }) => words))).toEqual(new Set(['Learning rotations first', 'Looking at the images']))
  expect(seen.at(-1)?.share).toBe(1)
  const linear = await classesOf({ ...settings, labelFeatures: 'network' }) // there it has no effect
  expect(linear).toEqual(await classesOf({ ...settings, labelFeatures: 'network', fineTune: false }))
})

test('progress never falls and ends at all of it, with the time left; a cancelled search ends with a CancelledError', async () => {
  const seen: LabellingProgress[] = []
  await classesOf({ conditioning: 'clusters' }, { onProgress: (progress) => seen.push(progress) })
  expect(seen.map(({ share }) => share)).toEqual(seen.map(({ share }) => share).sort((a, b) => a - b))
  expect(seen.at(-1)).toMatchObject({ share: 1, left: 0, words: 'Grouping the images' })
  expect(seen[0]?.words).toBe('Looking at the images')
  expect(seen.some(({ left, share }) => share < 1 && (left ?? 0) > 0)).toBe(true)
  const signal = { aborted: false }
  const cancelled = classesOf({ conditioning: 'clusters' }, { signal, onProgress: () => Object.assign(signal, { aborted: true }) })
  await expect(cancelled).rejects.toThrow(CancelledError)
})

const onlyRed = () => colours((image) => image % 3 === 0)
test.each([
  ['no labels', { conditioning: 'given' }, withoutLabels, /These settings need labels, and the images have none/],
  ['labels of no image', { conditioning: 'co-trained' }, () => colours(() => false), /no image that training sees has one/],
  ['labels of one kind', { conditioning: 'inferred' }, onlyRed, /all labels that training sees are “red”/],
  ['more clusters than images', { conditioning: 'clusters', classCount: 100, heldOut: 0.5 }, colours, /60 images cannot make 100 groups/],
] as const)('%s: refused in a sentence', async (_, settings, dataset, sentence) => {
  await expect(classesOf(settings, { dataset: dataset() })).rejects.toThrow(sentence)
})

test('a feature network that cannot be had is said', async () => {
  const network = () => Promise.reject(new Error('MobileNetV2 could not be fetched.'))
  await expect(classesOf({ conditioning: 'clusters' }, { network })).rejects.toThrow('MobileNetV2 could not be fetched.')
})

test('accuracy counts hidden labels alone, by their names', () => {
  const classes: ClassLabels = {
    names: ['red', 'green', 'blue'],
    ofImages: Int32Array.of(0, 1, 2, 0, 0, NO_CLASS),
    confidence: new Float32Array(6),
    counts: [3, 1, 1],
    step: 0,
    given: Int32Array.of(0, NO_CLASS, NO_CLASS, NO_CLASS, NO_CLASS, NO_CLASS),
  }
  const labelled = (names: string[], ...ofImages: number[]): Dataset => ({ ...colours(), labels: { names, ofImages } })
  expect(accuracyOf(classes, labelled(NAMES, 0, 1, 2, 1, NO_CLASS, 2))).toBe(2 / 3)
  expect(accuracyOf(classes, labelled(['blue', 'green', 'red'], 2, 1, 0, 1, NO_CLASS, 2))).toBe(2 / 3)
  expect(accuracyOf(classes, withoutLabels())).toBeNull()
  expect(accuracyOf({ ...classes, given: classes.given.map(() => NO_CLASS) }, colours())).toBeNull() // clusters
  expect(accuracyOf({ ...classes, ofImages: classes.given }, labelled(NAMES, 0, 1, 2, 1, 1, 2))).toBeNull() // nothing is inferred
})

test('classes are due before the first step, and anew at every interval where D finds them', async () => {
  const classes = await classesOf({ conditioning: 'single' })
  const due = (settings: Partial<RunConfig>, step: number, found: number | null) =>
    isLabellingDue({
      config: { ...TINY, relabelEvery: 100, ...settings },
      step,
      classes: found === null ? null : { ...classes, step: found },
    })
  expect(due({ conditioning: 'none' }, 0, null)).toBe(false)
  expect(due({ conditioning: 'single' }, 0, null)).toBe(true)
  expect(due({ conditioning: 'single', labelFeatures: 'discriminator' }, 100, 0)).toBe(false)
  for (const conditioning of ['clusters', 'inferred'] as const) {
    expect(due({ conditioning }, 100, 0)).toBe(false)
    expect(due({ conditioning, labelFeatures: 'discriminator' }, 100, 0)).toBe(true)
    expect(due({ conditioning, labelFeatures: 'discriminator' }, 100, 100)).toBe(false)
    expect(due({ conditioning, labelFeatures: 'discriminator' }, 150, 100)).toBe(false)
  }
})

describe.each(FIELDS.conditioning.options.map(({ value }) => value))('with the setting %s', (conditioning) => {
  test.each([0, 1])('a run trains and draws (ramp until %s kimg)', async (rampUntil) => {
    const dataset = colours()
    const config: RunConfig = { ...TINY, conditioning, rampUntil, classCount: 3, labelShare: 0.1 }
    const run = createRun(config, dataset)
    try {
      if (isLabellingDue(run)) {
        run.setClasses(await findClasses(run, dataset, { network: async () => fourPixels, analyse: analyseHere, now: () => 0 }))
      }
      run.advance()
      run.advance()
      const report = await run.report() // throws where a value is not finite
      expect(report?.step).toBe(2)
      expect((await run.samples([1, 2, 3])).classes?.length).toBe(isConditional(config) ? 3 : undefined)
    } finally {
      run.dispose()
    }
  })
})

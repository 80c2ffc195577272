// Which class each image of a step has: a function of the seed, the update and the classes of the run, and nothing where there are none.
import { describe, expect, test } from 'vitest'
import type { Dataset } from '../data/dataset.ts'
import { splitImages } from '../data/sampling.ts'
import { NO_CLASS } from '../spec/classes.ts'
import { DEFAULTS, type RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { classOfSeed, drawClasses } from './class-draws.ts'
import { type ClassLabels, checkClasses, classCountOf, unknownClasses } from './class-labels.ts'
import { createDraws, createRealBatches } from './step-inputs.ts'
import { classesInTurn } from './test-support.ts'

const COUNT = 40
/** Images of a single pixel, each of the grey level that is its number. */
const SET: Dataset = {
  name: 'numbers',
  label: 'Numbers',
  images: Uint8Array.from({ length: COUNT }, (_, i) => i),
  count: COUNT,
  size: 1,
  channels: 1,
}
const CONFIG: RunConfig = { ...DEFAULTS, batch: 8, discriminatorSteps: 2, conditioning: 'given', flip: true, latent: 4 }
const CLASSES = classesInTurn(COUNT, [6, 1, 3])

const imagesIn = (real: ArrayLike<number>) => Array.from(real, (value) => Math.round((value + 1) * 127.5))
const drawsOf = (changes: Partial<RunConfig>, step: number, classes: ClassLabels | null = CLASSES, set = SET) => {
  const config = { ...CONFIG, ...changes }
  return createDraws(config, set)(step, config, classes)
}
const labelsIn = (changes: Partial<RunConfig>, steps: number, classes = CLASSES) =>
  Array.from({ length: steps }, (_, step) => drawsOf(changes, step, classes).discriminator.flatMap(({ labels = [] }) => [...labels])).flat()

describe('the labels of real images', () => {
  test.each(['given', 'inferred', 'clusters', 'co-trained'] as const)('are those of the very images of the batch: %s', (conditioning) => {
    for (const { real, labels } of [0, 7].flatMap((step) => drawsOf({ conditioning }, step).discriminator)) {
      expect([...(labels ?? [])]).toEqual(imagesIn(real).map((image) => CLASSES.ofImages[image]))
      expect(labels).toBeInstanceOf(Int32Array)
    }
    expect(labelsIn({ conditioning }, 3)).toContain(NO_CLASS)
  })

  test('are others from the step on at which an image has another class, and nothing else changes', () => {
    const moved = { ...CLASSES, ofImages: CLASSES.ofImages.map((index) => (index === NO_CLASS ? 0 : (index + 1) % 3)) }
    const [before, after] = [drawsOf({}, 5), drawsOf({}, 5, moved)]
    const withoutLabels = ({ discriminator, generator }: typeof before) => [discriminator.map(({ labels: _, ...rest }) => rest), generator]
    expect(withoutLabels(after)).toEqual(withoutLabels(before))
    expect(after.discriminator[0]?.labels).not.toEqual(before.discriminator[0]?.labels)
  })

  test('random ones are uniform whatever the counts, and another one whenever an image is read', () => {
    const drawn = labelsIn({ conditioning: 'random' }, 60)
    for (const index of [0, 1, 2]) expect(drawn.filter((label) => label === index).length / drawn.length).toBeCloseTo(1 / 3, 1)
    expect(labelsIn({ conditioning: 'random' }, 60)).toEqual(drawn)
    const ofOne = [0, 1, 2, 3, 4, 5].map((epoch) => {
      const step = epoch * 5
      const all = Array.from({ length: 3 }, (_, i) => drawsOf({ conditioning: 'random', heldOut: 0 }, step + i).discriminator).flat()
      const update = all.find(({ real }) => imagesIn(real).includes(17))
      return update?.labels?.[imagesIn(update.real).indexOf(17)]
    })
    expect(new Set(ofOne).size).toBeGreaterThan(1)
  })

  test('a single one is 0 for all, those too that have none', () => {
    const classes = unknownClasses(1, COUNT)
    expect(new Set(labelsIn({ conditioning: 'single' }, 3, classes))).toEqual(new Set([0]))
    expect(new Set(drawsOf({ conditioning: 'single' }, 0, classes).generator.classes)).toEqual(new Set([0]))
  })

  test('are none while the classes have not been found, and fakes have all classes alike', () => {
    const unknown = unknownClasses(3, COUNT)
    expect(new Set(labelsIn({}, 3, unknown))).toEqual(new Set([NO_CLASS]))
    const fakes = Array.from({ length: 60 }, (_, step) => [...(drawsOf({}, step, unknown).generator.classes ?? [])]).flat()
    for (const index of [0, 1, 2]) expect(fakes.filter((label) => label === index).length / fakes.length).toBeCloseTo(1 / 3, 1)
  })
})

describe('the classes of fakes', () => {
  test('come in proportion to the counts, others in each pass of each step', () => {
    const passes = Array.from({ length: 100 }, (_, step) => drawsOf({}, step)).flatMap(({ discriminator, generator }) => [
      ...discriminator.map(({ classes }) => classes),
      generator.classes,
    ])
    const all = passes.flatMap((classes) => [...(classes ?? [])])
    for (const [index, count] of CLASSES.counts.entries())
      expect(Math.abs(all.filter((label) => label === index).length / all.length - count / 10)).toBeLessThan(0.03)
    expect(new Set(passes.map(String)).size).toBeGreaterThan(200)
    expect(drawsOf({}, 3)).toEqual(drawsOf({}, 3))
    expect(drawsOf({}, 3).generator.classes).not.toEqual(drawsOf({ seed: 2 }, 3).generator.classes)
  })

  test('a class without images is never drawn, and where all are empty each is', () => {
    const drawn = (counts: number[]) => new Set(drawClasses(counts, new RandomStream(1, 'classesG'), 500))
    expect(drawn([0, 3, 0, 1, 0])).toEqual(new Set([1, 3]))
    expect(drawn([0, 0, 0])).toEqual(new Set([0, 1, 2]))
  })

  test('a seed has one class for given proportions: where the cumulative counts pass its number', () => {
    const seeds = Array.from({ length: 300 }, (_, i) => i)
    for (const seed of seeds) {
      const at = new RandomStream(seed, 'sampleClass').uniform() * 10
      expect(classOfSeed(seed, [6, 1, 3])).toBe(at < 6 ? 0 : at < 7 ? 1 : 2)
      expect(classOfSeed(seed, [12, 2, 6])).toBe(classOfSeed(seed, [6, 1, 3]))
    }
  })
})

describe('labelled images in every batch', () => {
  const config = { ...CONFIG, conditioning: 'co-trained' as const, labelledBatch: 0.25 }
  const labelled = splitImages(COUNT, config).training.filter((image) => CLASSES.given[image] !== NO_CLASS)
  const batches = (changes: Partial<RunConfig>, classes: ClassLabels | null = CLASSES) => {
    const batchAt = createRealBatches({ ...config, ...changes }, SET)
    return Array.from({ length: 60 }, (_, update) => [...batchAt(update, config, classes).indices])
  }

  test('are its first ones, each once in an epoch of their own; the others go on through all training images', () => {
    const all = batches({})
    const first = all.flatMap((batch) => batch.slice(0, 2))
    for (let epoch = 0; epoch < 8; epoch++) {
      const seen = first.slice(epoch * labelled.length, (epoch + 1) * labelled.length)
      expect(seen.toSorted((a, b) => a - b)).toEqual([...labelled])
    }
    const { training } = splitImages(COUNT, config)
    const rest = all.flatMap((batch) => batch.slice(2))
    expect(rest.slice(0, training.length).toSorted((a, b) => a - b)).toEqual([...training])
  })

  test('the share is rounded up', () => {
    const all = batches({ batch: 6, labelledBatch: 0.75 })
    for (const batch of all) expect(batch.slice(0, 5).every((image) => labelled.includes(image))).toBe(true)
    expect(all.some((batch) => !labelled.includes(batch[5] as number))).toBe(true)
  })

  test('are a function of the update, whatever was asked before, and are not kept from known labels of before', () => {
    const batchAt = createRealBatches(config, SET)
    const others = { ...CLASSES, given: CLASSES.given.map((_, image) => (image === 0 || image === 39 ? 1 : NO_CLASS)) }
    const asked = [50, 3, 50].map((update) => [...batchAt(update, config, CLASSES).indices])
    expect(asked).toEqual([50, 3, 50].map((update) => batches({})[update]))
    expect([...batchAt(3, config, others).indices]).toEqual(batches({}, others)[3])
    expect([...batchAt(3, config, CLASSES).indices]).toEqual(asked[1])
  })

  test('where no label is known, batches are those of a run without the setting', () => {
    const plain = batches({ labelledBatch: 0 })
    expect(batches({}, { ...CLASSES, given: CLASSES.given.map(() => NO_CLASS) })).toEqual(plain)
    expect(batches({}, null)).toEqual(plain)
    expect(batches({ conditioning: 'given' })).toEqual(plain) // it has no effect there
  })
})

test('without conditioning nothing about classes is drawn, whatever the labels of the set are', () => {
  const none = { conditioning: 'none', labelledBatch: 0.5, rampUntil: 3 } as const
  const names = ['a', 'b']
  const labelled = (shift: number) => ({ ...SET, labels: { names, ofImages: Array.from({ length: COUNT }, (_, i) => (i + shift) % 2) } })
  const plain = drawsOf({ conditioning: 'none' }, 4, null)
  expect(drawsOf(none, 4, null, labelled(0))).toEqual(plain)
  expect(drawsOf(none, 4, CLASSES, labelled(1))).toEqual(plain)
  expect(plain.discriminator.map(Object.keys)).toEqual([0, 1].map(() => ['real', 'z', 'augmentation']))
  expect(Object.keys(plain.generator)).toEqual(['z', 'augmentation'])
})

test('a step that is told classes is not drawn without them', () => {
  expect(() => drawsOf({}, 0, null)).toThrow('needs to know them')
})

describe('how many classes there are', () => {
  const withLabels = (count: number) => ({ labels: { names: Array.from({ length: count }, (_, i) => `label ${i}`), ofImages: [] } })
  const countOf = (conditioning: RunConfig['conditioning'], labels: number | null) =>
    classCountOf({ ...CONFIG, conditioning, classCount: 7 }, labels === null ? {} : withLabels(labels))

  test('follows from the setting, and from the labels where it asks for them', () => {
    expect((['none', 'single', 'clusters', 'random'] as const).map((conditioning) => countOf(conditioning, null))).toEqual([0, 1, 7, 7])
    expect((['random', 'inferred', 'co-trained', 'given'] as const).map((conditioning) => countOf(conditioning, 300))).toEqual([
      300, 300, 300, 300,
    ])
  })

  test('a set with one label, or with thousands, is refused where they are asked for', () => {
    for (const labels of [null, 1]) expect(() => countOf('given', labels)).toThrow('These settings need labels')
    expect(() => countOf('given', 1001)).toThrow('1001 different labels; a run can learn at most 1000')
  })
})

test('classes of other networks or images are refused', () => {
  expect(() => checkClasses(CLASSES, 3, COUNT)).not.toThrow()
  expect(() => checkClasses(CLASSES, 4, COUNT)).toThrow('networks of 4')
  expect(() => checkClasses(CLASSES, 3, COUNT + 1)).toThrow('given for 41')
  expect(() => checkClasses({ ...CLASSES, ofImages: CLASSES.ofImages.with(3, 3) }, 3, COUNT)).toThrow('an image is in none')
  expect(() => checkClasses({ ...CLASSES, given: CLASSES.given.with(3, 3) }, 3, COUNT)).toThrow('an image is in none')
  expect(() => checkClasses({ ...CLASSES, counts: [6, 1] }, 3, COUNT)).toThrow('networks of 3')
  expect(() => checkClasses({ ...CLASSES, confidence: CLASSES.confidence.with(3, Number.NaN) }, 3, COUNT)).toThrow('a confidence')
})
